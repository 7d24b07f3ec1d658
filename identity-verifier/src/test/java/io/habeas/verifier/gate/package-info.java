/** Tests. */
@NullMarked
package io.habeas.verifier.gate;

import org.jspecify.annotations.NullMarked;
