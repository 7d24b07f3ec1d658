package io.habeas.storeagent.processor.opendsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.JournaledOutcomeLog;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.processor.Interrupting;
import io.habeas.storeagent.processor.Interrupting.Crash;
import io.habeas.storeagent.processor.Interrupting.Moment;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.StandIn.Asked;
import io.habeas.storeagent.processor.opendsr.CallbackDesk.Verdict;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.unit.DataSize;

class OpenDsrIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e1");
  private static final Authority AUTHORITY = new Authority("Trusted");
  private static final String CALLBACKS = "https://agent.example/v1/callbacks/opendsr";

  private static final String MAP =
      """
      dataset:
        - fides_key: cdp
          collections:
            - name: profiles
              fields:
                - name: email
                  fides_meta: {identity: email}
                - name: controller_customer_id
                  habeas: {identifier: account_id}
                - name: android_id
                  habeas: {identifier: device}
      """;

  @TempDir Path folder;
  private final Processor processor = new Processor(AUTHORITY.issue(Processor.DOMAIN));
  private final LedgerConnection ledger = Ledgers.database();
  private final SettableClock clock = new SettableClock();
  private final MemoryVault vault = new MemoryVault();

  /** A store agent of the processor, without its topics. */
  private final class Agent extends TaskDesk implements AutoCloseable {
    final OpenDsrConnector connector;

    private Agent(OpenDsrConnector connector, Ledger memory, Interrupting interrupting) {
      super(
          connector.holder(),
          new JournaledOutcomeLog(interrupting.journal(memory.journal())),
          Set.of(),
          OpenDsrIT.this.vault,
          OpenDsrIT.this.clock);
      this.connector = connector;
    }

    List<String> export(UUID request, int step) throws Deferred {
      List<String> records = new ArrayList<>();
      connector
          .holder()
          .export(
              new Task(request, step, vault.identifiers()),
              (collection, json) -> records.add(collection + " " + json));
      return records;
    }

    Verdict callback(String id, String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return connector
          .callbacks()
          .take(id, Processor.DOMAIN, processor.signsWith.sign(bytes), bytes);
    }

    @Override
    public void close() {
      connector.close();
    }
  }

  @BeforeEach
  void knowSomebody() throws Exception {
    Files.writeString(folder.resolve("authorities.pem"), AUTHORITY.pem());
    vault.has("email", "ada@mail.example");
    vault.has("account_id", "42");
    vault.has("device", "d-1");
  }

  @AfterEach
  void stop() {
    processor.close();
  }

  private Agent agent() {
    return agent(ledger, Interrupting.never());
  }

  private Agent agent(LedgerConnection memory, Interrupting interrupting) {
    var connection =
        new OpenDsrConnection(
            URI.create(processor.standIn.uri() + "/v2"),
            Processor.DOMAIN,
            "gdpr",
            Set.of("erasure", "access"),
            "user",
            "password",
            null,
            folder.resolve("authorities.pem"),
            true,
            URI.create(CALLBACKS),
            Set.of("localhost"),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            DataSize.ofKilobytes(256),
            1000);
    ProcessorMap map =
        ProcessorMap.of(DataMapReader.read("map.yml", new StringReader(MAP)).datasets().getFirst());
    var remembering = new Ledger(memory, "cdp", clock);
    return new Agent(
        new OpenDsrConnector(
            connection,
            map,
            Optional.empty(),
            clock,
            remembering,
            interrupting::orders,
            clock::advance),
        remembering,
        interrupting);
  }

  private static final Answer ERASED =
      new Answer.Done(
          new Outcome.RecordsErased(
              List.of(new CollectionOutcome("profiles", 1, 0, 0)), List.of()));

  private static final Answer WORKING = new Answer.Wait(WaitReason.PROCESSOR_WORKING);

  private List<Asked> submitted() {
    return processor.standIn.asked.stream()
        .filter(asked -> asked.line().equals("POST /v2/requests"))
        .toList();
  }

  @Test
  void shouldOfferNoLookingAround() {
    try (Agent agent = agent()) {
      assertThat(agent.connector.declaration().actions())
          .containsExactlyInAnyOrder(Action.ERASE, Action.VERIFY, Action.EXPORT);
      assertThat(agent.connector.advice())
          .singleElement()
          .asString()
          .contains("the identity type android_id");
    }
  }

  @Test
  void shouldAskForAnErasureAndThenUntilItIsCompleted() {
    try (Agent agent = agent()) {
      // when
      Answer pending = agent.erase(REQUEST, 1);
      processor.all("in_progress");
      Answer working = agent.erase(REQUEST, 1);
      processor.all("completed");
      Answer done = agent.erase(REQUEST, 1);
      Answer verified = agent.verify(REQUEST, 2);

      // then
      assertThat(List.of(pending, working)).containsOnly(WORKING);
      assertThat(done).isEqualTo(ERASED);
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(submitted()).hasSize(1);
      String id = processor.onlyId();
      assertThat(id).isNotEqualTo(REQUEST.toString());
      assertThat(UUID.fromString(id).version()).isEqualTo(4);
      assertThat(submitted().getFirst().json().toString())
          .isEqualTo(
              "{\"regulation\":\"gdpr\",\"subject_request_id\":\"%s\",\"subject_request_type\":\"erasure\",\"submitted_time\":\"2026-11-24T12:00:00Z\",\"subject_identities\":%s,\"api_version\":\"2.0\",\"status_callback_urls\":[\"%s/%s\"]}"
                  .formatted(
                      id,
                      submitted().getFirst().json().path("subject_identities").toString(),
                      CALLBACKS,
                      id));
      assertThat(submitted().getFirst().json().path("subject_identities"))
          .extracting(
              identity ->
                  identity.path("identity_type").asString()
                      + " "
                      + identity.path("identity_format").asString()
                      + " "
                      + identity.path("identity_value").asString())
          .containsExactly(
              "controller_customer_id sha256"
                  + " 73475cb40a568e8da8a045ced110137e159f890ac4da883b6b17dc651b3a8049",
              "email raw ada@mail.example");
    }
  }

  @Test
  void shouldFindResidueInWhatIsNoLongerCompleted() {
    try (Agent agent = agent()) {
      // given
      processor.firstState = "completed";
      agent.erase(REQUEST, 1);
      processor.all("in_progress");

      // then
      assertThat(agent.verify(REQUEST, 2))
          .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("profiles", 1L)))));
    }
  }

  @Test
  void shouldAskAnewForWhatTheProcessorCancelled() {
    try (Agent agent = agent()) {
      // given
      agent.erase(REQUEST, 1);
      processor.all("cancelled");

      // when
      Answer cancelled = agent.erase(REQUEST, 1);
      processor.firstState = "completed";
      Answer done = agent.erase(REQUEST, 1);

      // then
      assertThat(cancelled).isEqualTo(new Answer.Wait(WaitReason.UNFIT));
      assertThat(done).isEqualTo(ERASED);
      assertThat(processor.requests).hasSize(2);
    }
  }

  @Test
  void shouldBelieveNothingThatIsNotSigned() {
    try (Agent agent = agent()) {
      // given
      processor.firstState = "completed";
      processor.signsWith = new Authority("Trusted").issue(Processor.DOMAIN);

      // when
      Answer answer = agent.erase(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions()).hasSize(1);
    }
  }

  @Test
  void shouldSendNothingToAProcessorWhoseCertificateIsNotAcceptable() {
    // given
    processor.shows = Authority.selfSigned(Processor.DOMAIN);
    try (Agent agent = agent()) {
      // when
      Answer answer = agent.erase(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions())
          .containsExactly(
              "Expected the processor's certificate to be acceptable but it vouches for itself");
      assertThat(submitted()).isEmpty();
    }
  }

  @Test
  void shouldTakeNoTaskWhereTheProcessorDoesNotDoWhatIsAskedOfIt() {
    // given
    processor.types = "'erasure'";
    try (Agent agent = agent()) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions())
          .singleElement()
          .asString()
          .contains("requests of type access");
    }
  }

  @Test
  void shouldPutResultsIntoTheCopy() throws Deferred {
    try (Agent agent = agent()) {
      // given
      assertThatThrownBy(() -> agent.export(REQUEST, 1)).isInstanceOf(Deferred.class);
      processor.all("completed");
      processor.results = ", 'results_url': '%s/results'".formatted(processor.standIn.uri());

      // when
      processor.file = "[{\"a\": 1}, {\"b\": 2}]".getBytes(StandardCharsets.UTF_8);
      List<String> json = agent.export(REQUEST, 1);
      processor.file = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
      List<String> other = agent.export(REQUEST, 1);

      // then
      assertThat(json).containsExactly("profiles {\"a\":1}", "profiles {\"b\":2}");
      assertThat(other)
          .containsExactly("profiles {\"piece\":1,\"last\":true,\"base64\":\"YSxiCjEsMgo=\"}");
      assertThat(submitted()).hasSize(1);
    }
  }

  @Test
  void shouldNotTakeSilenceForNothing() throws Deferred {
    // given
    processor.firstState = "completed";
    try (Agent agent = agent()) {
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.UNFIT));

      // when
      processor.results = ", 'results_count': 0, 'results_url': null";

      // then
      assertThat(agent.export(REQUEST, 1)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://10.1.2.3/results", "http://results.example/", "file:///etc/passwd"})
  void shouldFetchNoResultsFromWhereItMayNot(String url) {
    // given
    processor.firstState = "completed";
    processor.results = ", 'results_url': '%s'".formatted(url);
    try (Agent agent = agent()) {
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.MAP_MISMATCH));
    }
  }

  @Test
  void shouldTakeASignedCallbackForTheRequestThatItNamesAlone() {
    try (Agent agent = agent()) {
      // given
      vault.has("account_id");
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      agent.erase(UUID.randomUUID(), 1);
      String other =
          processor.requests.keySet().stream().filter(each -> !each.equals(id)).findFirst().get();
      processor.states.put(id, "completed");
      String body = processor.status(id);

      // when
      Verdict forOther = agent.callback(other, body);
      Verdict taken = agent.callback(id, body);
      Verdict again = agent.callback(id, body);
      processor.states.remove(other);
      Answer erased = agent.erase(REQUEST, 1);

      // then
      assertThat(forOther).isEqualTo(Verdict.MALFORMED);
      assertThat(taken).isEqualTo(Verdict.TAKEN);
      assertThat(again).isEqualTo(Verdict.TAKEN);
      assertThat(erased).isEqualTo(ERASED);
      assertThat(Ledgers.contents(ledger))
          .filteredOn(entry -> entry.contains("SENT"))
          .anyMatch(entry -> entry.contains(other));
    }
  }

  @Test
  void shouldRefuseACallbackThatTheProcessorHasNotSigned() {
    try (Agent agent = agent()) {
      // given
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      processor.states.put(id, "completed");
      byte[] body = processor.status(id).getBytes(StandardCharsets.UTF_8);
      CallbackDesk desk = agent.connector.callbacks();
      String good = processor.signsWith.sign(body);
      String forged = AUTHORITY.issue(Processor.DOMAIN).sign(body);
      processor.states.put(id, "pending");

      // then
      assertThat(desk.take(id, Processor.DOMAIN, "", body)).isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(id, Processor.DOMAIN, forged, body)).isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(id, "evil.example", good, body)).isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(UUID.randomUUID().toString(), Processor.DOMAIN, forged, body))
          .isEqualTo(Verdict.REFUSED);
      assertThat(desk.take(UUID.randomUUID().toString(), Processor.DOMAIN, good, body))
          .isEqualTo(Verdict.UNKNOWN);
      assertThat(desk.take("../x", Processor.DOMAIN, good, body)).isEqualTo(Verdict.UNKNOWN);
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(WORKING);
    }
  }

  @Test
  void shouldRefuseACallbackForAnotherAddress() {
    try (Agent agent = agent()) {
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      String body =
          "{\"subject_request_id\": \"%s\", \"request_status\": \"completed\", \"status_callback_url\": \"https://other.example/x\"}"
              .formatted(id);
      assertThat(agent.callback(id, body)).isEqualTo(Verdict.MALFORMED);
      assertThat(agent.callback(id, "{\"subject_request_id\": \"" + id + "\"}"))
          .isEqualTo(Verdict.MALFORMED);
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(WORKING);
    }
  }

  @Test
  void shouldTakeCallbacksOverHttpFromAnybodyWhoCanSign() {
    try (Agent agent = agent()) {
      // given
      WebTestClient web =
          WebTestClient.bindToController(new CallbackController(agent.connector)).build();
      agent.erase(REQUEST, 1);
      String id = processor.onlyId();
      processor.states.put(id, "completed");
      byte[] body = processor.status(id).getBytes(StandardCharsets.UTF_8);
      String signature = processor.signsWith.sign(body);

      // then
      call(web, id, body, "").expectStatus().isForbidden().expectBody().isEmpty();
      call(web, UUID.randomUUID().toString(), body, "").expectStatus().isForbidden();
      call(web, UUID.randomUUID().toString(), body, signature)
          .expectStatus()
          .isNotFound()
          .expectBody()
          .isEmpty();
      call(web, id, new byte[300 * 1024], signature)
          .expectStatus()
          .is4xxClientError()
          .expectBody()
          .consumeWith(answer -> assertThat(String.valueOf(answer)).doesNotContain("ada"));
      call(web, id, body, signature).expectStatus().isAccepted().expectBody().isEmpty();
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(ERASED);
    }
  }

  private static WebTestClient.ResponseSpec call(
      WebTestClient web, String id, byte[] body, String signature) {
    return web.post()
        .uri("/v1/callbacks/opendsr/" + id)
        .header(OpenDsrClient.DOMAIN, Processor.DOMAIN)
        .header(OpenDsrClient.SIGNATURE, signature)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }

  @Test
  void shouldAskAgainWithMoreIdentitiesAndFinishWhatWasAsked() {
    try (Agent agent = agent()) {
      // given
      vault.has("account_id");
      agent.erase(REQUEST, 1);
      vault.has("account_id", "42");
      agent.erase(REQUEST, 1);

      // when
      processor.all("completed");
      Answer done = agent.erase(REQUEST, 1);

      // then
      assertThat(processor.requests).hasSize(2);
      assertThat(done)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(new CollectionOutcome("profiles", 2, 0, 0)), List.of())));
      assertThat(agent.verify(REQUEST, 2))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldAskOnceWhereTheAnswerIsLost(boolean afterwards) {
    try (Agent agent = agent()) {
      // given
      assertThat(agent.connector.holder().unfit()).isEmpty();
      processor.firstState = "completed";
      processor.standIn.cut(1, afterwards);
      Answer lost = agent.erase(REQUEST, 1);
      clock.advance(Duration.ofMinutes(30));

      // when
      Answer again = agent.erase(REQUEST, 1);

      // then
      assertThat(lost).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      assertThat(again).isEqualTo(ERASED);
      assertThat(processor.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEraseTheSameAfterACrashAtAnyOperationOfTheLedger(Moment moment) {
    // given
    processor.firstState = "completed";
    Interrupting counting = Interrupting.never();
    try (Agent agent = agent(Ledgers.database(), counting)) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(ERASED);
    }

    for (int at = 1; at <= counting.count(); at += Points.EVERY) {
      // when
      processor.requests.clear();
      LedgerConnection memory = Ledgers.database();
      Interrupting crashing =
          new Interrupting(
              at,
              moment,
              () -> {
                throw new Crash();
              });
      try (Agent agent = agent(memory, crashing)) {
        agent.erase(REQUEST, 1);
      } catch (Crash crash) {
        // As if the process had ended: nobody was answered.
      }
      clock.advance(Duration.ofMinutes(30));
      Answer answer;
      try (Agent agent = agent(memory, Interrupting.never())) {
        answer = agent.erase(REQUEST, 1);
      }

      // then
      assertThat(answer).as("operation %d", at).isEqualTo(ERASED);
      assertThat(processor.requests).as("operation %d", at).hasSize(1);
    }
  }
}
