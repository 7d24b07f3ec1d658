/** Tests. */
@NullMarked
package io.habeas.verifier.replays;

import org.jspecify.annotations.NullMarked;
