package io.habeas.standalone;

import io.habeas.standalone.authorization.Client;
import io.habeas.standalone.secrets.SecretsDirectory;
import java.util.List;
import java.util.Map;

/** Who may have a token, with a secret that was made at the first start. */
final class Identities {

  /** A person with the rights of an operator and of the data protection officer. */
  static final String OPERATOR = "operator";

  private final List<Client> clients;

  Identities(SecretsDirectory secrets) {
    this.clients =
        List.of(
            client(secrets, "request-intake", List.of("intake")),
            client(secrets, "notifier", List.of("notifier")),
            client(secrets, "accounts-db", List.of("participant")),
            client(secrets, OPERATOR, List.of("operator", "dpo")));
  }

  List<Client> all() {
    return clients;
  }

  /**
   * The settings with which a service identifies itself to others.
   *
   * @param id the client id
   */
  Map<String, String> settings(String id) {
    Client client =
        clients.stream()
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("Expected a client %s but none".formatted(id)));
    return Map.of(
        "habeas.security.client.client-id", client.id(),
        "habeas.security.client.client-secret", client.secret());
  }

  private static Client client(SecretsDirectory secrets, String id, List<String> roles) {
    return new Client(id, secrets.text("client-" + id), roles);
  }
}
