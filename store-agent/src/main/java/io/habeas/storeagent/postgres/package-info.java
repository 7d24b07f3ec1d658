/** Carrying a plan out in PostgreSQL. */
@NullMarked
package io.habeas.storeagent.postgres;

import org.jspecify.annotations.NullMarked;
