package io.habeas.intake.decisions;

import static io.habeas.intake.WithoutKafka.BROKEN;
import static io.habeas.intake.WithoutKafka.STORES_HELD;
import static io.habeas.intake.WithoutKafka.VERIFIER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.RecordingVault.Statement;
import io.habeas.intake.StartedIntake;
import io.habeas.intake.decisions.Reasons.Kind;
import io.habeas.intake.decisions.Reasons.Stated;
import io.habeas.intake.view.StoreHolds;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import io.habeas.schemas.avro.StoreHoldPlaced;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.schemas.avro.StoreHoldReleased;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Holds on whole stores over HTTP, without Kafka and without a verifier. */
class StoreHoldsHttpTest {
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final String OFFICER = "u-0815/dpo";
  private static final String WHY = "Court case 4711 is pending";
  private static final String PLACE =
      "{\"participant\": \"accounts-db\", \"reasons\": \"%s\"}".formatted(WHY);
  private static final int PARTITIONS = Topics.STORE_HOLDS.partitions();

  @RegisterExtension final StartedIntake intake = new StartedIntake();

  @Test
  void shouldLetNobodyDecideButTheDataProtectionOfficer() {
    String release = "/" + UUID.randomUUID() + "/release";
    for (String path : List.of("", release)) {
      post(path, null, key(), PLACE).expectStatus().isUnauthorized();
      for (String role : List.of("operator", "intake", "participant")) {
        post(path, "u-0815/" + role, key(), PLACE).expectStatus().isForbidden();
      }
    }
    get("u-0815/participant").expectStatus().isForbidden();
    get("u-0815/operator").expectStatus().isOk();
    assertThat(STORES_HELD).isEmpty();
    assertThat(VERIFIER.statements).isEmpty();
  }

  @Test
  void shouldHoldAStoreWithReasonsThatAreInTheVaultBefore() {
    // when
    JsonNode decided =
        accepted(
            post(
                "",
                OFFICER,
                key(),
                "{\"participant\": \"accounts-db\", \"collection\": \"payments\", \"reasons\": \"%s\"}"
                    .formatted(WHY)));

    // then
    UUID hold = UUID.fromString(decided.path("holdId").asString());
    assertThat(decided.path("decisionId").asString()).isEqualTo(hold.toString());
    Statement kept = statement(hold);
    assertThat(kept.requestId()).isEqualTo(hold);
    assertThat(kept.stated()).isEqualTo(new Stated(Kind.HOLD, WHY, null));
    assertThat(STORES_HELD)
        .containsExactly(
            new StoreHoldRecord(
                hold, "accounts-db", "payments", kept.at(), "u-0815", new StoreHoldPlaced()));
  }

  @Test
  void shouldMakeTheSameDecisionForTheSameKeyAndCompleteOneThatBrokeOff() {
    // given
    String key = key();
    BROKEN.set(true);
    post("", OFFICER, key, PLACE).expectStatus().isEqualTo(503);
    BROKEN.set(false);

    // when
    JsonNode one = accepted(post("", OFFICER, key, PLACE));
    JsonNode again = accepted(post("", OFFICER, key, PLACE));

    // then
    assertThat(again).isEqualTo(one);
    assertThat(STORES_HELD).hasSize(2);
    assertThat(STORES_HELD.getFirst()).isEqualTo(STORES_HELD.getLast());
    problem(post("", OFFICER, key, PLACE.replace("4711", "4712")), 422, "idempotency-key-reused");
  }

