package io.habeas.storeagent.processor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.StandIn;
import io.habeas.storeagent.processor.StandIn.Reply;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a processor can answer that is no answer, and how all ways of paging end. */
class FaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000d1");

  private static final String MAP =
      """
      dataset:
        - fides_key: crm
          collections:
            - name: people
              fields:
                - name: email
                  fides_meta: {identity: email}
      """;

  private static final String DEFINITION =
      """
      processor: crm
      auth: {header: {name: X-Api-Key, secret: key}}
      searches:
        people:
          collection: people
          subjects: {identifier: email}
          call: {method: GET, path: /people, query: {email: '{subject}'}}
          records: /people
          key: /id
          %s
      actions:
        locate: [people]
        erase:
          - collection: people
            subjects: {identifier: email}
            call: {method: POST, path: /erasures, json: {email: '{subject}'}}
            reference: /id
            repeat: never
            status:
              call: {method: GET, path: '/erasures/{reference}'}
              state: /state
              done: [done]
              working: [open]
        verify: {searches: [people]}
      """;

  private final StandIn standIn = new StandIn(asked -> Reply.json("{'people': []}"));
  private final LedgerConnection ledger = Ledgers.database();
  private final SettableClock clock = new SettableClock();
  private final MemoryVault vault = new MemoryVault();
  private final ListAppender<ILoggingEvent> logs = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  @TempDir Path folder;

  @BeforeEach
  void knowSomebody() {
    vault.has("email", "ada@mail.example");
    logs.start();
    root.addAppender(logs);
  }

  @AfterEach
  void stop() {
    root.detachAppender(logs);
    standIn.close();
    // Whatever went wrong, nothing of the person's is told.
    assertThat(logs.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(text -> text.contains("ada") || text.contains("secret"));
  }

  private RestAgent agent() throws Exception {
    return agent("", standIn.uri(), Duration.ofSeconds(2), null);
  }

  private RestAgent agent(
      String paging, URI uri, Duration timeout, @Nullable Integer callsPerSecond) throws Exception {
    Path file = folder.resolve("crm.yml");
    Files.writeString(file, DEFINITION.formatted(paging));
    return RestAgent.on(
        RestAgent.connection(file.toString(), uri, Map.of(), timeout, callsPerSecond),
        ledger,
        MAP,
        vault,
        clock);
  }

  private static Answer located(long records) {
    return new Answer.Done(
        new Outcome.HoldingsLocated(new Counts(Map.of("people", records)), Set.of(), false));
  }

  @ParameterizedTest
  @CsvSource({
    "400, MAP_MISMATCH",
    "401, STORE_FORBIDDEN",
    "403, STORE_FORBIDDEN",
    "404, MAP_MISMATCH",
    "405, MAP_MISMATCH",
    "408, STORE_UNAVAILABLE",
    "409, RECORD_LOCKED",
    "422, MAP_MISMATCH",
    "500, STORE_UNAVAILABLE",
    "502, STORE_UNAVAILABLE",
    "503, STORE_UNAVAILABLE",
  })
  void shouldWaitForWhatAStatusMeans(int status, WaitReason reason) throws Exception {
    standIn.answers(asked -> Reply.json(status, "{'error': 'secret of ada'}"));
    try (RestAgent agent = agent()) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(reason));
      standIn.answers(asked -> Reply.json("{'people': [{'id': 1}]}"));
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(located(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void shouldFollowNoRedirect(int status) throws Exception {
    // given
    AtomicInteger reached = new AtomicInteger();
    try (StandIn other =
            new StandIn(
                asked -> {
                  reached.incrementAndGet();
                  return Reply.json("{'people': [{'id': 1}]}");
                });
        RestAgent agent = agent()) {
      standIn.answers(asked -> Reply.status(status).with("Location", other.uri() + "/people"));

      // when
      Answer answer = agent.locate(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(reached).hasValue(0);
      assertThat(agent.connector.contradictions()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.0.0.1",
        "https://[::1]",
        "https://127.0.0.1",
        "https://169.254.169.254",
        "http://processor.example",
        "http://127.0.0.1:9"
      })
  void shouldCallNoAddressThatIsPrivateOrWithoutTls(String address) throws Exception {
    try (RestAgent agent = agent("", URI.create(address), Duration.ofSeconds(2), null)) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Back soon</html>",
        "{\"people\": [",
        "{\"people\": {}}",
        "{\"other\": []}",
        "[]",
        "\"people\"",
        "",
        "{\"people\": [{\"name\": \"no key\"}]}",
        "{\"people\": []} trailing"
      })
  void shouldTakeNoMalformedAnswerForNothing(String body) throws Exception {
    standIn.answers(
        asked -> new Reply(200, Map.of(), body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    try (RestAgent agent = agent()) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    }
  }

  @Test
  void shouldReadNoAnswerThatIsTooLong() throws Exception {
    standIn.answers(asked -> new Reply(200, Map.of(), new byte[1024 * 1024]));
    try (RestAgent agent = agent()) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    }
  }

  @Test
  void shouldReadNoAnswerThatIsTooDeep() throws Exception {
    standIn.answers(
        asked -> Reply.json("{'people': " + "[".repeat(10_000) + "]".repeat(10_000) + "}"));
    try (RestAgent agent = agent()) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    }
  }

  @Test
  void shouldNotWaitForAnAnswerThatDoesNotComeToItsEnd() throws Exception {
    standIn.answers(asked -> Reply.json("{'people': []}").stalling());
    try (RestAgent agent = agent("", standIn.uri(), Duration.ofMillis(200), null)) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    }
  }

  @Test
  void shouldNotWaitForAnAnswerThatTakesTooLong() throws Exception {
    // given
    CountDownLatch asleep = new CountDownLatch(1);
    standIn.answers(
        asked -> {
          try {
            asleep.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Reply.json("{'people': []}");
        });
    try (RestAgent agent = agent("", standIn.uri(), Duration.ofMillis(200), null)) {
      // when
      Answer answer = agent.locate(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    } finally {
      asleep.countDown();
    }
  }

  @Test
  void shouldWaitInPlaceForAProcessorThatSoonTakesCallsAgain() throws Exception {
    // given
    AtomicInteger calls = new AtomicInteger();
    standIn.answers(
        asked ->
            calls.incrementAndGet() == 1
                ? Reply.status(429).with("Retry-After", "15")
                : Reply.json("{'people': [{'id': 1}]}"));
    Instant before = clock.instant();
    try (RestAgent agent = agent()) {
      // when
      Answer answer = agent.locate(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(located(1));
      assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(15));
    }
  }

  @Test
  void shouldNotCallAProcessorThatTakesNoCallsForLonger() throws Exception {
    // given
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().plusSeconds(3600).atOffset(ZoneOffset.UTC));
    standIn.answers(asked -> Reply.status(429).with("X-RateLimit-Reset", date));
    try (RestAgent agent = agent()) {
      // when
      List<Answer> answers = List.of(agent.locate(REQUEST, 1), agent.locate(REQUEST, 1));
      int calls = standIn.asked.size();
      clock.advance(Duration.ofHours(1));
      standIn.answers(asked -> Reply.json("{'people': []}"));
      Answer later = agent.locate(REQUEST, 1);

      // then
      assertThat(answers).containsOnly(new Answer.Wait(WaitReason.RATE_LIMITED));
      assertThat(calls).isEqualTo(1);
      assertThat(later).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldPauseBeforeTheQuotaIsExceeded() throws Exception {
    // given
    standIn.answers(
        asked ->
            Reply.json("{'people': []}")
                .with("X-RateLimit-Remaining", "0")
                .with("X-RateLimit-Reset", String.valueOf(clock.instant().getEpochSecond() + 7)));
    Instant before = clock.instant();
    try (RestAgent agent = agent()) {
      // when
      agent.locate(REQUEST, 1);
      agent.locate(REQUEST, 2);

      // then
      assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "paging: {cursor: /next, send: {query: page}}",
        "paging: {page: 0, send: {query: page}}",
        "paging: {offset: 1, send: {query: page}}",
        "paging: {after-last: /id, send: {query: page}}",
        "paging: {link: true}"
      })
  void shouldGoThroughAllPages(String paging) throws Exception {
    // given
    standIn.answers(
        asked -> {
          assertThat(asked.parameters()).containsEntry("email", "ada@mail.example");
          int page = Integer.parseInt(asked.parameters().getOrDefault("page", "0"));
          String people = page < 3 ? "{'id': %d}".formatted(page + 1) : "";
          String next = page < 3 ? ", 'next': '%d'".formatted(page + 1) : ", 'next': null";
          Reply reply = Reply.json("{'people': [%s]%s}".formatted(people, next));
          return page < 3
              ? reply.with(
                  "Link",
                  "</people?email=ada%%40mail.example&page=0>; rel=\"first\", </people?email=ada%%40mail.example&page=%d>; rel=\"next\""
                      .formatted(page + 1))
              : reply;
        });
    try (RestAgent agent = agent(paging, standIn.uri(), Duration.ofSeconds(2), null)) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(located(3));
    }
  }

  @Test
  void shouldNotCallANextPageAtAnotherPlace() throws Exception {
    // given
    AtomicInteger reached = new AtomicInteger();
    try (StandIn other =
            new StandIn(
                asked -> {
                  reached.incrementAndGet();
                  return Reply.json("{'people': []}");
                });
        RestAgent agent =
            agent("paging: {link: true}", standIn.uri(), Duration.ofSeconds(2), null)) {
      standIn.answers(
          asked ->
              Reply.json("{'people': []}")
                  .with("Link", "<" + other.uri() + "/people>; rel=\"next\""));

      // when
      Answer answer = agent.locate(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(reached).hasValue(0);
    }
  }

  @Test
  void shouldNotGoRoundInCircles() throws Exception {
    standIn.answers(asked -> Reply.json("{'people': [{'id': 1}], 'next': 'same'}"));
    try (RestAgent agent =
        agent(
            "paging: {cursor: /next, send: {query: page}}",
            standIn.uri(),
            Duration.ofSeconds(2),
            null)) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(standIn.asked).hasSize(2);
    }
  }

  @Test
  void shouldHoldAnOrderThatMayHaveBeenPlacedAndCannotBeLookedFor() throws Exception {
    // given
    standIn.answers(asked -> Reply.json("{'id': 'e1', 'state': 'done'}"));
    standIn.cut(1, true);
    try (RestAgent agent = agent()) {
      agent.erase(REQUEST, 1);
      clock.advance(Duration.ofHours(1));

      // when
      Answer held = agent.erase(REQUEST, 1);

      // then
      assertThat(held).isEqualTo(new Answer.Wait(WaitReason.UNFIT));
      assertThat(agent.connector.contradictions())
          .singleElement()
          .asString()
          .contains("held until somebody has looked there");
      assertThat(standIn.lines()).containsExactly("POST /erasures");
    }
  }

  @Test
  void shouldPlaceAnOrderAgainThatCertainlyWasNotPlaced() throws Exception {
    // given
    standIn.answers(asked -> Reply.status(401));
    try (RestAgent agent = agent()) {
      Answer refused = agent.erase(REQUEST, 1);
      standIn.answers(asked -> Reply.json("{'id': 'e1', 'state': 'done'}"));

      // when
      Answer done = agent.erase(REQUEST, 1);

      // then
      assertThat(refused).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
      assertThat(done).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldNotTakeAStateThatIsNotDescribedForAnEnd() throws Exception {
    standIn.answers(asked -> Reply.json("{'id': 'e1', 'state': 'archived'}"));
    try (RestAgent agent = agent()) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      standIn.answers(asked -> Reply.json("{'id': 'e1', 'state': 'done'}"));
      assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
      assertThat(standIn.lines()).filteredOn(line -> line.startsWith("POST")).hasSize(1);
    }
  }

  @Test
  void shouldSendTheCredentialsInTheHeaderThatTheDefinitionNames() throws Exception {
    try (RestAgent agent = agent()) {
      agent.locate(REQUEST, 1);
      assertThat(standIn.asked.getFirst().header("X-Api-Key")).isEqualTo("sk_test");
    }
  }
}
