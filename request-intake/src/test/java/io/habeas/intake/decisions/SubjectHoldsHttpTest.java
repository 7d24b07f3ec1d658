package io.habeas.intake.decisions;

import static io.habeas.intake.WithoutKafka.BROKEN;
import static io.habeas.intake.WithoutKafka.DECIDED;
import static io.habeas.intake.WithoutKafka.VERIFIER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.RecordingVault.Statement;
import io.habeas.intake.StartedIntake;
import io.habeas.intake.decisions.Reasons.Kind;
import io.habeas.intake.decisions.Reasons.Stated;
import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.HoldTooLate;
import io.habeas.schemas.avro.SubjectHoldPlaced;
import io.habeas.schemas.avro.SubjectHoldReleased;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Holds on persons over HTTP on the MongoDB stand-in, without Kafka and without a verifier. */
class SubjectHoldsHttpTest {
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  private static final String OFFICER = "u-0815/dpo";
  private static final String BODY =
      """
      {"identifiers": [{"type": "email", "value": " ann@mail.example "}],
       "authority": "The court of Utrecht", "reasons": "Court case 4711 is pending"}\
      """;

  @RegisterExtension final StartedIntake intake = new StartedIntake();

  @Test
  void shouldLetNobodyHoldAPersonButTheDataProtectionOfficer() {
    String release = "/" + UUID.randomUUID() + "/release";
    post("", null, key(), BODY).expectStatus().isUnauthorized();
    for (String role : List.of("operator", "intake", "participant")) {
      post("", "u-0815/" + role, key(), BODY).expectStatus().isForbidden();
      post(release, "u-0815/" + role, key(), BODY).expectStatus().isForbidden();
      list("u-0815/" + role).expectStatus().isForbidden();
    }
    assertThat(DECIDED).isEmpty();
    assertThat(VERIFIER.holds).isEmpty();
  }

  @Test
  void shouldHoldAPersonByWhatIsInTheVaultAloneBeforeTheDecisionIsKnown() {
    // when
    UUID holdId = placed(key());

    // then
    var kept = VERIFIER.holds.get(holdId);
    Statement statement = VERIFIER.statements.get(holdId);
    if (kept == null || statement == null) {
      throw new AssertionError("Expected person and reasons in the vault but they are not there");
    }
    assertThat(kept.person())
        .isEqualTo(
            new SubjectHolds.Person(
                List.of(new Identifier("email", "ann@mail.example")), "The court of Utrecht"));
    assertThat(statement.requestId()).isEqualTo(holdId);
    assertThat(statement.stated())
        .isEqualTo(new Stated(Kind.HOLD, "Court case 4711 is pending", null));
    assertThat(DECIDED)
        .containsExactly(
            new DecisionRecord(
                holdId, holdId, statement.at(), "u-0815", new SubjectHoldPlaced(holdId)));
  }

  @Test
  void shouldMakeOneHoldOutOfARepeatAlsoAfterAnOutage() {
    // given
    String key = key();
    BROKEN.set(true);
    post("", OFFICER, key, BODY).expectStatus().isEqualTo(503);
    BROKEN.set(false);
    VERIFIER.away.set(true);
    post("", OFFICER, key, BODY).expectStatus().isEqualTo(503);
    VERIFIER.away.set(false);

    // when
    UUID first = placed(key);
    UUID second = placed(key);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(VERIFIER.holds).hasSize(1);
    assertThat(DECIDED).hasSize(2);
    assertThat(DECIDED.getFirst()).isEqualTo(DECIDED.getLast());
    problem(post("", OFFICER, key, BODY.replace("ann@", "bob@")), 422, "idempotency-key-reused");
  }

