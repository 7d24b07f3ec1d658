/**
 * Identifiers under lock and key: encrypted per document, found again by keyed hash, shredded with
 * their document.
 */
@NullMarked
package io.habeas.verifier.vault;

import org.jspecify.annotations.NullMarked;
