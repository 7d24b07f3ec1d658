package io.habeas.intake;

import static io.habeas.intake.WithoutKafka.ANNOUNCED;
import static io.habeas.intake.WithoutKafka.BROKEN;
import static io.habeas.intake.WithoutKafka.TRACES;
import static io.habeas.intake.WithoutKafka.VERIFIER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.habeas.intake.frontdoor.Admission.Correction;
import io.habeas.intake.frontdoor.Admission.Identifier;
import io.habeas.intake.frontdoor.Admission.Statement;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.schemas.avro.WithdrawalWished;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The intake over HTTP on the MongoDB stand-in, without Kafka and without a verifier. */
class FrontDoorTest {
  private static final String ADA = request("ERASURE", "ada@mail.example");

  @RegisterExtension final StartedIntake intake = new StartedIntake();

  @Test
  void shouldShowThePageToWhichLinksLeadAndLetItLoadNothingFromElsewhere() {
    intake
        .client()
        .get()
        .uri("/package")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType("text/html;charset=UTF-8")
        .expectHeader()
        .value(
            "Content-Security-Policy", policy -> assertThat(policy).contains("default-src 'none'"))
        .expectBody(String.class)
        .value(page -> assertThat(page).contains("/package/page.js").doesNotContain("http"));
    intake.client().get().uri("/package/page.js").exchange().expectStatus().isOk();
    intake.client().get().uri("/package/page.html").exchange().expectStatus().isNotFound();
  }

