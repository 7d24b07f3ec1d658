/**
 * By what the directives of each participant name a person: only the vault knows the identifiers,
 * only a participant the key of its own.
 */
@NullMarked
package io.habeas.verifier.directives;

import org.jspecify.annotations.NullMarked;
