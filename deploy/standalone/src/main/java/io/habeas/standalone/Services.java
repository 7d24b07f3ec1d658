package io.habeas.standalone;

import io.habeas.orchestrator.ErasureOrchestratorApplication;
import io.habeas.schemas.Topics;
import io.habeas.standalone.secrets.SecretsDirectory;
import io.habeas.verifier.IdentityVerifierApplication;
import io.habeas.verifier.vault.VaultKeys;
import java.util.List;
import java.util.Map;

/** The services and what each is told; every setting is one that production has too. */
final class Services {

  private Services() {}

  static List<Service> all(PortPlan ports, SecretsDirectory secrets) {
    return List.of(
        new Service(
            Topics.IDENTITY_VERIFIER,
            IdentityVerifierApplication.class,
            ports.verifier(),
            Map.of(
                "habeas.identity-verifier.vault.keys",
                secrets.file("vault-keys.json", VaultKeys::generate).toString())),
        new Service(
            Topics.ERASURE_ORCHESTRATOR,
            ErasureOrchestratorApplication.class,
            ports.orchestrator(),
            Map.of()));
  }
}
