/** Carrying a plan out in a relational database. */
@NullMarked
package io.habeas.storeagent.jdbc;

import org.jspecify.annotations.NullMarked;
