/**
 * What follows from a data map for one store of tables or of documents: which records are a
 * person's, and what becomes of them. Pure.
 */
@NullMarked
package io.habeas.storeagent.plan;

import org.jspecify.annotations.NullMarked;