  @Test
  void shouldSayThatItIsInForceOnceAllPartitionsSaySo() throws InvalidMessage {
    // given
    UUID hold = UUID.randomUUID();
    event(hold, 0, new StoreHoldInForce(2L));
    assertThat(hold(hold).isMissingNode()).as("an event that overtook its decision").isTrue();
    decision(hold, new StoreHoldPlaced());

    // then
    shows(hold, "PLACED", 1, 2);

    // when
    for (int partition = 1; partition < PARTITIONS; partition++) {
      event(hold, partition, new StoreHoldInForce(1L));
      event(hold, partition, new StoreHoldInForce(1L));
    }
    // then
    shows(hold, "EFFECTIVE", PARTITIONS, 2 + PARTITIONS - 1);

    // when
    JsonNode released = accepted(post("/" + hold + "/release", OFFICER, key(), PLACE));
    UUID decision = UUID.fromString(released.path("decisionId").asString());
    assertThat(statement(decision).stated().kind()).isEqualTo(Kind.RELEASE);
    assertThat(STORES_HELD)
        .extracting(StoreHoldRecord::getPayload)
        .containsExactly(new StoreHoldReleased(decision));
    decision(hold, new StoreHoldReleased(decision));
    event(hold, 0, new StoreHoldEnded());
    // then
    shows(hold, "RELEASING", PARTITIONS - 1, 2 + PARTITIONS - 1);

    // when
    for (int partition = 1; partition < PARTITIONS; partition++) {
      event(hold, partition, new StoreHoldEnded());
    }
    decision(hold, new StoreHoldPlaced());
    // then
    shows(hold, "ENDED", 0, 2 + PARTITIONS - 1);
    assertThat(hold(hold).path("releasedBy").asString()).isEqualTo("u-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"participant\": \"nobody\", \"reasons\": \"Court case\"} | 422 | invalid-request",
        "{\"reasons\": \"Court case\"} | 422 | invalid-request",
        "{\"participant\": \"accounts-db\"} | 422 | invalid-request",
        "{\"participant\": \"accounts-db\", \"collection\": \"ada@mail.example\","
            + " \"reasons\": \"Court case\"} | 422 | invalid-request",
        "Court case | 400 | malformed-request"
      })
  void shouldRefuseBadInputWithoutQuotingIt(String body, int status, String type) {
    problem(post("", OFFICER, key(), body), status, type);
    assertThat(STORES_HELD).isEmpty();
    assertThat(VERIFIER.statements).isEmpty();
  }

  @Test
  void shouldDecideNothingWithoutAKeyOrUnderANameOrOnAHoldThatIsNotThere() {
    problem(post("", OFFICER, "short", PLACE), 400, "idempotency-key-required");
    problem(post("", "ada~mail.example/dpo", key(), PLACE), 403, "unusable-author");
    problem(post("/" + UUID.randomUUID() + "/release", OFFICER, key(), PLACE), 404, "not-found");
    assertThat(STORES_HELD).isEmpty();
    assertThat(VERIFIER.statements).isEmpty();
  }

  private static Statement statement(UUID decisionId) {
    Statement statement = VERIFIER.statements.get(decisionId);
    if (statement == null) {
      throw new AssertionError("Expected reasons under the decision's id but there are none");
    }
    return statement;
  }

  private void shows(UUID hold, String state, int inForceIn, int tooLate) {
    JsonNode shown = hold(hold);
    assertThat(shown.path("participant").asString()).isEqualTo("accounts-db");
    assertThat(shown.path("state").asString()).isEqualTo(state);
    assertThat(shown.path("partitions").asInt()).isEqualTo(PARTITIONS);
    assertThat(shown.path("inForceIn").asInt()).isEqualTo(inForceIn);
    assertThat(shown.path("tooLate").asInt()).isEqualTo(tooLate);
    assertThat(shown.path("author").asString()).isEqualTo("u-1");
    assertThat(Instant.parse(shown.path("placedAt").asString())).isEqualTo(NOW);
  }

  /** As it is listed; a missing node if it is not. */
  private JsonNode hold(UUID id) {
    JsonNode all =
        get(OFFICER)
            .expectStatus()
            .isOk()
            .expectBody(JsonNode.class)
            .returnResult()
            .getResponseBody();
    if (all == null) {
      throw new AssertionError("Expected a body but there is none");
    }
    for (JsonNode one : all.path("holds")) {
      if (one.path("holdId").asString().equals(id.toString())) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  private StoreHolds holds() {
    return intake.bean(StoreHolds.class);
  }

  private void decision(UUID hold, SpecificRecord payload) throws InvalidMessage {
    holds()
        .decided(
            "dsar.store-holds",
            new Keyed<>(
                hold.toString(),
                new StoreHoldRecord(hold, "accounts-db", null, NOW, "u-1", payload)));
  }

  private void event(UUID hold, int partition, SpecificRecord payload) throws InvalidMessage {
    holds()
        .event(
            "dsar.store-hold-events",
            new Keyed<>(
                hold + ":" + partition, new StoreHoldEventRecord(hold, NOW, partition, payload)));
  }

  private WebTestClient.ResponseSpec post(
      String path, @Nullable String token, String key, String body) {
    return intake
        .client()
        .post()
        .uri("/v1/operations/store-holds" + path)
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

  private WebTestClient.ResponseSpec get(String token) {
    return intake
        .client()
        .get()
        .uri("/v1/operations/store-holds")
        .headers(headers -> headers.setBearerAuth(token))
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
