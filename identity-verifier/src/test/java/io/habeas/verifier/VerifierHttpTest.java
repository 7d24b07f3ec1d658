package io.habeas.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.chassis.controller.Controller;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.CanaryBegun;
import io.habeas.schemas.avro.CanaryOver;
import io.habeas.schemas.avro.CanaryRecord;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.EraseExpired;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IdentityRejected;
import io.habeas.schemas.avro.IdentityRejection;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.LetterChannel;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientTold;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RectifyRecords;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.ReplayGranted;
import io.habeas.schemas.avro.ReplayRefused;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.SeedSubject;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import io.habeas.schemas.avro.WithdrawalWished;
import io.habeas.verifier.canaries.Canaries;
import io.habeas.verifier.canaries.CanaryHandler;
import io.habeas.verifier.canaries.MadeUpIdentifiers;
import io.habeas.verifier.challenge.ArrivalHandler;
import io.habeas.verifier.challenge.ProofOfIdentity;
import io.habeas.verifier.claims.DeclarationHandler;
import io.habeas.verifier.claims.Declarations;
import io.habeas.verifier.claims.IssuedTasks;
import io.habeas.verifier.claims.TaskHandler;
import io.habeas.verifier.closing.Forgetting;
import io.habeas.verifier.closing.RequestLifeHandler;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.letters.NoticeOutcomeHandler;
import io.habeas.verifier.recipients.RecipientHandler;
import io.habeas.verifier.recipients.RecipientNotices;
import io.habeas.verifier.register.RequestLives;
import io.habeas.verifier.replays.Replays;
import io.habeas.verifier.vault.SealedEntries;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.Vault;
import io.habeas.verifier.vault.VaultKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The service over HTTP with the chassis' security, on the MongoDB stand-in; what arrives on topics
 * is handed to its handlers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerifierHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String INTAKE = "request-intake/intake";
  private static final String STORE = "accounts-client/participant";
  private static final String OTHER_STORE = "billing-client/participant";
  private static final String SUBSCRIBERS = "subscribers-client/participant";
  private static final String NOTIFIER = "notifier/notifier";

  private final StandInMongo mongo = new StandInMongo();
  private @Nullable ConfigurableApplicationContext started;
  private @Nullable WebTestClient client;

  /**
   * The service without its connection to Kafka, and an issuer whose tokens read {@code
   * client/role}.
   */
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import(VerifierConfiguration.class)
  @ComponentScan(
      basePackages = "io.habeas.verifier",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = RestController.class))
  static class WithoutKafka {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    MeterRegistry meterRegistry() {
      return new SimpleMeterRegistry();
    }

    @Bean
    RecordingAnnouncements announcements() {
      return new RecordingAnnouncements();
    }

    @Bean
    ReactiveJwtDecoder issuer() {
      return token ->
          Mono.just(
              Jwt.withTokenValue(token)
                  .header("alg", "none")
                  .subject("subject")
                  .claim("client_id", token.substring(0, token.indexOf('/')))
                  .claim("roles", List.of(token.substring(token.indexOf('/') + 1)))
                  .build());
    }
  }

  @BeforeAll
  void start() throws IOException {
    Path keys = Files.createTempDirectory("verifier").resolve("vault-keys.json");
    VaultKeys.generate(keys);
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(WithoutKafka.class)
            .properties(
                Map.ofEntries(
                    Map.entry("spring.config.name", "identity-verifier"),
                    Map.entry("spring.main.web-application-type", "reactive")))
            .run(
                "--server.port=0",
                "--spring.mongodb.uri=" + mongo.uri(),
                "--habeas.identity-verifier.database=" + mongo.databaseName(),
                "--habeas.identity-verifier.vault.keys=" + keys,
                "--spring.config.import=file:../deploy/sample/anypromt/controller.yml",
                "--habeas.controller.name=ANYPROMT",
                "--habeas.controller.contact=dpo@example.org",
                "--habeas.controller.country=NL",
                "--habeas.controller.zone=Europe/Amsterdam",
                "--habeas.controller.authority.name=AP",
                "--habeas.controller.authority.website=https://example.org",
                "--habeas.controller.participants[0].name=accounts-db",
                "--habeas.controller.participants[0].client-id=accounts-client",
                "--habeas.controller.participants[0].identifier-types=email,account_id",
                "--habeas.controller.participants[1].name=billing",
                "--habeas.controller.participants[1].client-id=billing-client",
                "--habeas.controller.participants[1].identifier-types=account_id",
                "--habeas.controller.participants[2].name=subscribers",
                "--habeas.controller.participants[2].client-id=subscribers-client",
                "--habeas.controller.participants[2].identifier-types=email",
                "--habeas.controller.participants[2].consents=newsletter");
    started = context;
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    client =
        WebTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + port)
            .responseTimeout(PATIENCE)
            .build();
    declare("accounts-db", List.of("email", "account_id", "phone"), List.of("account_id", "phone"));
    declare("billing", List.of("account_id"), List.of("customer_id"));
  }

  @AfterAll
  void stop() {
    context().close();
    mongo.close();
  }

  private ConfigurableApplicationContext context() {
    if (started == null) {
      throw new IllegalStateException("Expected a started service but it is not");
    }
    return started;
  }

  private <T> T bean(Class<T> type) {
    return context().getBean(type);
  }

  // ---------------------------------------------------------------- what callers do

  private WebTestClient.ResponseSpec call(
      HttpMethod method, String path, @Nullable String token, String json) {
    if (client == null) {
      throw new IllegalStateException("Expected a started service but it is not");
    }
    return client
        .method(method)
        .uri(path)
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(json)
        .exchange();
  }

  private WebTestClient.ResponseSpec put(String requestId, String address) {
    return call(
        HttpMethod.PUT,
        "/v1/vault/requests/" + requestId,
        INTAKE,
        """
        {"identifiers":[{"type":"email","value":"%s"},{"type":"account_id","value":"claimed-1"}],
         "locale":"en","source":"%s"}\
        """
            .formatted(address, UUID.randomUUID()));
  }

  private WebTestClient.ResponseSpec claim(String token, String requestId, int step) {
    return call(
        HttpMethod.POST,
        "/v1/vault/claims",
        token,
        "{\"items\":[{\"requestId\":\"%s\",\"step\":%d}]}".formatted(requestId, step));
  }

  private static String claimed(String requestId, int step, String result) {
    return "{\"items\":[{\"requestId\":\"%s\",\"step\":%d,%s}]}".formatted(requestId, step, result);
  }

  private static String refused(String reason) {
    return "\"result\":\"REFUSED\",\"reason\":\"%s\",\"identifiers\":[]".formatted(reason);
  }

  private static final String NOT_YET = "\"result\":\"NOT_YET\",\"identifiers\":[]";

  private static String granted(String... typesAndValues) {
    StringBuilder identifiers = new StringBuilder();
    for (int i = 0; i < typesAndValues.length; i += 2) {
      identifiers.append(
          "%s{\"type\":\"%s\",\"value\":\"%s\"}"
              .formatted(i == 0 ? "" : ",", typesAndValues[i], typesAndValues[i + 1]));
    }
    return "\"result\":\"GRANTED\",\"identifiers\":[%s]".formatted(identifiers);
  }

  private WebTestClient.ResponseSpec deposit(
      String token, String requestId, int step, String type, String value) {
    return call(
        HttpMethod.POST,
        "/v1/vault/yields",
        token,
        """
        {"requestId":"%s","step":%d,
         "identifiers":[{"type":"%s","value":"%s","field":"accounts.id"}]}\
        """
            .formatted(requestId, step, type, value));
  }

  private WebTestClient.ResponseSpec claimLetter(
      String requestId, String noticeId, String scope, @Nullable Integer issue) {
    return call(
        HttpMethod.POST,
        "/v1/vault/letters/claims",
        NOTIFIER,
        "{\"requestId\":\"%s\",\"noticeId\":\"%s\",\"scope\":\"%s\"%s}"
            .formatted(requestId, noticeId, scope, issue == null ? "" : ",\"issue\":" + issue));
  }

  // ---------------------------------------------------------------- what arrives on topics

  private void arrive(String requestId) {
    arrive(requestId, Right.ERASURE);
  }

  private void arrive(String requestId, Right right) {
    arrive(requestId, right, List.of());
  }

  private void arrive(String requestId, Right right, List<String> purposes) {
    handle(
        () ->
            new ArrivalHandler(
                    bean(RequestLives.class),
                    bean(ProofOfIdentity.class),
                    bean(Gate.class),
                    bean(Controller.class),
                    PATIENCE)
                .handle(
                    "dsar.intake",
                    new Keyed<>(
                        requestId,
                        new IntakeRecord(
                            UUID.fromString(requestId),
                            now(),
                            new RequestReceived(
                                right, Channel.WEB, now(), "en", null, purposes)))));
  }

  private void register(String requestId, Object payload) {
    handle(
        () ->
            new RequestLifeHandler(
                    bean(RequestLives.class),
                    bean(Forgetting.class),
                    bean(Gate.class),
                    bean(RecipientNotices.class),
                    PATIENCE)
                .handle(
                    "dsar.requests",
                    new Keyed<>(
                        requestId, new RequestRecord(UUID.fromString(requestId), now(), payload))));
  }

  private void task(String requestId, String participant, int step, Object payload) {
    handle(
        () ->
            new TaskHandler(bean(IssuedTasks.class), PATIENCE)
                .erasure(
                    "dsar.erasure-tasks." + participant,
                    new Keyed<>(
                        requestId,
                        new ErasureTask(
                            UUID.fromString(requestId), now(), participant, step, payload))));
  }

  private void declare(String participant, List<String> needs, List<String> yields) {
    handle(
        () ->
            new DeclarationHandler(bean(Declarations.class), PATIENCE)
                .handle(
                    "dsar.declarations." + participant,
                    new Keyed<>(
                        participant,
                        new DeclarationRecord(
                            participant,
                            now(),
                            new ParticipantDeclared(
                                needs, yields, List.of(), List.of(), null, 60, null)))));
  }

  private interface Handling {
    void run() throws InvalidMessage;
  }

  private static void handle(Handling handling) {
    try {
      handling.run();
    } catch (InvalidMessage e) {
      throw new AssertionError(e);
    }
  }

  private static java.time.Instant now() {
    return java.time.Instant.now();
  }

  private static RequestAccepted acceptance() {
    return new RequestAccepted(
        Right.ERASURE, List.of("email"), ErasureGround.ART_17_1_B, LocalDate.EPOCH, List.of());
  }

  private NoticeRecord notice(String requestId) {
    return bean(RecordingAnnouncements.class).of(NoticeRecord.class).stream()
        .filter(notice -> notice.getRequestId().toString().equals(requestId))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private String code(String requestId) {
    String code =
        bean(SecretCodes.class)
            .find(notice(requestId).getNoticeId().toString(), requestId)
            .block(PATIENCE);
    if (code == null) {
      throw new AssertionError("Expected a code in the vault but there is none");
    }
    return code;
  }

  /** A request in the vault, arrived, its address not proven. */
  private String arrived() {
    String requestId = UUID.randomUUID().toString();
    put(requestId, requestId + "@example.org").expectStatus().isNoContent();
    arrive(requestId);
    return requestId;
  }

  private void prove(String requestId) {
    attempt(requestId, code(requestId))
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"result\":\"ACCEPTED\"}");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                bean(RecordingAnnouncements.class).of(IdentityRecord.class).stream()
                    .anyMatch(r -> r.getRequestId().toString().equals(requestId)));
  }

  private WebTestClient.ResponseSpec attempt(String requestId, String code) {
    return call(
        HttpMethod.POST,
        "/v1/challenges/" + requestId + "/attempts",
        INTAKE,
        "{\"code\":\"%s\"}".formatted(code));
  }

  /** A proven and accepted request with a task to locate for the store. */
  private String accepted() {
    String requestId = arrived();
    prove(requestId);
    register(requestId, acceptance());
    task(requestId, "accounts-db", 1, new LocateHoldings(1));
    return requestId;
  }

  // ---------------------------------------------------------------- who may come in

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
    call(HttpMethod.valueOf(method), uri, null, "{}").expectStatus().isUnauthorized();
    call(HttpMethod.valueOf(method), uri, "accounts-client/" + wrongRole, validBody(uri))
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
  void shouldHandEveryParticipantTheKeyOfItsOwnDirectives() {
    // when
    String first = directiveKey(STORE);
    String again = directiveKey(STORE);
    String other = directiveKey(OTHER_STORE);

    // then
    assertThat(first).isEqualTo(again).isNotEqualTo(other).hasSize(44);
    call(HttpMethod.GET, "/v1/vault/directive-key", "somebody/participant", "")
        .expectStatus()
        .isForbidden();
  }

  private String directiveKey(String token) {
    var answer =
        call(HttpMethod.GET, "/v1/vault/directive-key", token, "")
            .expectStatus()
            .isOk()
            .returnResult(new ParameterizedTypeReference<Map<String, String>>() {})
            .getResponseBody()
            .blockFirst(PATIENCE);
    return Objects.requireNonNull(Objects.requireNonNull(answer).get("key"));
  }

  @Test
  void shouldMailNoCodeWhereNothingNeedsToBeProven_L29() {
    // given
    String requestId = UUID.randomUUID().toString();
    put(requestId, requestId + "@example.org").expectStatus().isNoContent();

    // when
    arrive(requestId, Right.MARKETING_OBJECTION);

    // then
    assertThat(bean(RecordingAnnouncements.class).of(NoticeRecord.class))
        .noneMatch(notice -> notice.getRequestId().toString().equals(requestId));
  }

  @Test
  void shouldMailACodeOnlyWhereSomethingRestsOnTheWithdrawnConsentsAlone_L21_L29() {
    // given
    String nothing = UUID.randomUUID().toString();
    String something = UUID.randomUUID().toString();
    put(nothing, nothing + "@example.org").expectStatus().isNoContent();
    put(something, something + "@example.org").expectStatus().isNoContent();

    // when
    arrive(nothing, Right.CONSENT_WITHDRAWAL, List.of("product-analytics"));
    arrive(something, Right.CONSENT_WITHDRAWAL, List.of("newsletter", "product-analytics"));

    // then
    assertThat(bean(RecordingAnnouncements.class).of(NoticeRecord.class))
        .noneMatch(notice -> notice.getRequestId().toString().equals(nothing));
    assertThat(notice(something).getPayload())
        .isInstanceOfSatisfying(
            ConsentChallengeNotice.class,
            challenge ->
                assertThat(challenge.getPurposes())
                    .containsExactly("newsletter", "product-analytics"));
    prove(something);
  }

  @Test
  void shouldSayAtOnceThatNothingCanBeProvenWhereConsentIsWithdrawn_L29() {
    // given
    String requestId = UUID.randomUUID().toString();
    call(
            HttpMethod.PUT,
            "/v1/vault/requests/" + requestId,
            INTAKE,
            "{\"identifiers\":[{\"type\":\"account_id\",\"value\":\"7\"}],\"locale\":\"en\",\"source\":\"s\"}")
        .expectStatus()
        .isNoContent();

    // when
    arrive(requestId, Right.CONSENT_WITHDRAWAL, List.of("newsletter"));

    // then
    assertThat(bean(RecordingAnnouncements.class).of(IdentityRecord.class))
        .filteredOn(record -> record.getRequestId().toString().equals(requestId))
        .extracting(IdentityRecord::getPayload)
        .containsExactly(new IdentityRejected(IdentityRejection.NOTHING_PROVABLE));
  }

  @Test
  void shouldGrantWhatRestedOnAConsentToThoseConcernedWhileItIsAcceptedAndToNobodyElse_L21() {
    // given
    declare("subscribers", List.of("email"), List.of());
    String requestId = UUID.randomUUID().toString();
    String address = requestId + "@example.org";
    put(requestId, address).expectStatus().isNoContent();
    arrive(requestId, Right.CONSENT_WITHDRAWAL, List.of("newsletter"));
    register(
        requestId,
        new RequestAccepted(
            Right.CONSENT_WITHDRAWAL, List.of(), null, LocalDate.EPOCH, List.of("newsletter")));
    task(requestId, "subscribers", 1, new LocateHoldings(1));
    task(requestId, "accounts-db", 1, new LocateHoldings(1));
    claim(SUBSCRIBERS, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("NOT_ACCEPTED")), JsonCompareMode.STRICT);
    prove(requestId);
    claim(SUBSCRIBERS, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, NOT_YET), JsonCompareMode.STRICT);

    // when
    register(
        requestId,
        new ConsentErasureAccepted(
            List.of("newsletter"), List.of("subscribers"), List.of("email"), LocalDate.EPOCH));

    // then
    claim(SUBSCRIBERS, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, granted("email", address)), JsonCompareMode.STRICT);
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("NOT_CONCERNED")), JsonCompareMode.STRICT);
    register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    claim(SUBSCRIBERS, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("CLOSED")), JsonCompareMode.STRICT);
  }

  @Test
  void shouldTurnAwayAParticipantThatTheControllerDidNotApprove() {
    String requestId = accepted();
    claim("stranger/participant", requestId, 1).expectStatus().isForbidden();
    deposit("stranger/participant", requestId, 1, "account_id", "7").expectStatus().isForbidden();
  }

  // ---------------------------------------------------------------- the vault

  @Test
  void shouldTakeTheSameDepositTwiceAndRefuseAnother() {
    String requestId = UUID.randomUUID().toString();
    put(requestId, "ann@example.org").expectStatus().isNoContent();
    put(requestId, "ANN@example.org").expectStatus().isNoContent();
    put(requestId, "bob@example.org")
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
      call(HttpMethod.PUT, "/v1/vault/requests/" + UUID.randomUUID(), INTAKE, body)
          .expectStatus()
          .isBadRequest()
          .expectHeader()
          .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
          .expectBody(String.class)
          .value(text -> assertThat(text).doesNotContain("secret"));
    }
    put("no-uuid", "ann@example.org").expectStatus().isBadRequest();
  }

  @Test
  void shouldShredWhatNeverArrivedAndNothingElse() {
    // given
    String abandoned = UUID.randomUUID().toString();
    put(abandoned, "ann@example.org");
    String arrived = arrived();

    // then
    for (int i = 0; i < 2; i++) {
      call(HttpMethod.DELETE, "/v1/vault/requests/" + abandoned, INTAKE, "")
          .expectStatus()
          .isNoContent();
    }
    assertThat(mongo.dump()).doesNotContain(abandoned);
    call(HttpMethod.DELETE, "/v1/vault/requests/" + arrived, INTAKE, "")
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("REGISTERED");
  }

  @Test
  void shouldReportARewrapping() {
    call(HttpMethod.POST, "/v1/vault/rewraps", "olga/operator", "")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"rewrapped\":0,\"failed\":0,\"remaining\":0}");
  }

  @Test
  void shouldFindTheRequestsOfAnAddressForTheDataProtectionOfficer() {
    String requestId = UUID.randomUUID().toString();
    put(requestId, "carol@example.org");
    call(
            HttpMethod.POST,
            "/v1/vault/lookups",
            "dora/dpo",
            "{\"type\":\"email\",\"value\":\"Carol@Example.org\"}")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"requestIds\":[\"%s\"]}".formatted(requestId));
  }

  // ---------------------------------------------------------------- proof

  @Test
  void shouldRefuseInOneAndTheSameWayWhateverTheReason_L10() {
    // given
    String requestId = arrived();
    String code = code(requestId);
    String used = arrived();
    String usedCode = code(used);
    prove(used);

    // when
    List<String> answers =
        List.of(
            body(attempt(requestId, Instance.wrongCode(code, 0))),
            body(attempt(requestId, "no code")),
            body(attempt(used, usedCode)),
            body(attempt(UUID.randomUUID().toString(), code)));

    // then
    assertThat(answers).containsOnly("{\"result\":\"REFUSED\"}");
  }

  private static String body(WebTestClient.ResponseSpec response) {
    String body =
        response.expectStatus().isOk().expectBody(String.class).returnResult().getResponseBody();
    return body == null ? "" : body;
  }

  @Test
  void shouldPromiseAFreshCodeToEverybody_L10() {
    for (String requestId : List.of(arrived(), UUID.randomUUID().toString())) {
      call(
              HttpMethod.POST,
              "/v1/challenges/" + requestId + "/issues",
              INTAKE,
              "{\"source\":\"source-1\"}")
          .expectStatus()
          .isAccepted()
          .expectBody()
          .isEmpty();
    }
  }

  // ---------------------------------------------------------------- claims

  @Test
  void shouldGrantDeclaredAndApprovedTypesAsFarAsTheyAreProven_L11() {
    String requestId = accepted();
    claim(STORE, requestId, 1)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            claimed(requestId, 1, granted("email", requestId + "@example.org")),
            JsonCompareMode.STRICT);
  }

  @Test
  void shouldGrantNothingOfAnUnprovenRequest_L10() {
    String requestId = arrived();
    task(requestId, "accounts-db", 1, new LocateHoldings(1));
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("NOT_ACCEPTED")), JsonCompareMode.STRICT);
  }

  @Test
  void shouldAskToWaitUntilTheAcceptanceAndTheTaskHaveArrived() {
    // given
    String requestId = arrived();
    prove(requestId);

    // then
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, NOT_YET), JsonCompareMode.STRICT);
    register(requestId, acceptance());
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, NOT_YET), JsonCompareMode.STRICT);
    task(requestId, "accounts-db", 1, new LocateHoldings(1));
    claim(STORE, requestId, 1)
        .expectBody()
        .json(
            claimed(requestId, 1, granted("email", requestId + "@example.org")),
            JsonCompareMode.STRICT);
  }

  @Test
  void shouldGrantNothingForATaskOfAnotherParticipantOrOneThatWasNeverIssued() {
    // given
    String requestId = accepted();
    task(requestId, "accounts-db", 3, new RestrictRecords());

    // then
    claim(OTHER_STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, NOT_YET), JsonCompareMode.STRICT);
    claim(STORE, requestId, 2)
        .expectBody()
        .json(claimed(requestId, 2, refused("NO_SUCH_TASK")), JsonCompareMode.STRICT);
    claim(STORE, requestId, 0)
        .expectBody()
        .json(claimed(requestId, 0, refused("NO_SUCH_TASK")), JsonCompareMode.STRICT);
    claim(STORE, requestId, 4)
        .expectBody()
        .json(claimed(requestId, 4, NOT_YET), JsonCompareMode.STRICT);
  }

  @Test
  void shouldGrantNothingOfAnUnknownRequest() {
    String requestId = UUID.randomUUID().toString();
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("UNKNOWN_REQUEST")), JsonCompareMode.STRICT);
  }

  @Test
  void shouldGrantNothingOfARequestThatIsOver() {
    // given
    String requestId = accepted();

    // then
    register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("CLOSED")), JsonCompareMode.STRICT);
    register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("CLOSED")), JsonCompareMode.STRICT);
  }

  @Test
  void shouldTellARestoredStoreOnceMoreByWhatToEraseAndNobodyElse() {
    // given an erasure that is over
    String requestId = accepted();
    bean(Gate.class).ask(requestId, 1, true);
    register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    assertThat(mongo.dump()).doesNotContain(requestId + "@example.org");
    call(
            HttpMethod.POST,
            "/v1/vault/lookups",
            "dora/dpo",
            "{\"type\":\"email\",\"value\":\"%s@example.org\"}".formatted(requestId))
        .expectBody()
        .json("{\"requestIds\":[]}");
    UUID restoration = UUID.randomUUID();

    // when
    restored(requestId, restoration, "accounts-db");

    // then
    assertThat(identity(requestId).getLast())
        .isEqualTo(new ReplayGranted(restoration, "accounts-db"));
    claim(STORE, requestId, 5)
        .expectBody()
        .json(claimed(requestId, 5, NOT_YET), JsonCompareMode.STRICT);
    task(requestId, "accounts-db", 5, new EraseRecords(ErasureGround.ART_17_1_A));
    claim(STORE, requestId, 5)
        .expectBody()
        .json(
            claimed(requestId, 5, granted("email", requestId + "@example.org")),
            JsonCompareMode.STRICT);
    claim(OTHER_STORE, requestId, 5)
        .expectBody()
        .json(claimed(requestId, 5, refused("CLOSED")), JsonCompareMode.STRICT);
    call(HttpMethod.POST, "/v1/vault/rewraps", "olga/operator", "")
        .expectBody()
        .json("{\"failed\":0,\"remaining\":0}");

    // when it is done
    bean(Replays.class)
        .replayed(UUID.fromString(requestId), new StoreReplayed(restoration, "accounts-db"));

    // then
    claim(STORE, requestId, 5)
        .expectBody()
        .json(claimed(requestId, 5, refused("CLOSED")), JsonCompareMode.STRICT);
  }

  /** Consent is withdrawn, proven, and what rested on it is to be erased. */
  private String consentErasure() {
    declare("subscribers", List.of("email"), List.of());
    String requestId = UUID.randomUUID().toString();
    put(requestId, requestId + "@example.org").expectStatus().isNoContent();
    arrive(requestId, Right.CONSENT_WITHDRAWAL, List.of("newsletter"));
    prove(requestId);
    register(
        requestId,
        new ConsentErasureAccepted(
            List.of("newsletter"), List.of("subscribers"), List.of("email"), LocalDate.EPOCH));
    return requestId;
  }

  @Test
  void shouldTellARestoredStoreByWhatToEraseAgainWhatRestedOnAConsent() {
    // given
    String requestId = consentErasure();
    bean(Gate.class).ask(requestId, 1, true);
    register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    UUID restoration = UUID.randomUUID();

    // when
    restored(requestId, restoration, "subscribers");
    task(requestId, "subscribers", 5, new RestrictRecords());

    // then
    assertThat(identity(requestId).getLast())
        .isEqualTo(new ReplayGranted(restoration, "subscribers"));
    claim(SUBSCRIBERS, requestId, 5)
        .expectBody()
        .json(
            claimed(requestId, 5, granted("email", requestId + "@example.org")),
            JsonCompareMode.STRICT);
  }

  @Test
  void shouldForgetWhoWantedNothingErasedAfterAllAlsoWhereTheyHadPassedTheGate() {
    // given
    String requestId = consentErasure();
    bean(Gate.class).ask(requestId, 1, true);

    // when
    register(requestId, new RequestFulfilled(Completion.PROCESSING_STOPPED));

    // then
    assertThat(bean(Gate.class).hasPassed(requestId)).isFalse();
    UUID restoration = UUID.randomUUID();
    restored(requestId, restoration, "subscribers");
    assertThat(identity(requestId).getLast())
        .isEqualTo(new ReplayRefused(restoration, "subscribers"));
  }

  @Test
  void shouldSayThatNobodyKnowsAnyMoreByWhatARestoredStoreHasToErase() {
    // given one that is sealed for as long as backups live, and one that never passed the gate
    String sealed = accepted();
    bean(Gate.class).ask(sealed, 1, true);
    register(sealed, new RequestFulfilled(Completion.ERASED_IN_FULL));
    String shredded = accepted();
    register(shredded, new RequestFulfilled(Completion.ERASED_IN_FULL));
    UUID restoration = UUID.randomUUID();

    // when
    bean(Forgetting.class).shredSealed(now().plus(Duration.ofDays(34))).block(PATIENCE);
    restored(sealed, restoration, "accounts-db");
    restored(shredded, restoration, "accounts-db");

    // then
    assertThat(identity(sealed).getLast()).isEqualTo(new ReplayGranted(restoration, "accounts-db"));
    assertThat(identity(shredded).getLast())
        .isEqualTo(new ReplayRefused(restoration, "accounts-db"));

    // when the last backup is gone: not while it is being erased again
    bean(Forgetting.class).shredSealed(now().plus(Duration.ofDays(36))).block(PATIENCE);
    restored(sealed, restoration, "accounts-db");
    assertThat(identity(sealed).getLast()).isEqualTo(new ReplayGranted(restoration, "accounts-db"));
    bean(Replays.class)
        .replayed(UUID.fromString(sealed), new StoreReplayed(restoration, "accounts-db"));
    bean(Forgetting.class).shredSealed(now().plus(Duration.ofDays(36))).block(PATIENCE);
    restored(sealed, restoration, "accounts-db");

    // then
    assertThat(identity(sealed).getLast()).isEqualTo(new ReplayRefused(restoration, "accounts-db"));
  }

  private void restored(String requestId, UUID restoration, String participant) {
    bean(Replays.class)
        .restored(UUID.fromString(requestId), new StoreRestored(restoration, participant), now());
  }

  private List<Object> identity(String requestId) {
    return bean(RecordingAnnouncements.class).of(IdentityRecord.class).stream()
        .filter(record -> record.getRequestId().toString().equals(requestId))
        .map(IdentityRecord::getPayload)
        .toList();
  }

  @Test
  void shouldAnswerABatchInItsOrder() {
    // given
    String first = accepted();
    String second = UUID.randomUUID().toString();
    String third = accepted();

    // then
    call(
            HttpMethod.POST,
            "/v1/vault/claims",
            STORE,
            "{\"items\":[{\"requestId\":\"%s\",\"step\":1},{\"requestId\":\"%s\",\"step\":1},{\"requestId\":\"%s\",\"step\":1}]}"
                .formatted(first, second, third))
        .expectBody()
        .jsonPath("$.items[*].result")
        .isEqualTo(List.of("GRANTED", "REFUSED", "GRANTED"))
        .jsonPath("$.items[2].identifiers[0].value")
        .isEqualTo(third + "@example.org");
  }

  @Test
  void shouldTakeNoMoreThanFiveHundredClaimsAtOnce() {
    String item = "{\"requestId\":\"%s\",\"step\":1}".formatted(UUID.randomUUID());
    call(
            HttpMethod.POST,
            "/v1/vault/claims",
            STORE,
            "{\"items\":[" + String.join(",", java.util.Collections.nCopies(501, item)) + "]}")
        .expectStatus()
        .isBadRequest();
    call(
            HttpMethod.POST,
            "/v1/vault/claims",
            STORE,
            "{\"items\":[" + String.join(",", java.util.Collections.nCopies(500, item)) + "]}")
        .expectStatus()
        .isOk();
  }

  // ---------------------------------------------------------------- yields

  @Test
  void shouldPassAYieldedIdentifierOnToWhoNeedsIt() {
    // given
    String requestId = accepted();
    task(requestId, "billing", 1, new LocateHoldings(1));
    claim(OTHER_STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, granted()), JsonCompareMode.STRICT);

    // when
    for (int i = 0; i < 2; i++) {
      deposit(STORE, requestId, 1, "account_id", "4711")
          .expectStatus()
          .isOk()
          .expectBody()
          .json("{\"added\":[\"account_id\"]}");
    }

    // then
    claim(OTHER_STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, granted("account_id", "4711")), JsonCompareMode.STRICT);
  }

  @Test
  void shouldAnswerASecondAccountWithAConflict() {
    String requestId = accepted();
    deposit(STORE, requestId, 1, "account_id", "4711").expectStatus().isOk();
    deposit(STORE, requestId, 1, "account_id", "4712")
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("CONFLICT");
  }

  @Test
  void shouldTakeNoYieldThatIsNotDeclaredNotApprovedOrNotForATaskToLocate() {
    // given
    String requestId = accepted();
    task(requestId, "accounts-db", 2, new RestrictRecords());

    // then
    yieldRefused(deposit(STORE, requestId, 1, "phone", "1"), "NOT_APPROVED");
    yieldRefused(deposit(STORE, requestId, 1, "email", "eve@example.org"), "NOT_APPROVED");
    yieldRefused(deposit(STORE, requestId, 2, "account_id", "7"), "NO_SUCH_TASK");
    register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    yieldRefused(deposit(STORE, requestId, 1, "account_id", "7"), "CLOSED");
    deposit(STORE, UUID.randomUUID().toString(), 1, "account_id", "7").expectStatus().isNotFound();
    String unproven = arrived();
    task(unproven, "accounts-db", 1, new LocateHoldings(1));
    yieldRefused(deposit(STORE, unproven, 1, "account_id", "7"), "NOT_ACCEPTED");
  }

  private static void yieldRefused(WebTestClient.ResponseSpec response, String code) {
    response.expectStatus().isForbidden().expectBody().jsonPath("$.code").isEqualTo(code);
  }

  // ---------------------------------------------------------------- letters

  @Test
  void shouldGiveTheAddressToProveAndItsCodeForThePresentIssueOnly() {
    // given
    String requestId = arrived();
    NoticeRecord first = notice(requestId);
    String noticeId = first.getNoticeId().toString();

    // then
    claimLetter(requestId, noticeId, "CHALLENGE", 1)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"address\":\"%s@example.org\",\"locale\":\"en\",\"code\":\"%s\"}"
                .formatted(requestId, code(requestId)));
    claimLetter(requestId, noticeId, "CHALLENGE", 2).expectStatus().isEqualTo(425);
    notAvailable(claimLetter(requestId, noticeId, "LETTER", null), "NO_PROVEN_CONTACT");
    notAvailable(
        claimLetter(requestId, UUID.randomUUID().toString(), "CHALLENGE", 1), "SUPERSEDED");
  }

  @Test
  void shouldNotGiveACodeThatIsSupersededOrUsed() {
    // given
    String requestId = arrived();
    String first = notice(requestId).getNoticeId().toString();
    call(
            HttpMethod.POST,
            "/v1/challenges/" + requestId + "/issues",
            INTAKE,
            "{\"source\":\"source-2\"}")
        .expectStatus()
        .isAccepted();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> ((ChallengeNotice) notice(requestId).getPayload()).getIssue() == 2);
    String second = notice(requestId).getNoticeId().toString();

    // then
    notAvailable(claimLetter(requestId, first, "CHALLENGE", 1), "SUPERSEDED");
    prove(requestId);
    notAvailable(claimLetter(requestId, second, "CHALLENGE", 2), "EXPIRED");
    notAvailable(claimLetter(UUID.randomUUID().toString(), second, "CHALLENGE", 2), "EXPIRED");
  }

  @Test
  void shouldForgetACodeWhenItsLetterHasLeft() {
    // given
    String requestId = arrived();
    String code = code(requestId);
    UUID noticeId = notice(requestId).getNoticeId();

    // when
    new NoticeOutcomeHandler(bean(SecretCodes.class), PATIENCE)
        .handle(
            "dsar.notice-outcomes",
            new Keyed<>(
                requestId,
                new NoticeOutcomeRecord(
                    noticeId,
                    UUID.fromString(requestId),
                    now(),
                    new NoticeSent(LetterChannel.EMAIL))));

    // then it is gone from the vault and still opens
    assertThat(bean(SecretCodes.class).find(noticeId.toString(), requestId).blockOptional(PATIENCE))
        .isEmpty();
    attempt(requestId, code).expectBody().json("{\"result\":\"ACCEPTED\"}");
  }

  @Test
  void shouldGiveAProvenAddressToLettersUntilTheRequestIsFulfilled() {
    // given
    String requestId = accepted();
    String noticeId = UUID.randomUUID().toString();
    register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));

    // then
    claimLetter(requestId, noticeId, "LETTER", null)
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"address\":\"%s@example.org\",\"locale\":\"en\"}".formatted(requestId))
        .jsonPath("$.code")
        .doesNotExist();
    register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    notAvailable(claimLetter(requestId, noticeId, "LETTER", null), "NO_PROVEN_CONTACT");
  }

  private static void notAvailable(WebTestClient.ResponseSpec response, String code) {
    response
        .expectStatus()
        .isNotFound()
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo(code)
        .jsonPath("$.type")
        .value(String.class, type -> assertThat(type).endsWith("/not-available"));
  }

  // ---------------------------------------------------------------- what recipients are told

  private WebTestClient.ResponseSpec claimForRecipient(
      String requestId, UUID noticeId, String recipient) {
    return call(
        HttpMethod.POST,
        "/v1/vault/letters/claims",
        NOTIFIER,
        "{\"requestId\":\"%s\",\"noticeId\":\"%s\",\"scope\":\"RECIPIENT\",\"recipient\":\"%s\"}"
            .formatted(requestId, noticeId, recipient));
  }

  private void toTell(String requestId, RecipientMatter matter, UUID noticeId) {
    register(
        requestId,
        new RecipientsToTell(matter, List.of(new RecipientToTell("newsletter", noticeId))));
  }

  private void recipient(String requestId, Object payload) {
    handle(
        () ->
            new RecipientHandler(bean(RecipientNotices.class), PATIENCE)
                .handle(
                    "dsar.recipients",
                    new Keyed<>(
                        requestId,
                        new RecipientRecord(UUID.fromString(requestId), now(), payload))));
  }

  @Test
  void shouldGiveARecipientWhatWasAgreedOnUntilItIsToldThoughTheRequestIsOver_L22() {
    // given
    String requestId = accepted();
    deposit(STORE, requestId, 1, "account_id", "4711").expectStatus().isOk();
    UUID noticeId = UUID.randomUUID();
    claimForRecipient(requestId, noticeId, "newsletter").expectStatus().isEqualTo(425);

    // when
    register(requestId, new RequestCarriedOut(Completion.ERASED_IN_FULL));
    toTell(requestId, RecipientMatter.ERASURE, noticeId);
    register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));

    // then it is told by its approved types, and nobody else is
    String about =
        "{\"about\":{\"identifiers\":[{\"type\":\"email\",\"value\":\"%s@example.org\"}]}}"
            .formatted(requestId);
    claimForRecipient(requestId, noticeId, "newsletter")
        .expectStatus()
        .isOk()
        .expectBody()
        .json(about, JsonCompareMode.STRICT);
    notAvailable(claimForRecipient(requestId, noticeId, "stranger"), "NOT_APPROVED");
    notAvailable(claimForRecipient(requestId, UUID.randomUUID(), "newsletter"), "EXPIRED");
    claimForRecipient(UUID.randomUUID().toString(), noticeId, "newsletter")
        .expectStatus()
        .isEqualTo(425);
    String path = "/v1/vault/recipient-notices/" + noticeId;
    call(HttpMethod.GET, path, "officer/dpo", "{}")
        .expectBody()
        .json(
            "{\"identifiers\":[{\"type\":\"email\",\"value\":\"%s@example.org\"}]}"
                .formatted(requestId),
            JsonCompareMode.STRICT);
    call(HttpMethod.GET, path, NOTIFIER, "{}").expectStatus().isForbidden();
    notAvailable(claimLetter(requestId, noticeId.toString(), "LETTER", null), "NO_PROVEN_CONTACT");

    // when it could not be told, then whoever tells it otherwise still needs it
    recipient(
        requestId,
        new RecipientNotTold(
            "newsletter", RecipientMatter.ERASURE, noticeId, NotToldReason.ADDRESS_REFUSED));
    claimForRecipient(requestId, noticeId, "newsletter").expectStatus().isOk();

    // when it is told, also if it is read again that it is to be
    recipient(requestId, new RecipientTold("newsletter", RecipientMatter.ERASURE, noticeId, null));
    toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // then
    notAvailable(claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
    call(HttpMethod.GET, path, "officer/dpo", "{}").expectStatus().isNotFound();
  }

  @Test
  void shouldNotKeepForARecipientWhatWasSettledBefore() {
    // given
    String requestId = accepted();
    UUID noticeId = UUID.randomUUID();

    // when the topics overtake each other
    recipient(
        requestId,
        new RecipientExcused(
            "newsletter",
            RecipientMatter.ERASURE,
            noticeId,
            RecipientFinding.IMPOSSIBLE,
            UUID.randomUUID()));
    toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // then
    notAvailable(claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
  }

  @Test
  void shouldForgetOfWhomARecipientIsToldWhenItsTimeIsOver() {
    // given
    String requestId = accepted();
    UUID noticeId = UUID.randomUUID();
    toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // when
    bean(RecipientNotices.class).shredExpired(now().plus(Duration.ofDays(59))).block(PATIENCE);
    claimForRecipient(requestId, noticeId, "newsletter").expectStatus().isOk();
    bean(RecipientNotices.class).shredExpired(now().plus(Duration.ofDays(61))).block(PATIENCE);

    // then
    notAvailable(claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
    toTell(requestId, RecipientMatter.ERASURE, noticeId);
    notAvailable(claimForRecipient(requestId, noticeId, "newsletter"), "EXPIRED");
  }

  @Test
  void shouldGiveARecipientNothingUnprovenAndSoNothingAtAllWhereNothingElseIsThere_L11() {
    // given
    String requestId = arrived();
    UUID noticeId = UUID.randomUUID();
    toTell(requestId, RecipientMatter.ERASURE, noticeId);

    // then
    notAvailable(claimForRecipient(requestId, noticeId, "newsletter"), "NO_AGREED_IDENTIFIER");
  }

  // ---------------------------------------------------------------- what people decide

  private WebTestClient.ResponseSpec state(
      String requestId, String decisionId, String kind, String reasons, String content) {
    return call(
        HttpMethod.PUT,
        "/v1/vault/requests/" + requestId + "/decisions/" + decisionId,
        INTAKE,
        "{\"kind\":\"%s\",\"reasons\":\"%s\",\"content\":\"%s\"}"
            .formatted(kind, reasons, content));
  }

  private static final String CONTENT = "a-keyed-hash-of-all-that-is-decided";
  private static final String WHY = "Court case 4711 is pending";

  private WebTestClient.ResponseSpec claimRefusal(String requestId, String decisionId) {
    return call(
        HttpMethod.POST,
        "/v1/vault/letters/claims",
        NOTIFIER,
        "{\"requestId\":\"%s\",\"noticeId\":\"%s\",\"scope\":\"LETTER\",\"decisionId\":\"%s\"}"
            .formatted(requestId, UUID.randomUUID(), decisionId));
  }

  @Test
  void shouldKeepReasonsOnceSealedAndShowThemToWhoeverHasToAccountForThem() {
    // given
    String requestId = accepted();
    String decisionId = UUID.randomUUID().toString();

    // when
    byte[] first = body(state(requestId, decisionId, "HOLD", WHY, CONTENT)).getBytes(UTF_8);
    byte[] again = body(state(requestId, decisionId, "HOLD", WHY, CONTENT)).getBytes(UTF_8);

    // then
    assertThat(again).isEqualTo(first);
    state(requestId, decisionId, "HOLD", "Other", "another-hash-of-what-is-decided")
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("OTHER_CONTENT");
    state(UUID.randomUUID().toString(), decisionId, "HOLD", WHY, CONTENT)
        .expectStatus()
        .isEqualTo(409);
    assertThat(mongo.dump()).contains(decisionId).doesNotContain("4711 is pending");
    call(HttpMethod.GET, "/v1/vault/requests/" + requestId + "/decisions", "officer/dpo", "")
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"decisions\":[{\"decisionId\":\"%s\",\"kind\":\"HOLD\",\"reasons\":\"%s\"}]}"
                .formatted(decisionId, WHY));
  }

  @ParameterizedTest
  @CsvSource({"'',HOLD", "' ',HOLD", "Because,WHIM"})
  void shouldKeepNoReasonsThatSayNothing(String reasons, String kind) {
    state(UUID.randomUUID().toString(), UUID.randomUUID().toString(), kind, reasons, CONTENT)
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void shouldKeepNoReasonsWithoutBound() {
    state(
            UUID.randomUUID().toString(),
            UUID.randomUUID().toString(),
            "HOLD",
            "a".repeat(4001),
            CONTENT)
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void shouldGiveTheReasonsOfARefusalToTheLetterThatTellsItAndNoOthers_L12() {
    // given
    String requestId = accepted();
    String refusal = UUID.randomUUID().toString();
    String hold = UUID.randomUUID().toString();
    state(requestId, refusal, "REFUSAL", WHY, CONTENT).expectStatus().isOk();
    state(requestId, hold, "HOLD", "Not for the person", CONTENT).expectStatus().isOk();
    register(requestId, new EndingAsked(EndCause.REFUSED));

    // then
    claimRefusal(requestId, refusal)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"address\":\"%s@example.org\",\"locale\":\"en\",\"reasons\":\"%s\"}"
                .formatted(requestId, WHY));
    claimRefusal(requestId, hold).expectStatus().isEqualTo(425);
    claimRefusal(requestId, UUID.randomUUID().toString()).expectStatus().isEqualTo(425);
    claimRefusal(accepted(), refusal).expectStatus().isEqualTo(425);
    claimLetter(requestId, UUID.randomUUID().toString(), "LETTER", null)
        .expectBody()
        .jsonPath("$.reasons")
        .doesNotExist();
    register(requestId, new RequestRefused(RefusalGround.LEGAL_CLAIMS));
    notAvailable(claimRefusal(requestId, refusal), "NO_PROVEN_CONTACT");
  }

  @Test
  void shouldGoOnTellingWhoUndoesWhatWasBegunUntilTheRequestIsWithdrawn() {
    // given
    String requestId = accepted();
    task(requestId, "accounts-db", 2, new RestrictRecords());

    // when
    for (Object said :
        List.of(
            new EndingAsked(EndCause.WITHDRAWN),
            new WithdrawalAccepted(),
            new WithdrawalTooLate(),
            new RefusalTooLate())) {
      register(requestId, said);
    }
    task(requestId, "accounts-db", 3, new LiftRestriction());

    // then
    claim(STORE, requestId, 3)
        .expectBody()
        .json(
            claimed(requestId, 3, granted("email", requestId + "@example.org")),
            JsonCompareMode.STRICT);
    register(requestId, new RequestWithdrawn());
    claim(STORE, requestId, 3)
        .expectBody()
        .json(claimed(requestId, 3, refused("CLOSED")), JsonCompareMode.STRICT);
  }

  @Test
  void shouldTellNoIdentifierForWhatIsFoundByItsRetentionRowAlone_L20() {
    // given
    String requestId = accepted();
    task(requestId, "accounts-db", 2, new EraseExpired(java.time.Instant.EPOCH));

    // then
    claim(STORE, requestId, 2)
        .expectBody()
        .json(claimed(requestId, 2, NOT_YET), JsonCompareMode.STRICT);
  }

  @Test
  void shouldTakeNoNoticeOfAWishThatOnlyTheRegisterCanJudge() {
    // given
    String requestId = arrived();

    // when
    handle(
        () ->
            new ArrivalHandler(
                    bean(RequestLives.class),
                    bean(ProofOfIdentity.class),
                    bean(Gate.class),
                    bean(Controller.class),
                    PATIENCE)
                .handle(
                    "dsar.intake",
                    new Keyed<>(
                        requestId,
                        new IntakeRecord(
                            UUID.fromString(requestId), now(), new WithdrawalWished()))));

    // then
    prove(requestId);
  }

  // ---------------------------------------------------------------- the end

  @Test
  void shouldKeepNothingButIdsAfterTheEndOfARequest() {
    for (Object end :
        List.of(
            new RequestFulfilled(Completion.ERASED_IN_PART),
            new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED),
            new RequestWithdrawn())) {
      // given
      String requestId = accepted();
      deposit(STORE, requestId, 1, "account_id", "4711").expectStatus().isOk();

      // when
      register(requestId, end);
      register(requestId, end);

      // then
      for (String collection : List.of("vault_entries", "challenges")) {
        assertThat(
                Mono.from(
                        mongo
                            .connect()
                            .getCollection(collection)
                            .countDocuments(new org.bson.Document("_id", requestId)))
                    .block(PATIENCE))
            .isZero();
      }
      put(requestId, requestId + "@example.org").expectStatus().isEqualTo(409);
      attempt(requestId, "12345678").expectBody().json("{\"result\":\"REFUSED\"}");
    }
  }

  @Test
  void shouldForgetThatARequestEverWasWhenItsRecordsAreGoneFromTheTopics() {
    // given
    String requestId = accepted();
    register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));
    assertThat(mongo.dump()).contains(requestId);

    // when
    bean(Forgetting.class).forgetClosed(now().plusSeconds(1)).block(PATIENCE);

    // then
    assertThat(mongo.dump()).doesNotContain(requestId);
  }

  @Test
  void shouldNotGoBackInARequestsLife() {
    // given
    String requestId = accepted();
    register(requestId, new RequestFulfilled(Completion.ERASED_IN_FULL));

    // when older records come again
    arrive(requestId);
    register(requestId, acceptance());

    // then
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("CLOSED")), JsonCompareMode.STRICT);
    assertThat(
            Mono.from(
                    mongo
                        .connect()
                        .getCollection("challenges")
                        .countDocuments(new org.bson.Document("_id", requestId)))
                .block(PATIENCE))
        .isZero();
  }

  // ---------------------------------------------------------------- what a person wants corrected

  @Test
  void shouldGrantCorrectionsForATaskToRectifyAlone() {
    // given
    String requestId = UUID.randomUUID().toString();
    call(
            HttpMethod.PUT,
            "/v1/vault/requests/" + requestId,
            INTAKE,
            """
            {"identifiers":[{"type":"email","value":"%s@example.org"}],
             "corrections":[{"category":"user.name","value":"Ann Other"}],
             "statement":"I moved in May.","locale":"en","source":"%s"}\
            """
                .formatted(requestId, UUID.randomUUID()))
        .expectStatus()
        .isNoContent();
    arrive(requestId);
    prove(requestId);
    register(requestId, acceptance());
    task(requestId, "accounts-db", 1, new LocateHoldings(1));
    task(requestId, "accounts-db", 2, new RectifyRecords());

    // then
    String address = requestId + "@example.org";
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, granted("email", address)), JsonCompareMode.STRICT);
    claim(STORE, requestId, 2)
        .expectBody()
        .json(
            claimed(
                requestId,
                2,
                granted("email", address)
                    + ",\"corrections\":[{\"category\":\"user.name\",\"value\":\"Ann Other\"}]"
                    + ",\"statement\":\"I moved in May.\""),
            JsonCompareMode.STRICT);
    call(HttpMethod.GET, "/v1/vault/requests/" + requestId + "/statement", "officer/dpo", "{}")
        .expectBody()
        .json(
            "{\"corrections\":[{\"category\":\"user.name\",\"value\":\"Ann Other\"}],"
                + "\"statement\":\"I moved in May.\"}",
            JsonCompareMode.STRICT);

    // and when it is carried out
    register(requestId, new RequestCarriedOut(Completion.RECTIFIED));
    UUID noticeId = UUID.randomUUID();
    toTell(requestId, RecipientMatter.RECTIFICATION, noticeId);
    register(requestId, new RequestFulfilled(Completion.RECTIFIED));

    // then recipients are told it too
    claimForRecipient(requestId, noticeId, "newsletter")
        .expectBody()
        .json(
            "{\"about\":{\"identifiers\":[{\"type\":\"email\",\"value\":\"%s\"}],"
                    .formatted(address)
                + "\"corrections\":{\"user.name\":\"Ann Other\"},"
                + "\"statement\":\"I moved in May.\"}}",
            JsonCompareMode.STRICT);

    // then
    claim(STORE, requestId, 2)
        .expectBody()
        .json(claimed(requestId, 2, refused("CLOSED")), JsonCompareMode.STRICT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"category\":\"User Name\",\"value\":\"x\"}",
        "{\"category\":\"user.name\",\"value\":\" \"}",
        "{\"category\":\"user.name\",\"value\":\"x\"},{\"category\":\"user.name\",\"value\":\"y\"}"
      })
  void shouldTakeNoCorrectionsThatAreNone(String corrections) {
    call(
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
  void shouldGrantNothingMoreOfARestrictionInForceButKeepTheAddressForTheLetterBeforeItsEnd_L24() {
    // given
    String requestId = accepted();

    // when
    register(requestId, new RestrictionInForce());
    register(requestId, new RestrictionEndTold());

    // then
    claim(STORE, requestId, 1)
        .expectBody()
        .json(claimed(requestId, 1, refused("CLOSED")), JsonCompareMode.STRICT);
    claimLetter(requestId, UUID.randomUUID().toString(), "LETTER", null)
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.address")
        .isEqualTo(requestId + "@example.org");
  }

  // ---------------------------------------------------------------- canaries

  private void canary(String canaryId, Object payload) {
    handle(
        () ->
            new CanaryHandler(
                    new Canaries(
                        bean(Vault.class),
                        bean(RequestLives.class),
                        bean(IssuedTasks.class),
                        new MadeUpIdentifiers(new SplittableRandom(1))),
                    bean(Controller.class),
                    PATIENCE)
                .handle(
                    "dsar.canaries",
                    new Keyed<>(
                        canaryId,
                        new CanaryRecord(
                            UUID.fromString(canaryId), now(), "accounts-db", payload))));
  }

  @Test
  void shouldTellItsStoreAloneByWhatACanaryIsFoundAndShredThatAtItsEnd() {
    // given
    String canary = UUID.randomUUID().toString();
    task(canary, "accounts-db", 1, new SeedSubject());
    claim(STORE, canary, 1).expectBody().json(claimed(canary, 1, "\"result\":\"NOT_YET\""));

    // when
    canary(canary, new CanaryBegun(List.of("email", "account_id", "phone")));
    String told = body(claim(STORE, canary, 1));
    canary(canary, new CanaryBegun(List.of("email", "account_id", "phone")));

    // then
    assertThat(told)
        .contains("GRANTED", "@canary.invalid", "account_id")
        .as("not approved")
        .doesNotContain("phone");
    assertThat(body(claim(STORE, canary, 1))).as("a repeat makes nobody else up").isEqualTo(told);
    claim(OTHER_STORE, canary, 1).expectBody().json(claimed(canary, 1, "\"result\":\"NOT_YET\""));
    claim(STORE, canary, 2).expectBody().json(claimed(canary, 2, "\"result\":\"NOT_YET\""));
    notAvailable(
        claimLetter(canary, UUID.randomUUID().toString(), "LETTER", null), "NO_PROVEN_CONTACT");

    // when the store has handed out an account's number of its own
    task(canary, "accounts-db", 2, new LocateHoldings(1));
    deposit(STORE, canary, 2, "account_id", "4711").expectStatus().isOk();

    // then
    assertThat(body(claim(STORE, canary, 2))).contains("4711");

    // when
    canary(canary, new CanaryOver());
    canary(canary, new CanaryOver());
    canary(canary, new CanaryBegun(List.of("email")));

    // then
    claim(STORE, canary, 2).expectBody().json(claimed(canary, 2, refused("CLOSED")));
    assertThat(bean(Vault.class).find(canary).blockOptional(PATIENCE)).isEmpty();
    assertThat(bean(SealedEntries.class).grantedTo("accounts-db", List.of(canary)).block(PATIENCE))
        .isEmpty();
  }
}
