/**
 * What follows from a data map for one relational store: which rows are a person's, and what
 * becomes of them. Pure.
 */
@NullMarked
package io.habeas.storeagent.plan;

import org.jspecify.annotations.NullMarked;
