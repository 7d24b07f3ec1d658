/** Tests. */
@NullMarked
package io.habeas.verifier.letters;

import org.jspecify.annotations.NullMarked;
