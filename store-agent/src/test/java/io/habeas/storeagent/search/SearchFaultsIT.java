package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong in a cluster, and what the agent answers then. */
class SearchFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f1");
  private static final Answer VERIFIED = new Answer.Done(new Outcome.ErasureVerified());

  private static final String MAP =
      """
      dataset:
        - fides_key: people
          collections:
            - name: people
              habeas: {index: "@people*"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, data_type: string}}
      """;

  private static final String KEYWORD = "{\"email\": {\"type\": \"keyword\"}}";
  private static final Set<String> BLOCKS =
      Set.of("index.blocks.write", "index.blocks.read_only", "index.blocks.read_only_allow_delete");

  private static final SearchServers.Space SPACE = SearchServers.space();

  private final FaultyWire wire = new FaultyWire();
  private final MemoryVault vault = new MemoryVault();
  private final SettableClock clock = new SettableClock();
  private final SearchAgent agent = SearchAgent.on(SPACE, MAP, vault, clock, wire::around);

  @AfterAll
  static void end() {
    SPACE.close();
  }

  @BeforeEach
  void people() {
    SPACE.create("people", KEYWORD);
    SPACE.insert(
        "people",
        "{\"_id\": \"1\", \"email\": \"ada@example.com\"}",
        "{\"_id\": \"2\", \"email\": \"bob@example.com\"}");
    vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    BLOCKS.forEach(block -> block("*", block, false));
    agent.close();
    SPACE.drop();
    SPACE.clear();
  }

  private void block(String index, String block, boolean on) {
    SPACE.call(
        "PUT", "/@" + index + "/_settings", "{\"%s\": %s}".formatted(block, on ? true : null));
  }

  @ParameterizedTest
  @CsvSource({
    "index.blocks.write, STORE_READ_ONLY",
    "index.blocks.read_only, STORE_READ_ONLY",
    "index.blocks.read_only_allow_delete, STORE_FULL"
  })
  void shouldWaitWhileAnIndexTakesNoChangesAndCarryOnThen(String block, WaitReason reason) {
    // given
    agent.locate(REQUEST, 1);
    block("people", block, true);

    // when
    Answer refused = agent.erase(REQUEST, 2);

    // then
    assertThat(refused).isEqualTo(new Answer.Wait(reason));
    assertThat(SPACE.documents("people")).hasSize(2);
    block("people", block, false);
    clock.advance(Duration.ofSeconds(3));
    assertThat(agent.erase(REQUEST, 2)).isInstanceOf(Answer.Done.class);
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(VERIFIED);
  }

  @Test
  void shouldWaitWhileThereIsNoSuchIndex() {
    // given
    SPACE.call("DELETE", "/@people", "");

    // when
    Answer mismatch = agent.locate(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.connector.contradictions())
        .containsExactly("Expected an index for collection people but there is none");
    people();
    clock.advance(Duration.ofSeconds(3));
    assertThat(agent.locate(REQUEST, 1)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void shouldNotTakeAClosedIndexForAnEmptyOne() {
    // given
    SPACE.create("people-2024", KEYWORD);
    SPACE.insert("people-2024", "{\"_id\": \"1\", \"email\": \"ada@example.com\"}");
    SPACE.call("POST", "/@people-2024/_close", "");

    // when
    Answer closed = agent.locate(REQUEST, 1);

    // then
    assertThat(closed).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.connector.contradictions())
        .containsExactly(SPACE.named("Expected index @people-2024 to be open but it is closed"));
    SPACE.call("POST", "/@people-2024/_open?wait_for_active_shards=1", "");
    clock.advance(Duration.ofSeconds(3));
    assertThat(agent.locate(REQUEST, 1))
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(new Counts(Map.of("people", 2L)), Set.of(), false)));
  }

  @Test
  void shouldRefuseToFindPeopleByWords() {
    // given: the second one maps the address as text, and finds everybody of the same host
    SPACE.create("people-new", "{\"email\": {\"type\": \"text\"}}");

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.connector.contradictions())
        .containsExactly(
            SPACE.named(
                "Expected people.email to be a keyword or a whole number in index @people-new, or"
                    + " to have a keyword beside it, since a person is found by it, but it is"
                    + " text"));
  }

  @Test
  void shouldRefuseDocumentsThatAreNotKeptWholeAndFieldsThatAreNeverMapped() {
    // given
    SPACE.call(
        "PUT",
        "/@people-lean",
        """
        {"mappings": {"dynamic": false, "_source": {"excludes": ["phone"]}, "properties": {}}}
        """);

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.connector.contradictions())
        .containsExactlyInAnyOrder(
            SPACE.named(
                "Expected index @people-lean to keep whole documents but its _source leaves fields"
                    + " out"),
            SPACE.named(
                "Expected people.email to be mapped in index @people-lean, since a person is found"
                    + " by it, but it is not and will not be"));
  }

  @Test
  void shouldNotTakeARenamedFieldForAPersonOfWhomNothingIsHeld() {
    // given: all documents were written anew, under another name
    SPACE.call("DELETE", "/@people", "");
    SPACE.create("people", "{}");
    SPACE.insert("people", "{\"_id\": \"1\", \"mail\": \"ada@example.com\"}");

    // when
    Answer mismatch = agent.locate(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(agent.connector.contradictions())
        .containsExactly(
            SPACE.named(
                "Expected a document of people with email, by which people are found, in [@people]"
                    + " but none has it"));
    assertThat(agent.connector.advice()).isEmpty();
  }

  @Test
  void shouldFindInAKeptDocumentOnlyWhatShouldBeGoneFromIt() {
    // given
    SPACE.create(
        "receipts", "{\"email\": {\"type\": \"keyword\"}, \"note\": {\"type\": \"text\"}}");
    SPACE.insert(
        "receipts",
        "{\"_id\": \"1\", \"email\": \"ada@example.com\", \"note\": \"for ada@example.com\","
            + " \"at\": \"2026-11-01\"}");
    try (SearchAgent other =
        SearchAgent.on(
            SPACE,
            """
            dataset:
              - fides_key: shop
                collections:
                  - name: receipts
                    habeas:
                      index: "@receipts"
                      restriction: shadow
                      retention: {rule: r, period: P70Y, from: at, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: [restrict, pseudonymise]}
                    fields:
                      - {name: _id, fides_meta: {primary_key: true}}
                      - {name: email, fides_meta: {identity: email, data_type: string}, habeas: {erasure: null}}
                      - {name: note, fides_meta: {data_type: string}, habeas: {erasure: keep, free-text: true}}
                      - {name: at, habeas: {erasure: keep}}
            """,
            vault,
            clock,
            UnaryOperator.identity())) {
      other.erase(REQUEST, 1);

      // when
      Answer clean = other.verify(REQUEST, 2);
      SPACE.insert(
          "receipts", "{\"_id\": \"1\", \"email\": \"ada@example.com\", \"at\": \"2026-11-01\"}");
      Answer residue = other.verify(REQUEST, 3);

      // then
      assertThat(clean).isEqualTo(VERIFIED);
      assertThat(residue)
          .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("receipts", 1L)))));
    }
  }

  @Test
  void shouldAdviseToLookAtAnIndexInWhichNobodyCanBeFound() {
    // given
    SPACE.create("people-new", "{}");
    SPACE.insert("people-new", "{\"_id\": \"1\", \"mail\": \"ada@example.com\"}");

    // then
    assertThat(agent.connector.contradictions()).isEmpty();
    assertThat(agent.connector.advice())
        .containsExactly(
            SPACE.named(
                "Expected a document of people with email, by which people are found, in"
                    + " [@people-new] but none has it"));
  }

  @Test
  void shouldAdviseAnIndexWhereAFieldIsSearchedWithout() {
    // given
    SPACE.create("people-slow", "{\"email\": {\"type\": \"keyword\", \"index\": false}}");

    // when
    var advice = agent.connector.advice();

    // then
    assertThat(advice)
        .containsExactly(
            SPACE.named(
                "Expected people.email to be indexed in index @people-slow but it is searched"
                    + " without"));
  }

  @Test
  void shouldWaitWhereADocumentHasAListWhereTheMapHasNone() {
    // given
    SPACE.insert(
        "people", "{\"_id\": \"3\", \"email\": [\"eve@example.com\", \"ada@example.com\"]}");

    // when
    Answer mismatch = agent.erase(REQUEST, 1);

    // then
    assertThat(mismatch).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(SPACE.documents("people")).hasSize(3);
  }

  @Test
  void shouldNotTouchWhatBecameSomebodyElsesBetweenNotingAndErasing() {
    // given: begun, noted, headed
    agent.locate(REQUEST, 1);
    wire.failWrite(4, FaultyWire.Moment.BEFORE);
    Answer noted = agent.erase(REQUEST, 2);
    wire.mend();
    SPACE.insert("people", "{\"_id\": \"1\", \"email\": \"eve@example.com\"}");

    // when
    Answer erased = agent.erase(REQUEST, 2);

    // then
    assertThat(noted).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    assertThat(erased).isInstanceOf(Answer.Done.class);
    assertThat(SPACE.documents("people"))
        .containsExactly(
            "{\"_id\":\"1\",\"email\":\"eve@example.com\"}",
            "{\"_id\":\"2\",\"email\":\"bob@example.com\"}");
  }

  @Test
  void shouldEraseADocumentThatIsChangedWhileItIsErased() {
    // given: somebody writes into it after it was read and before it is deleted
    var touched = new boolean[1];
    UnaryOperator<Wire> meddling =
        inner ->
            call -> {
              if (!touched[0] && call.body().filter(b -> b.contains("if_seq_no")).isPresent()) {
                touched[0] = true;
                SPACE.insert(
                    "people", "{\"_id\": \"1\", \"email\": \"ada@example.com\", \"seen\": 2}");
              }
              return inner.send(call);
            };
    try (SearchAgent other = SearchAgent.on(SPACE, MAP, vault, clock, meddling)) {

      // when
      Answer erased = other.erase(REQUEST, 1);

      // then
      assertThat(erased).isInstanceOf(Answer.Done.class);
    }
    assertThat(touched[0]).isTrue();
    assertThat(SPACE.documents("people"))
        .containsExactly("{\"_id\":\"2\",\"email\":\"bob@example.com\"}");
  }

  @Test
  void shouldFindWhatWasWrittenAMomentAgoWhereTheIndexShowsItLate() {
    // given
    SPACE.call("PUT", "/@people/_settings", "{\"index.refresh_interval\": \"-1\"}");
    SPACE.insert("people", "{\"_id\": \"3\", \"email\": \"ADA@example.com\"}");

    // when
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(erased).isInstanceOf(Answer.Done.class);
    assertThat(SPACE.documents("people"))
        .containsExactly("{\"_id\":\"2\",\"email\":\"bob@example.com\"}");
  }

  @Test
  void shouldNotTakePartOfAnAnswerForTheWhole() {
    // given
    UnaryOperator<Wire> partly =
        inner ->
            call -> {
              Wire.Reply reply = inner.send(call);
              return call.path().contains("people") && call.path().contains("_search")
                  ? new Wire.Reply(
                      200, reply.body().replace("\"timed_out\":false", "\"timed_out\":true"))
                  : reply;
            };
    try (SearchAgent other = SearchAgent.on(SPACE, MAP, vault, clock, partly)) {

      // when
      Answer verified = other.verify(REQUEST, 1);

      // then
      assertThat(verified).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, security_exception, STORE_FORBIDDEN",
    "403, security_exception, STORE_FORBIDDEN",
    "429, es_rejected_execution_exception, RATE_LIMITED",
    "503, no_shard_available_action_exception, STORE_UNAVAILABLE",
    "504, a proxy, STORE_UNAVAILABLE",
    "302, moved, MAP_MISMATCH"
  })
  void shouldWaitForWhatTheClusterAnswers(int status, String type, WaitReason reason) {
    // given
    UnaryOperator<Wire> refusing =
        inner ->
            call ->
                call.path().contains("_search")
                    ? new Wire.Reply(
                        status,
                        "{\"error\": {\"type\": \"%s\", \"reason\": \"no\"}}".formatted(type))
                    : inner.send(call);
    try (SearchAgent other = SearchAgent.on(SPACE, MAP, vault, clock, refusing)) {

      // when
      Answer located = other.locate(REQUEST, 1);

      // then
      assertThat(located).isEqualTo(new Answer.Wait(reason));
    }
  }

  @Test
  void shouldWaitWhileNobodyAnswers() {
    // given
    try (SearchAgent other =
        SearchAgent.on(
            SearchServers.connection(URI.create("http://127.0.0.1:1"), SPACE, 3),
            SearchAgent.plan(SPACE.named(MAP)),
            vault,
            clock,
            UnaryOperator.identity())) {

      // when
      Answer away = other.erase(REQUEST, 1);

      // then
      assertThat(away).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      assertThat(other.connector.holder().unfit()).contains(WaitReason.STORE_UNAVAILABLE);
    }
  }

  @Test
  void shouldTellNothingOfThePersonInWhatItCalls() {
    // given
    UnaryOperator<Wire> watching =
        inner ->
            call -> {
              if (call.path().contains("ada")) {
                throw new IOException("a person in a path");
              }
              return inner.send(call);
            };
    try (SearchAgent other = SearchAgent.on(SPACE, MAP, vault, clock, watching)) {

      // when
      Answer erased = other.erase(REQUEST, 1);

      // then
      assertThat(erased).isInstanceOf(Answer.Done.class);
      assertThat(other.verify(REQUEST, 2)).isEqualTo(VERIFIED);
    }
  }
}
