/** Tests. */
@NullMarked
package io.habeas.storeagent.postgres;

import org.jspecify.annotations.NullMarked;
