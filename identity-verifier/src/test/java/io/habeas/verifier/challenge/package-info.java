/** Tests. */
@NullMarked
package io.habeas.verifier.challenge;

import org.jspecify.annotations.NullMarked;
