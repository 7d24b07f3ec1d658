package io.habeas.verifier.gate;

import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;

/**
 * How identifiers are known at the gate: by a keyed hash whose purpose is this alone. It outlives
 * the vault's entries, so it must lead from none of theirs to another.
 */
final class Fingerprints {
  private static final String PURPOSE = "gate";

  private final KeyedHash hash;

  Fingerprints(KeyedHash hash) {
    this.hash = hash;
  }

  String of(Identifier identifier) {
    return KeyedHash.hex(hash.of(PURPOSE, identifier.type(), identifier.value()));
  }
}
