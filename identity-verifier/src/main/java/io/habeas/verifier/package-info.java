/** Proof of identity, and the vault: the one place where identifiers are kept. */
@NullMarked
package io.habeas.verifier;

import org.jspecify.annotations.NullMarked;
