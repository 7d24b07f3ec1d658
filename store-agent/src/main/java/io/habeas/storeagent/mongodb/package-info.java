/** Carrying a plan out in MongoDB, without transactions. */
@NullMarked
package io.habeas.storeagent.mongodb;

import org.jspecify.annotations.NullMarked;
