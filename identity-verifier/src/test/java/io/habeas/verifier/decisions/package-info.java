/** Tests. */
@NullMarked
package io.habeas.verifier.decisions;

import org.jspecify.annotations.NullMarked;
