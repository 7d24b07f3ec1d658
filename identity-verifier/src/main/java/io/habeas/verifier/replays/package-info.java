/**
 * Stores that were restored from a backup: they are told once more by what they have to erase, for
 * as long as the vault still knows.
 */
@NullMarked
package io.habeas.verifier.replays;

import org.jspecify.annotations.NullMarked;