  @Test
  void shouldReleaseAHoldThatThereIs() {
    // given
    UUID holdId = UUID.randomUUID();
    VERIFIER.placed.add(
        new SubjectHolds.Hold(
            holdId,
            SubjectHolds.State.EFFECTIVE,
            "u-0815",
            NOW,
            null,
            List.of("email"),
            List.of()));
    String body = "{\"reasons\": \"Settled\"}";

    // when
    JsonNode decided = accepted(post("/" + holdId + "/release", OFFICER, key(), body));

    // then
    assertThat(decided.has("holdId")).isFalse();
    UUID decisionId = UUID.fromString(decided.path("decisionId").asString());
    assertThat(DECIDED)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.getDecisionId()).isEqualTo(decisionId);
              assertThat(record.getRequestId()).isEqualTo(holdId);
              assertThat(record.getPayload()).isEqualTo(new SubjectHoldReleased(holdId));
            });
    problem(post("/" + UUID.randomUUID() + "/release", OFFICER, key(), body), 404, "not-found");
    problem(post("/" + holdId + "/release", OFFICER, key(), "{}"), 422, "invalid-request");
  }

  @Test
  void shouldListHoldsWithWhatTheyDoToRequestsAndWithoutWhomTheyAreAbout() throws InvalidMessage {
    // given
    UUID holdId = UUID.randomUUID();
    UUID late = UUID.randomUUID();
    UUID stopped = UUID.randomUUID();
    VERIFIER.placed.add(
        new SubjectHolds.Hold(
            holdId,
            SubjectHolds.State.EFFECTIVE,
            "u-0815",
            NOW,
            null,
            List.of("email"),
            List.of(late, stopped)));
    intake
        .projection()
        .erasure(
            "dsar.erasure-events",
            new Keyed<>(
                late.toString(), new ErasureEventRecord(late, NOW, new HoldTooLate(holdId))));

    // then
    list(OFFICER)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"holds": [{"holdId": "%s", "state": "EFFECTIVE", "author": "u-0815",
                        "placedAt": "2026-11-27T10:00:00Z", "identifierTypes": ["email"],
                        "requests": [{"requestId": "%s", "state": "TOO_LATE"},
                                     {"requestId": "%s", "state": "PLACED"}]}]}
            """
                .formatted(holdId, late, stopped),
            JsonCompareMode.STRICT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"identifiers\": | 400 | malformed-request",
        "{\"reasons\": \"Court case\"} | 422 | invalid-request",
        "{\"identifiers\": [], \"reasons\": \"Court case\"} | 422 | invalid-request",
        "{\"identifiers\": [null], \"reasons\": \"Court case\"} | 422 | invalid-request",
        "{\"identifiers\": [{\"type\": \"mood\", \"value\": \"x\"}], \"reasons\": \"Court case\"}"
            + " | 422 | invalid-request",
        "{\"identifiers\": [{\"type\": \"email\", \"value\": \"Court case\"}],"
            + " \"reasons\": \"Court case\"} | 422 | invalid-request",
        "{\"identifiers\": [{\"type\": \"email\", \"value\": \"a@mail.example\"}]}"
            + " | 422 | invalid-request"
      })
  void shouldRefuseBadInputWithoutQuotingItAndHoldNobody(String body, int status, String problem) {
    problem(post("", OFFICER, key(), body), status, problem);
    assertThat(DECIDED).isEmpty();
    assertThat(VERIFIER.holds).isEmpty();
    assertThat(VERIFIER.statements).isEmpty();
  }

  private UUID placed(String key) {
    return UUID.fromString(accepted(post("", OFFICER, key, BODY)).path("holdId").asString());
  }

  private WebTestClient.ResponseSpec list(String token) {
    return intake
        .client()
        .get()
        .uri("/v1/operations/subject-holds")
        .headers(headers -> headers.setBearerAuth(token))
        .exchange();
  }

  private WebTestClient.ResponseSpec post(
      String path, @Nullable String token, String key, String body) {
    return intake
        .client()
        .post()
        .uri("/v1/operations/subject-holds" + path)
        .header("Idempotency-Key", key)
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }

  private static void problem(WebTestClient.ResponseSpec answer, int status, String type) {
    answer
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:habeas:problem:" + type)
        .consumeWith(
            body ->
                assertThat(new String(body.getResponseBodyContent(), UTF_8))
                    .doesNotContain("Court case")
                    .doesNotContain("mail.example"));
  }

  private static JsonNode accepted(WebTestClient.ResponseSpec answer) {
    JsonNode body =
        answer
            .expectStatus()
            .isAccepted()
            .expectBody(JsonNode.class)
            .returnResult()
            .getResponseBody();
    if (body == null) {
      throw new AssertionError("Expected a body but there is none");
    }
    return body;
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}
