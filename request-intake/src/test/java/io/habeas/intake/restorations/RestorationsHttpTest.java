package io.habeas.intake.restorations;

import static io.habeas.intake.WithoutKafka.BROKEN;
import static io.habeas.intake.WithoutKafka.DECIDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.StartedIntake;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.RestorationBegun;
import io.habeas.schemas.avro.StoreNotReplayed;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.StoreRestored;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Restorations over HTTP on the MongoDB stand-in, without Kafka and without a verifier. */
class RestorationsHttpTest {
  private static final Instant BACKUP = Instant.parse("2026-11-20T10:00:00Z");
  private static final String OFFICER = "u-0815/dpo";
  private static final String BODY = "{\"backupTime\": \"2026-11-20T11:00:00+01:00\"}";

  @RegisterExtension final StartedIntake intake = new StartedIntake();

  /** An erasure that a store was asked to carry out, and that was completed, if ever, then. */
  private UUID erased(String store, Instant asked, @Nullable Instant completed)
      throws InvalidMessage {
    UUID id = UUID.randomUUID();
    intake
        .projection()
        .ledger(
            "dsar.erasures",
            new Keyed<>(
                id.toString(),
                new ErasureEntry(
                    id,
                    asked,
                    ErasureGround.ART_17_1_A,
                    List.of(new LedgerLine(store, UUID.randomUUID(), asked)))));
    if (completed != null) {
      event(id, completed, new ErasureCompleted(Completion.ERASED_IN_FULL, List.of()));
    }
    return id;
  }

  private void event(UUID requestId, Instant at, Object payload) throws InvalidMessage {
    intake
        .projection()
        .erasure(
            "dsar.erasure-events",
            new Keyed<>(requestId.toString(), new ErasureEventRecord(requestId, at, payload)));
  }

  private void decided() throws InvalidMessage {
    for (DecisionRecord record : List.copyOf(DECIDED)) {
      intake
          .projection()
          .decision("dsar.decisions", new Keyed<>(record.getRequestId().toString(), record));
    }
  }

  @Test
  void shouldHaveErasedAgainWhatWasNotOverBeforeTheBackup() throws InvalidMessage {
    // given
    erased("accounts-db", BACKUP.minusSeconds(60), BACKUP.minusSeconds(1));
    erased("other", BACKUP.plusSeconds(1), BACKUP.plusSeconds(2));
    UUID after = erased("accounts-db", BACKUP.plusSeconds(1), BACKUP.plusSeconds(2));
    UUID across = erased("accounts-db", BACKUP.minusSeconds(60), BACKUP.plusSeconds(1));
    UUID underWay = erased("accounts-db", BACKUP.minusSeconds(60), null);
    UUID replayedSince = erased("accounts-db", BACKUP.minusSeconds(60), BACKUP.minusSeconds(9));
    event(
        replayedSince, BACKUP.plusSeconds(5), new StoreReplayed(UUID.randomUUID(), "accounts-db"));

    // when
    JsonNode begun = accepted(post("accounts-db", OFFICER, key(), BODY));

    // then
    UUID restoration = UUID.fromString(begun.path("restorationId").asString());
    assertThat(begun.path("requests").asInt()).isEqualTo(4);
    assertThat(DECIDED.getFirst().getRequestId()).isEqualTo(restoration);
    assertThat(DECIDED.getFirst().getPayload())
        .isEqualTo(new RestorationBegun("accounts-db", BACKUP, 4));
    assertThat(DECIDED.subList(1, 5))
        .allSatisfy(
            record -> {
              assertThat(record.getPayload())
                  .isEqualTo(new StoreRestored(restoration, "accounts-db"));
              assertThat(record.getAuthor()).isEqualTo("u-0815");
            })
        .extracting(DecisionRecord::getRequestId)
        .containsExactlyInAnyOrder(after, across, underWay, replayedSince);
  }

