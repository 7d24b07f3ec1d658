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
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.PlannedStore;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RestrictionEndDecided;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.Right;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Decisions over HTTP on the MongoDB stand-in, without Kafka and without a verifier. */
class DecisionsHttpTest {
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  private static final LocalDate DUE = LocalDate.parse("2026-12-27");
  private static final String OFFICER = "u-0815/dpo";
  private static final String WHY = "Court case 4711 is pending";

  @RegisterExtension final StartedIntake intake = new StartedIntake();

  private final UUID erasure = UUID.randomUUID();
  private final UUID access = UUID.randomUUID();

  @BeforeEach
  void register() throws InvalidMessage {
    for (UUID id : List.of(erasure, access)) {
      registered(id, id.equals(erasure) ? Right.ERASURE : Right.ACCESS);
    }
  }

  private void registered(UUID id, Right right) throws InvalidMessage {
    intake
        .projection()
        .request(
            "dsar.requests",
            new Keyed<>(
                id.toString(),
                new RequestRecord(
                    id, NOW, new RequestRegistered(right, Channel.WEB, NOW, DUE, DUE, DUE))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refusal", "holds", "holds/%s/release", "outcomes"})
  void shouldLetNobodyDecideButTheDataProtectionOfficer(String path) {
    String uri = path.formatted(UUID.randomUUID());
    String body =
        """
        {"ground": "LEGAL_CLAIMS", "participant": "accounts-db", "outcome": "ERASED", "reasons": "x"}\
        """;
    post(erasure, uri, null, key(), body).expectStatus().isUnauthorized();
    for (String role : List.of("operator", "intake", "participant")) {
      post(erasure, uri, "u-0815/" + role, key(), body).expectStatus().isForbidden();
    }
    assertThat(DECIDED).isEmpty();
    assertThat(VERIFIER.statements).isEmpty();
    post(erasure, uri, OFFICER, key(), body).expectStatus().isAccepted();
  }

  @Test
  void shouldApproveOfThePlanThatIsShownAndOfNoOther() throws InvalidMessage {
    // given
    UUID request = UUID.randomUUID();
    registered(request, Right.ERASURE);
    intake
        .projection()
        .request(
            "dsar.requests",
            new Keyed<>(
                request.toString(),
                new RequestRecord(
                    request,
                    NOW,
                    new RequestAccepted(
                        Right.ERASURE,
                        List.of("email"),
                        ErasureGround.ART_17_1_A,
                        DUE,
                        List.of()))));
    intake
        .projection()
        .erasure(
            "dsar.erasure-events",
            new Keyed<>(
                request.toString(),
                new ErasureEventRecord(
                    request,
                    NOW,
                    new ErasurePlanned(
                        2,
                        true,
                        List.of(
                            new PlannedStore(
                                "accounts-db",
                                List.of(new CollectionCount("payments", 7_000L)),
                                List.of(),
                                List.of()))))));
    String body = "{\"reasons\": \"" + WHY + "\"}";

    // when
    post(request, "plans/1/approval", OFFICER, key(), body).expectStatus().isEqualTo(409);

    // then
    assertThat(DECIDED).isEmpty();

    // when
    post(request, "plans/2/approval", OFFICER, key(), body).expectStatus().isAccepted();

    // then
    assertThat(DECIDED)
        .singleElement()
        .satisfies(decision -> assertThat(decision.getPayload()).isEqualTo(new PlanApproved(2)));
    assertThat(VERIFIER.statements.values())
        .extracting(Statement::stated)
        .containsExactly(new Stated(Kind.APPROVAL, WHY, null));
    post(access, "plans/1/approval", OFFICER, key(), body).expectStatus().isEqualTo(422);
  }

  @Test
  void shouldHoldWhatRestedOnAWithdrawnConsentAndRefuseNothingOfIt_L27() throws InvalidMessage {
    // given
    UUID withdrawal = UUID.randomUUID();
    registered(withdrawal, Right.CONSENT_WITHDRAWAL);
    String body =
        """
        {"ground": "EXCESSIVE", "participant": "accounts-db", "outcome": "ERASED", "reasons": "x"}\
        """;
    for (String path : List.of("holds", "outcomes", "refusal")) {
      post(withdrawal, path, OFFICER, key(), body).expectStatus().isEqualTo(422);
    }

    // when something rests on it
    intake
        .projection()
        .erasure(
            "dsar.erasure-events",
            new Keyed<>(
                withdrawal.toString(),
                new ErasureEventRecord(
                    withdrawal,
                    NOW,
                    new ProcessingStopped(
                        List.of("newsletter"), List.of("accounts-db"), List.of("accounts-db")))));
    post(withdrawal, "holds", OFFICER, key(), body).expectStatus().isAccepted();
    post(withdrawal, "outcomes", OFFICER, key(), body).expectStatus().isEqualTo(422);

    // when it is to be erased
    intake
        .projection()
        .request(
            "dsar.requests",
            new Keyed<>(
                withdrawal.toString(),
                new RequestRecord(
                    withdrawal,
                    NOW,
                    new ConsentErasureAccepted(
                        List.of("newsletter"), List.of("accounts-db"), List.of("email"), DUE))));
    post(withdrawal, "outcomes", OFFICER, key(), body).expectStatus().isAccepted();
    post(withdrawal, "refusal", OFFICER, key(), body).expectStatus().isEqualTo(422);
  }

  @Test
  void shouldRefuseWithReasonsThatAreInTheVaultBeforeTheDecisionIsKnown_L12() {
    // when
    JsonNode decided =
        accepted(
            post(
                erasure,
                "refusal",
                OFFICER,
                key(),
                "{\"ground\": \"LEGAL_CLAIMS\", \"reasons\": \" %s\\r\\nin Utrecht \"}"
                    .formatted(WHY)));

    // then
    UUID id = UUID.fromString(decided.path("decisionId").asString());
    assertThat(decided.has("holdId")).isFalse();
    Statement kept = statement(id);
    assertThat(kept.requestId()).isEqualTo(erasure);
    assertThat(kept.stated()).isEqualTo(new Stated(Kind.REFUSAL, WHY + "\nin Utrecht", null));
    assertThat(DECIDED)
        .containsExactly(
            new DecisionRecord(
                id, erasure, kept.at(), "u-0815", new RefusalDecided(RefusalGround.LEGAL_CLAIMS)));
  }

  @Test
  void shouldPlaceAndReleaseHolds() {
    // when
    JsonNode one =
        accepted(post(erasure, "holds", OFFICER, key(), "{\"reasons\": \"%s\"}".formatted(WHY)));
    String holdId = one.path("holdId").asString();
    accepted(
        post(
            erasure,
            "holds",
            OFFICER,
            key(),
            "{\"participant\": \"accounts-db\", \"reasons\": \"%s\"}".formatted(WHY)));
    accepted(
        post(
            erasure, "holds/" + holdId + "/release", OFFICER, key(), "{\"reasons\": \"Settled\"}"));

    // then
    UUID hold = UUID.fromString(holdId);
    UUID other = DECIDED.get(1).getDecisionId();
    assertThat(DECIDED)
        .extracting(DecisionRecord::getPayload)
        .containsExactly(
            new HoldPlaced(hold, null),
            new HoldPlaced(other, "accounts-db"),
            new HoldReleased(hold));
    assertThat(VERIFIER.statements.values())
        .extracting(kept -> kept.stated().kind())
        .containsExactlyInAnyOrder(Kind.HOLD, Kind.HOLD, Kind.RELEASE);
  }

  @Test
  void shouldVouchForAStoreWithEvidence() {
    // when
    JsonNode decided =
        accepted(
            post(
                erasure,
                "outcomes",
                OFFICER,
                key(),
                """
                {"participant": "accounts-db", "outcome": "NOTHING_HELD",
                 "reasons": "Looked by hand", "evidence": "ticket 7"}\
                """));

    // then
    assertThat(statement(UUID.fromString(decided.path("decisionId").asString())).stated())
        .isEqualTo(new Stated(Kind.OUTCOME, "Looked by hand", "ticket 7"));
    assertThat(DECIDED)
        .extracting(DecisionRecord::getPayload)
        .containsExactly(new OutcomeDecided("accounts-db", DecidedOutcome.NOTHING_HELD));
  }

  @Test
  void shouldMakeOneDecisionOutOfARepeatAndRefuseAnotherBodyUnderTheSameKey() {
    // given
    String key = key();
    JsonNode first =
        accepted(post(erasure, "holds", OFFICER, key, "{\"reasons\": \"%s\"}".formatted(WHY)));

    // when
    JsonNode repeat =
        accepted(post(erasure, "holds", OFFICER, key, "{\"reasons\":\"%s \"}".formatted(WHY)));

    // then
    assertThat(repeat).isEqualTo(first);
    assertThat(DECIDED.stream().distinct()).hasSize(1);
    for (String other :
        List.of(
            "{\"reasons\": \"Something else\"}",
            "{\"participant\": \"accounts-db\", \"reasons\": \"%s\"}".formatted(WHY))) {
      problem(post(erasure, "holds", OFFICER, key, other), 422, "idempotency-key-reused");
    }
    assertThat(accepted(post(erasure, "holds", "u-0816/dpo", key, "{\"reasons\": \"Mine\"}")))
        .isNotEqualTo(first);
  }

  @Test
  void shouldMakeTheVerySameDecisionAfterTheVaultOrTheBrokerWasAway() {
    // given
    String key = key();
    String body = "{\"reasons\": \"%s\"}".formatted(WHY);
    VERIFIER.away.set(true);
    problem(post(erasure, "holds", OFFICER, key, body), 503, "temporarily-unavailable");
    VERIFIER.away.set(false);
    BROKEN.set(true);
    problem(post(erasure, "holds", OFFICER, key, body), 503, "temporarily-unavailable");
    assertThat(DECIDED).isEmpty();
    BROKEN.set(false);

    // when
    accepted(post(erasure, "holds", OFFICER, key, body));
    accepted(post(erasure, "holds", OFFICER, key, body));

    // then
    assertThat(VERIFIER.statements).hasSize(1);
    assertThat(DECIDED).hasSize(2);
    assertThat(DECIDED.getFirst()).isEqualTo(DECIDED.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "refusal | {\"reasons\": | 400 | malformed-request",
        "refusal | {\"ground\": \"LEGAL_CLAIMS\"} | 422 | invalid-request",
        "refusal | {\"ground\": \"LEGAL_CLAIMS\", \"reasons\": \"  \"} | 422 | invalid-request",
        "refusal | {\"reasons\": \"Court case\"} | 422 | invalid-request",
        "refusal | {\"ground\": \"MOOD\", \"reasons\": \"Court case\"} | 422 | invalid-request",
        "refusal | {\"ground\": \"IDENTITY_NOT_ESTABLISHED\", \"reasons\": \"Court case\"}"
            + " | 422 | invalid-request",
        "refusal | {\"ground\": \"LEGAL_CLAIMS\", \"reasons\": \"Court\\u0000case\"}"
            + " | 422 | invalid-request",
        "holds | {} | 422 | invalid-request",
        "holds | {\"participant\": \"nobody\", \"reasons\": \"Court case\"}"
            + " | 422 | invalid-request",
        "holds/x/release | {\"reasons\": \"Court case\"} | 400 | malformed-request",
        "outcomes | {\"outcome\": \"ERASED\", \"reasons\": \"Court case\"}"
            + " | 422 | invalid-request",
        "outcomes | {\"participant\": \"accounts-db\", \"outcome\": \"LOST\","
            + " \"reasons\": \"Court case\"} | 422 | invalid-request"
      })
  void shouldRefuseBadInputWithoutQuotingItAndDecideNothing(
      String path, String body, int status, String problem) {
    problem(post(erasure, path, OFFICER, key(), body), status, problem);
    assertThat(DECIDED).isEmpty();
    assertThat(VERIFIER.statements).isEmpty();
  }

  @Test
  void shouldNameWhatIsWrong() {
    post(erasure, "outcomes", OFFICER, key(), "{\"evidence\": \"%s\"}".formatted("e".repeat(1001)))
        .expectBody()
        .jsonPath("$.errors[*].pointer")
        .value(
            List.class,
            pointers ->
                assertThat(pointers.toString())
                    .contains("#/participant", "#/outcome", "#/reasons", "#/evidence"));
    post(erasure, "holds", OFFICER, key(), "{\"reasons\": \"%s\"}".formatted("r".repeat(4001)))
        .expectBody()
        .jsonPath("$.errors[0].code")
        .isEqualTo("longer-than-4000");
    accepted(
        post(
            erasure, "holds", OFFICER, key(), "{\"reasons\": \"%s\"}".formatted("r".repeat(4000))));
  }

  @Test
  void shouldDecideNothingWithoutAKeyOrOnARequestThatIsNotThereOrUnderAName() {
    String body = "{\"reasons\": \"%s\"}".formatted(WHY);
    problem(post(erasure, "holds", OFFICER, "short", body), 400, "idempotency-key-required");
    problem(post(UUID.randomUUID(), "holds", OFFICER, key(), body), 404, "not-found");
    for (String author : List.of("ada~mail.example", "Ada+Lovelace", "a".repeat(97))) {
      problem(post(erasure, "holds", author + "/dpo", key(), body), 403, "unusable-author");
    }
    assertThat(DECIDED).isEmpty();
    assertThat(VERIFIER.statements).isEmpty();
  }

  @Test
  void shouldKnowWhatCanBeDecidedOfAnAccess() {
    String body = "{\"participant\": \"accounts-db\", \"outcome\": \"ERASED\", \"reasons\": \"x\"}";
    for (String path : List.of("holds", "holds/" + UUID.randomUUID() + "/release", "outcomes")) {
      problem(post(access, path, OFFICER, key(), body), 422, "not-applicable");
    }
    String refusal = "{\"ground\": \"%s\", \"reasons\": \"The hundredth this week\"}";
    problem(
        post(access, "refusal", OFFICER, key(), refusal.formatted("LEGAL_CLAIMS")),
        422,
        "invalid-request");
    accepted(post(access, "refusal", OFFICER, key(), refusal.formatted("EXCESSIVE")));
  }

  private static Statement statement(UUID decisionId) {
    Statement statement = VERIFIER.statements.get(decisionId);
    if (statement == null) {
      throw new AssertionError("Expected reasons under the decision's id but there are none");
    }
    return statement;
  }

  private WebTestClient.ResponseSpec post(
      UUID requestId, String path, @Nullable String token, String key, String body) {
    return intake
        .client()
        .post()
        .uri("/v1/operations/requests/" + requestId + "/" + path)
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
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
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

  @Test
  void shouldDecideAboutARestrictionOnlyWhatStandsAndWasTold_L24() throws InvalidMessage {
    // given
    UUID restriction = registered(Right.RESTRICTION);
    UUID objection = registered(Right.OBJECTION);
    String body = "{\"reasons\": \"It is settled.\"}";
    post(restriction, "restriction-end", OFFICER, key(), body).expectStatus().isEqualTo(422);
    post(objection, "objection-upheld", OFFICER, key(), body).expectStatus().isEqualTo(422);
    assertThat(DECIDED).isEmpty();

    // when
    project(restriction, new RestrictionInForce());
    project(objection, new RestrictionInForce());

    // then
    post(restriction, "objection-upheld", OFFICER, key(), body).expectStatus().isEqualTo(422);
    post(objection, "restriction-end", OFFICER, key(), body).expectStatus().isEqualTo(422);
    post(erasure, "restriction-end", OFFICER, key(), body).expectStatus().isEqualTo(422);
    post(objection, "objection-upheld", "u-1/operator", key(), body).expectStatus().isForbidden();
    post(restriction, "restriction-end", OFFICER, key(), "{}").expectStatus().isEqualTo(422);
    assertThat(DECIDED).isEmpty();
    accepted(post(restriction, "restriction-end", OFFICER, key(), body));
    accepted(post(objection, "objection-upheld", OFFICER, key(), body));
    assertThat(DECIDED)
        .extracting(DecisionRecord::getPayload)
        .containsExactly(new RestrictionEndDecided(), new ObjectionUpheld());
    assertThat(VERIFIER.statements.values())
        .extracting(kept -> kept.stated().kind())
        .containsExactlyInAnyOrder(Kind.RESTRICTION_END, Kind.OBJECTION);
  }

  @Test
  void shouldRecordWhyARecipientNeedNotBeTold_L22() {
    String body = "{\"finding\": \"%s\", \"reasons\": \"It was wound up in May.\"}";
    String known = "recipients/newsletter";
    post(erasure, known, "u-1/operator", key(), body.formatted("IMPOSSIBLE"))
        .expectStatus()
        .isForbidden();
    post(erasure, known, OFFICER, key(), body.formatted("TOO_LATE")).expectStatus().isEqualTo(422);
    post(erasure, known, OFFICER, key(), "{\"finding\": \"IMPOSSIBLE\"}")
        .expectStatus()
        .isEqualTo(422);
    post(erasure, "recipients/nobody", OFFICER, key(), body.formatted("IMPOSSIBLE"))
        .expectStatus()
        .isEqualTo(422);
    assertThat(DECIDED).isEmpty();

    accepted(post(erasure, known, OFFICER, key(), body.formatted("IMPOSSIBLE")));

    assertThat(DECIDED)
        .extracting(DecisionRecord::getPayload)
        .containsExactly(new RecipientDecided("newsletter", RecipientFinding.IMPOSSIBLE));
    assertThat(VERIFIER.statements.values())
        .extracting(kept -> kept.stated().kind())
        .containsExactly(Kind.RECIPIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "RECTIFICATION, DATA_ACCURATE, COMPELLING_GROUNDS",
    "OBJECTION, COMPELLING_GROUNDS, DATA_ACCURATE",
    "RESTRICTION, EXCESSIVE, COMPELLING_GROUNDS",
    "ERASURE, LEGAL_CLAIMS, DATA_ACCURATE"
  })
  void shouldRefuseEachRightOnItsOwnGroundsAlone(Right right, String ground, String other)
      throws InvalidMessage {
    UUID id = registered(right);
    String body = "{\"ground\": \"%s\", \"reasons\": \"x\"}";

    post(id, "refusal", OFFICER, key(), body.formatted(other)).expectStatus().isEqualTo(422);
    accepted(post(id, "refusal", OFFICER, key(), body.formatted(ground)));
  }

  private UUID registered(Right right) throws InvalidMessage {
    UUID id = UUID.randomUUID();
    project(id, new RequestRegistered(right, Channel.WEB, NOW, DUE, DUE, DUE));
    return id;
  }

  private void project(UUID id, Object payload) throws InvalidMessage {
    intake
        .projection()
        .request("dsar.requests", new Keyed<>(id.toString(), new RequestRecord(id, NOW, payload)));
  }
}
