/** Calls that leave for processors: where they may go. */
@NullMarked
package io.habeas.storeagent.outbound;

import org.jspecify.annotations.NullMarked;
