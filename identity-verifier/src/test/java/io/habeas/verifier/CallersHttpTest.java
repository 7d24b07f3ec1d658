package io.habeas.verifier;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;

/** Who may call what. */
class CallersHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1/vault/requests/%s, participant",
    "DELETE, /v1/vault/requests/%s, participant",
    "POST, /v1/challenges/%s/attempts, participant",
    "POST, /v1/challenges/%s/issues, notifier",
    "POST, /v1/vault/claims, intake",
    "POST, /v1/vault/yields, notifier",
    "POST, /v1/vault/letters/claims, participant",
    "POST, /v1/vault/rewraps, intake",
    "POST, /v1/vault/lookups, operator",
    "PUT, /v1/vault/requests/%s/decisions/0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c01, dpo",
    "GET, /v1/vault/requests/%s/decisions, operator",
    "GET, /v1/vault/requests/%s/statement, participant",
    "PUT, /v1/vault/holds/%s, dpo",
    "GET, /v1/vault/recipient-notices/%s, notifier",
    "GET, /v1/vault/holds, dpo",
    "GET, /v1/vault/holds/%s, intake",
    "GET, /v1/vault/directive-key, intake"
  })
  void shouldTurnAwayWhoHasNoCredentialOrAnotherRole(String method, String path, String wrongRole) {
    String uri = path.contains("%s") ? path.formatted(UUID.randomUUID()) : path;
    verifier.call(HttpMethod.valueOf(method), uri, null, "{}").expectStatus().isUnauthorized();
    verifier
        .call(HttpMethod.valueOf(method), uri, "accounts-client/" + wrongRole, validBody(uri))
        .expectStatus()
        .isForbidden();
  }

  private static String validBody(String uri) {
    String id = UUID.randomUUID().toString();
    return switch (uri) {
      case "/v1/vault/claims" -> "{\"items\":[{\"requestId\":\"%s\",\"step\":1}]}".formatted(id);
      case "/v1/vault/yields" ->
          "{\"requestId\":\"%s\",\"step\":1,\"identifiers\":[{\"type\":\"a\",\"value\":\"b\",\"field\":\"c.d\"}]}"
              .formatted(id);
      case "/v1/vault/letters/claims" ->
          "{\"requestId\":\"%s\",\"noticeId\":\"%s\",\"scope\":\"LETTER\"}".formatted(id, id);
      case "/v1/vault/lookups" -> "{\"type\":\"email\",\"value\":\"a@example.org\"}";
      default ->
          "{\"kind\":\"HOLD\",\"reasons\":\"r\",\"content\":\"0123456789abcdef\",\"code\":\"12345678\",\"source\":\"s\",\"locale\":\"en\",\"identifiers\":[{\"type\":\"email\",\"value\":\"a@example.org\"}]}";
    };
  }

  @Test
  void shouldTurnAwayAParticipantThatTheControllerDidNotApprove() {
    String requestId = verifier.accepted();
    verifier.claim("stranger/participant", requestId, 1).expectStatus().isForbidden();
    verifier
        .deposit("stranger/participant", requestId, 1, "account_id", "7")
        .expectStatus()
        .isForbidden();
  }
}
