/** Carrying a plan out on object storage. */
@NullMarked
package io.habeas.storeagent.s3;

import org.jspecify.annotations.NullMarked;