  @Test
  void shouldBeFitOnlyOnceEverythingIsErasedAgain() throws InvalidMessage {
    // given
    UUID one = erased("accounts-db", BACKUP.plusSeconds(1), BACKUP.plusSeconds(2));
    UUID two = erased("accounts-db", BACKUP.plusSeconds(1), BACKUP.plusSeconds(2));
    JsonNode begun = accepted(post("accounts-db", OFFICER, key(), BODY));
    UUID restoration = UUID.fromString(begun.path("restorationId").asString());
    find(restoration).expectStatus().isNotFound();
    decided();
    event(one, BACKUP.plusSeconds(9), new StoreReplayed(restoration, "accounts-db"));

    // then
    shouldBe(restoration, "1", "[\"%s\"]".formatted(two), "[]", false);
    event(two, BACKUP.plusSeconds(9), new StoreNotReplayed(restoration, "accounts-db"));
    shouldBe(restoration, "1", "[]", "[\"%s\"]".formatted(two), false);
    event(two, BACKUP.plusSeconds(10), new StoreReplayed(restoration, "accounts-db"));
    shouldBe(restoration, "2", "[]", "[]", true);
  }

  private void shouldBe(
      UUID restoration, String replayed, String waiting, String notReplayable, boolean fit) {
    find(restoration)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"restorationId": "%s", "participant": "accounts-db",
             "backupTime": "2026-11-20T10:00:00Z", "requests": 2, "replayed": %s,
             "waiting": %s, "notReplayable": %s, "fit": %s}
            """
                .formatted(restoration, replayed, waiting, notReplayable, fit),
            JsonCompareMode.STRICT);
  }

  @Test
  void shouldBeFitAtOnceWhereNothingWasErasedSince() throws InvalidMessage {
    // when
    JsonNode begun = accepted(post("accounts-db", OFFICER, key(), BODY));
    decided();

    // then
    find(UUID.fromString(begun.path("restorationId").asString()))
        .expectBody()
        .jsonPath("$.fit")
        .isEqualTo(true);
  }

  @Test
  void shouldDecideTheSameWhenItIsSaidAgain() throws InvalidMessage {
    // given
    erased("accounts-db", BACKUP.plusSeconds(1), BACKUP.plusSeconds(2));
    String key = key();
    BROKEN.set(true);
    post("accounts-db", OFFICER, key, BODY).expectStatus().isEqualTo(503);
    BROKEN.set(false);

    // when
    JsonNode first = accepted(post("accounts-db", OFFICER, key, BODY));
    JsonNode second = accepted(post("accounts-db", OFFICER, key, BODY));

    // then
    assertThat(second).isEqualTo(first);
    assertThat(DECIDED)
        .extracting(DecisionRecord::getDecisionId)
        .hasSize(4)
        .containsExactly(
            DECIDED.get(0).getDecisionId(),
            DECIDED.get(1).getDecisionId(),
            DECIDED.get(0).getDecisionId(),
            DECIDED.get(1).getDecisionId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"backupTime\": \"yesterday\"}",
        "{\"backupTime\": \"2026-11-20T11:00:00\"}",
        "{\"backupTime\": \"2999-11-20T11:00:00Z\"}"
      })
  void shouldNotGuessFromWhenTheBackupIs(String body) {
    post("accounts-db", OFFICER, key(), body).expectStatus().isEqualTo(422);
    assertThat(DECIDED).isEmpty();
  }

  @Test
  void shouldLetNobodyDecideButTheDataProtectionOfficerAndKnowItsStores() {
    post("accounts-db", null, key(), BODY).expectStatus().isUnauthorized();
    post("accounts-db", "u-0815/operator", key(), BODY).expectStatus().isForbidden();
    post("nobody", OFFICER, key(), BODY).expectStatus().isNotFound();
    post("accounts-db", OFFICER, "short", BODY).expectStatus().isBadRequest();
    assertThat(DECIDED).isEmpty();
  }

  private WebTestClient.ResponseSpec find(UUID restoration) {
    return intake
        .client()
        .get()
        .uri("/v1/operations/restorations/" + restoration)
        .headers(headers -> headers.setBearerAuth(OFFICER))
        .exchange();
  }

  private WebTestClient.ResponseSpec post(
      String store, @Nullable String token, String key, String body) {
    return intake
        .client()
        .post()
        .uri("/v1/operations/stores/" + store + "/restorations")
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
