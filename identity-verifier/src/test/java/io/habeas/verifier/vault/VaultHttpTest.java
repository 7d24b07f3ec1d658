package io.habeas.verifier.vault;

import static io.habeas.verifier.StartedVerifier.INTAKE;
import static io.habeas.verifier.StartedVerifier.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.verifier.StartedVerifier;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** What is put into the vault, found there and taken out of it over HTTP. */
class VaultHttpTest {
  @RegisterExtension static final StartedVerifier verifier = new StartedVerifier();

  @Test
  void shouldTakeTheSameDepositTwiceAndRefuseAnother() {
    String requestId = UUID.randomUUID().toString();
    verifier.put(requestId, "ann@example.org").expectStatus().isNoContent();
    verifier.put(requestId, "ANN@example.org").expectStatus().isNoContent();
    verifier
        .put(requestId, "bob@example.org")
        .expectStatus()
        .isEqualTo(409)
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("OTHER_CONTENT");
  }

  @Test
  void shouldAnswerBadInputWithoutQuotingIt() {
    for (String body :
        List.of(
            "{\"identifiers\":[{\"type\":\"email\",\"value\":\"secret-value\"}],\"locale\":\"en\",\"source\":\"s\"}",
            "{\"identifiers\":[],\"locale\":\"en\",\"source\":\"s\"}",
            "{\"identifiers\":[{\"type\":\"secret"
                + " value\",\"value\":\"x\"}],\"locale\":\"en\",\"source\":\"s\"}",
            "{\"identifiers\":[{\"type\":\"email\",\"value\":\"a@example.org\"}],\"locale\":\"secret"
                + " value\",\"source\":\"s\"}",
            "{\"identifiers\":\"secret-value\"}",
            "secret-value")) {
      verifier
          .call(HttpMethod.PUT, "/v1/vault/requests/" + UUID.randomUUID(), INTAKE, body)
          .expectStatus()
          .isBadRequest()
          .expectHeader()
          .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
          .expectBody(String.class)
          .value(text -> assertThat(text).doesNotContain("secret"));
    }
    verifier.put("no-uuid", "ann@example.org").expectStatus().isBadRequest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"category\":\"User Name\",\"value\":\"x\"}",
        "{\"category\":\"user.name\",\"value\":\" \"}",
        "{\"category\":\"user.name\",\"value\":\"x\"},{\"category\":\"user.name\",\"value\":\"y\"}"
      })
  void shouldTakeNoCorrectionsThatAreNone(String corrections) {
    verifier
        .call(
            HttpMethod.PUT,
            "/v1/vault/requests/" + UUID.randomUUID(),
            INTAKE,
            """
            {"identifiers":[{"type":"email","value":"a@example.org"}],
             "corrections":[%s],"locale":"en","source":"s"}\
            """
                .formatted(corrections))
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void shouldShredWhatNeverArrivedAndNothingElse() {
    // given
    String abandoned = UUID.randomUUID().toString();
    verifier.put(abandoned, "ann@example.org");
    String arrived = verifier.arrived();

    // then
    for (int i = 0; i < 2; i++) {
      verifier
          .call(HttpMethod.DELETE, "/v1/vault/requests/" + abandoned, INTAKE, "")
          .expectStatus()
          .isNoContent();
    }
    assertThat(verifier.mongo().dump()).doesNotContain(abandoned);
    verifier
        .call(HttpMethod.DELETE, "/v1/vault/requests/" + arrived, INTAKE, "")
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("REGISTERED");
  }

  @Test
  void shouldReportARewrapping() {
    verifier
        .call(HttpMethod.POST, "/v1/vault/rewraps", "olga/operator", "")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"rewrapped\":0,\"failed\":0,\"remaining\":0}");
  }

  @Test
  void shouldFindTheRequestsOfAnAddressForTheDataProtectionOfficer() {
    String requestId = UUID.randomUUID().toString();
    verifier.put(requestId, "carol@example.org");
    verifier
        .call(
            HttpMethod.POST,
            "/v1/vault/lookups",
            "dora/dpo",
            "{\"type\":\"email\",\"value\":\"Carol@Example.org\"}")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"requestIds\":[\"%s\"]}".formatted(requestId));
  }
}
