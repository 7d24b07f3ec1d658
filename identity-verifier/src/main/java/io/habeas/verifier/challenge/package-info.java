/** Proof of an address by a mailed code. */
@NullMarked
package io.habeas.verifier.challenge;

import org.jspecify.annotations.NullMarked;
