package io.habeas.standalone;

import io.habeas.schemas.Topics;
import io.habeas.standalone.authorization.Client;
import io.habeas.standalone.secrets.SecretsDirectory;
import java.util.List;
import java.util.Map;

/** Who may have a token, with a secret that was made at the first start. */
final class Identities {

  /** A person with the rights of an operator and of the data protection officer. */
  static final String OPERATOR = "operator";

  private final List<Client> clients;
  private final String tokenUri;

  /**
   * @param tokenUri where tokens are given
   */
  Identities(SecretsDirectory secrets, String tokenUri) {
    this.tokenUri = tokenUri;
    this.clients =
        List.of(
            client(secrets, Topics.REQUEST_INTAKE, List.of("intake")),
            client(secrets, Topics.NOTIFIER, List.of("notifier")),
            client(secrets, Services.ACCOUNTS_DB, List.of("participant")),
            client(secrets, Services.CONVERSATIONS_DB, List.of("participant")),
            client(secrets, Services.IMAGES, List.of("participant")),
            client(secrets, Services.SESSIONS, List.of("participant")),
            client(secrets, Services.AI_PROVIDER, List.of("participant")),
            client(secrets, Services.PRODUCT, List.of("object-reporter")),
            client(secrets, OPERATOR, List.of("operator", "dpo")));
  }

  List<Client> all() {
    return clients;
  }

  /**
   * The settings with which a service identifies itself to others.
   *
   * @param id the client id
   * @param prefix of the settings
   */
  Map<String, String> settings(String id, String prefix) {
    Client client =
        clients.stream()
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("Expected a client %s but none".formatted(id)));
    return Map.of(
        prefix + ".token-uri", tokenUri,
        prefix + ".client-id", client.id(),
        prefix + ".client-secret", client.secret());
  }

  private static Client client(SecretsDirectory secrets, String id, List<String> roles) {
    return new Client(id, secrets.text("client-" + id), roles);
  }
}