  /** Reactor Netty 1.3.7 lost one in six of these (reactor-netty#4361). */
  @Test
  void shouldAnswerEveryRequestOfAConnectionAlsoAfterOneWhoseBodyNobodyRead() throws Exception {
    try (HttpClient connection =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < 200; i++) {
        HttpRequest.Builder refused = HttpRequest.newBuilder(intake.url().resolve("/nothing"));
        for (HttpRequest request :
            List.of(
                refused.POST(HttpRequest.BodyPublishers.ofString("unread")).build(),
                refused.GET().build())) {
          assertThat(
                  connection
                      .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                      .get(20, TimeUnit.SECONDS)
                      .statusCode())
              .isEqualTo(401);
        }
      }
    }
  }

  @Test
  void shouldReceiveAWithdrawalOfConsentUnderAnythingThatNamesThePerson_L29() {
    // given
    String withdrawal =
        """
        {"right": "CONSENT_WITHDRAWAL", "purposes": ["%s"],
         "identifiers": [{"type": "account_id", "value": "77"}]}
        """;
    String key = key();

    // when
    accepted(post(key, withdrawal.formatted("newsletter")));

    // then
    assertThat(ANNOUNCED)
        .extracting(record -> ((RequestReceived) record.getPayload()).getPurposes())
        .containsExactly(List.of("newsletter"));
    accepted(post(key, withdrawal.formatted("newsletter")));
    post(key(), withdrawal.formatted("billing"))
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.errors[0].code")
        .isEqualTo("no-purpose-that-rests-on-consent");
  }

  @Test
  void shouldReceiveARequestAndAnswerReceivedRightAfter() {
    // when
    JsonNode received = accepted(post(key(), ADA));

    // then
    UUID id = UUID.fromString(received.path("requestId").asString());
    assertThat(ANNOUNCED).extracting(IntakeRecord::getRequestId).containsExactly(id);
    assertThat(VERIFIER.entries)
        .containsExactly(Map.entry(id, List.of(new Identifier("email", "ada@mail.example"))));
    assertThat(ANNOUNCED.getFirst().toString()).doesNotContain("ada@");
    assertThat(received.path("dueOn").asString()).isNotEmpty();
    status(id, received.path("statusToken").asString())
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("RECEIVED")
        .jsonPath("$.participants")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"right\": | application/json | 400 | malformed-request",
        "[] | application/json | 400 | malformed-request",
        "{\"right\":\"FLIGHT\",\"identifiers\":[{\"type\":\"email\",\"value\":\"ada@mail.example\"}]}"
            + " | application/json | 422 | unsupported-right",
        "{\"right\":\"ERASURE\"} | application/json | 422 | invalid-request",
        "{\"right\":\"ERASURE\",\"identifiers\":[]} | application/json | 422 | invalid-request",
        "{\"right\":\"ERASURE\",\"identifiers\":[null]} | application/json | 422 | invalid-request",
        "{\"right\":\"ERASURE\",\"identifiers\":[{\"type\":\"email\",\"value\":\"ada\"}]}"
            + " | application/json | 422 | invalid-request",
        "{\"right\":\"ERASURE\",\"identifiers\":[{\"type\":\"account_id\",\"value\":\"7\"}]}"
            + " | application/json | 422 | invalid-request",
        "{\"right\":\"ERASURE\",\"identifiers\":[{\"type\":\"email\",\"value\":\"ada@mail.example\"}],\"corrections\":[{\"category\":\"user.name\",\"value\":\"Ada\"}]}"
            + " | application/json | 422 | invalid-request",
        "right=ERASURE | application/x-www-form-urlencoded | 415 | unsupported-media-type",
        "ada | text/plain | 415 | unsupported-media-type"
      })
  void shouldRefuseBadInputWithAProblemAndPublishNothing(
      String body, String contentType, int status, String problem) {
    intake
        .client()
        .post()
        .uri("/v1/requests")
        .header("Idempotency-Key", key())
        .contentType(MediaType.parseMediaType(contentType))
        .bodyValue(body)
        .exchange()
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:habeas:problem:" + problem)
        .consumeWith(
            answer ->
                assertThat(new String(answer.getResponseBodyContent(), UTF_8))
                    .doesNotContain("mail.example")
                    .doesNotContain("FLIGHT"));
    assertThat(ANNOUNCED).isEmpty();
    assertThat(VERIFIER.entries).isEmpty();
  }

  @Test
  void shouldKeepCorrectionsInTheVaultAloneAndPerKeyAsTheyWere_L18() {
    // given
    String key = key();
    String body =
        """
        {"right":"RECTIFICATION","identifiers":[{"type":"email","value":"ada@mail.example"}],
         "corrections":[{"category":"user.name","value":"%s"}],"statement":"I was never a Byron."}\
        """;

    // when
    JsonNode received = accepted(post(key, body.formatted("Ada Lovelace")));

    // then
    UUID id = UUID.fromString(received.path("requestId").asString());
    assertThat(VERIFIER.stated)
        .containsExactly(
            Map.entry(
                id,
                new Statement(
                    List.of(new Correction("user.name", "Ada Lovelace")), "I was never a Byron.")));
    assertThat(ANNOUNCED.toString()).doesNotContain("Lovelace", "Byron");
    post(key, body.formatted("Ada Byron")).expectStatus().isEqualTo(422);
  }

  @Test
  void shouldRefuseAnOversizedBody() {
    post(key(), request("ERASURE", "a".repeat(20_000) + "@mail.example"))
        .expectStatus()
        .isEqualTo(413)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:habeas:problem:content-too-large");
    assertThat(ANNOUNCED).isEmpty();
  }

  @Test
  void shouldRefuseARequestWithoutIdempotencyKey() {
    post("short", ADA)
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:habeas:problem:idempotency-key-required");
    assertThat(ANNOUNCED).isEmpty();
  }

  @Test
  void shouldAnswerARepeatAlikeAndRefuseAnotherBodyUnderTheSameKey() {
    // given
    String key = key();
    JsonNode first = accepted(post(key, ADA));

    // when
    JsonNode repeat = accepted(post(key, ADA));

    // then
    assertThat(repeat).isEqualTo(first);
    post(key, request("ERASURE", "eve@mail.example"))
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:habeas:problem:idempotency-key-reused");
    assertThat(ANNOUNCED).hasSize(1);
    assertThat(VERIFIER.entries).hasSize(1);
  }

  @Test
  void shouldReceiveOneRequestHoweverManySendItAtOnce() {
    // given
    String key = key();

    // when
    List<String> ids =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> accepted(post(key, ADA)).path("requestId").asString())
            .distinct()
            .toList();

    // then
    assertThat(ids).hasSize(1);
    assertThat(ANNOUNCED.stream().map(record -> record.getRequestId().toString()).distinct())
        .containsExactlyElementsOf(ids);
  }

  @Test
  void shouldResumeAfterTheVaultOrTheBrokerWasAway() {
    // given
    String key = key();
    VERIFIER.away.set(true);
    post(key, ADA).expectStatus().isEqualTo(503).expectHeader().exists("Retry-After");
    VERIFIER.away.set(false);
    BROKEN.set(true);
    post(key, ADA).expectStatus().isEqualTo(503);
    assertThat(ANNOUNCED).isEmpty();
    BROKEN.set(false);

    // when
    JsonNode received = accepted(post(key, ADA));

    // then
    UUID id = UUID.fromString(received.path("requestId").asString());
    assertThat(VERIFIER.entries).containsOnlyKeys(id);
    assertThat(ANNOUNCED).extracting(IntakeRecord::getRequestId).containsExactly(id);
  }

  @Test
  void shouldTellNothingWithoutTheStatusToken_L10() {
    // given
    JsonNode received = accepted(post(key(), ADA));
    JsonNode other = accepted(post(key(), ADA));
    UUID id = UUID.fromString(received.path("requestId").asString());

    // then
    for (String token : List.of("", "guess", other.path("statusToken").asString())) {
      status(id, token).expectStatus().isUnauthorized();
      status(UUID.randomUUID(), token).expectStatus().isUnauthorized();
      prove(id, token, RecordingVault.RIGHT_CODE).expectStatus().isUnauthorized();
    }
  }

  @Test
  void shouldPassACodeOnAndRefuseEveryWrongOneAlike() {
    // given
    JsonNode received = accepted(post(key(), ADA));
    UUID id = UUID.fromString(received.path("requestId").asString());
    String token = received.path("statusToken").asString();

    // then
    for (String code : List.of("87654321", "x", "99999999")) {
      prove(id, token, code)
          .expectStatus()
          .isForbidden()
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("urn:habeas:problem:proof-refused");
    }
    prove(id, token, RecordingVault.RIGHT_CODE)
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.result")
        .isEqualTo("ACCEPTED");
    prove(id, token, "").expectStatus().isBadRequest();
  }

  @Test
  void shouldBeginATraceOfItsOwnWhateverTheCallerSaysOfOne() {
    // given
    String foreign = "4bf92f3577b34da6a3ce929d0e0e4736";

    // when
    intake
        .client()
        .post()
        .uri("/v1/requests")
        .header("Idempotency-Key", key())
        .header("traceparent", "00-" + foreign + "-00f067aa0ba902b7-01")
        .header("tracestate", "vendor=ada@mail.example")
        .header("baggage", "email=ada@mail.example")
        .header("b3", foreign + "-00f067aa0ba902b7-1")
        .header("X-B3-TraceId", foreign)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(ADA)
        .exchange()
        .expectStatus()
        .isAccepted();

    // then
    assertThat(TRACES).singleElement().extracting(TraceParent::traceId).isNotEqualTo(foreign);
  }

  @Test
  void shouldPassAWithdrawalOnAsOftenAsItIsWishedAndSayNoMoreThanThatItIsReceived() {
    // given
    JsonNode received = accepted(post(key(), ADA));
    UUID id = UUID.fromString(received.path("requestId").asString());
    String token = received.path("statusToken").asString();
    assertThat(received.path("links").path("withdrawal").asString())
        .isEqualTo("/v1/requests/" + id + "/withdrawal");

    // when
    for (int i = 0; i < 2; i++) {
      assertThat(accepted(withdraw(id, token)).toString()).isEqualTo("{\"result\":\"RECEIVED\"}");
    }

    // then
    assertThat(ANNOUNCED)
        .extracting(IntakeRecord::getRequestId, IntakeRecord::getPayload)
        .endsWith(tuple(id, new WithdrawalWished()), tuple(id, new WithdrawalWished()));
  }

  @Test
  void shouldTakeNoWithdrawalWithoutTheStatusTokenAndNoneThatCannotBePassedOn_L10() {
    // given
    JsonNode received = accepted(post(key(), ADA));
    UUID id = UUID.fromString(received.path("requestId").asString());
    ANNOUNCED.clear();

    // then
    for (UUID any : List.of(id, UUID.randomUUID())) {
      withdraw(any, "guess")
          .expectStatus()
          .isUnauthorized()
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("urn:habeas:problem:unauthorized");
    }
    BROKEN.set(true);
    withdraw(id, received.path("statusToken").asString())
        .expectStatus()
        .isEqualTo(503)
        .expectHeader()
        .exists("Retry-After");
    assertThat(ANNOUNCED).isEmpty();
  }

  @Test
  void shouldKeepOperatorsEndpointsShut() {
    intake.client().get().uri("/v1/operations/requests").exchange().expectStatus().isUnauthorized();
  }

  private WebTestClient.ResponseSpec post(String key, String body) {
    return intake
        .client()
        .post()
        .uri("/v1/requests")
        .header("Idempotency-Key", key)
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

  private WebTestClient.ResponseSpec status(UUID id, String token) {
    return intake
        .client()
        .get()
        .uri("/v1/requests/{id}", id)
        .header("Authorization", "Bearer " + token)
        .exchange();
  }

  private WebTestClient.ResponseSpec withdraw(UUID id, String token) {
    return intake
        .client()
        .post()
        .uri("/v1/requests/{id}/withdrawal", id)
        .header("Authorization", "Bearer " + token)
        .exchange();
  }

  private WebTestClient.ResponseSpec prove(UUID id, String token, String code) {
    return intake
        .client()
        .post()
        .uri("/v1/requests/{id}/proof", id)
        .header("Authorization", "Bearer " + token)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("{\"code\": \"" + code + "\"}")
        .exchange();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static String request(String right, String email) {
    return "{\"right\": \"%s\", \"identifiers\": [{\"type\": \"email\", \"value\": \"%s\"}]}"
        .formatted(right, email);
  }
}
