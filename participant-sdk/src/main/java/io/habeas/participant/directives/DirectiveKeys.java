package io.habeas.participant.directives;

import io.habeas.participant.vault.Vault.VaultUnavailable;
import io.habeas.schemas.directives.SubjectKey;

/** Where the key is under which this participant's directives name people. */
@FunctionalInterface
public interface DirectiveKeys {

  /**
   * The key. Always the same.
   *
   * @throws VaultUnavailable if the vault did not give it within bounded retries
   */
  SubjectKey key() throws VaultUnavailable;
}
