package io.habeas.storeagent.processor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.Interrupting;
import io.habeas.storeagent.processor.Interrupting.Crash;
import io.habeas.storeagent.processor.Interrupting.Moment;
import io.habeas.storeagent.processor.JsonText;
import io.habeas.storeagent.processor.StandIn;
import io.habeas.storeagent.processor.StandIn.Asked;
import io.habeas.storeagent.processor.StandIn.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000005e");

  private static final String MAP =
      """
      dataset:
        - fides_key: segment
          collections:
            - name: events
              fields:
                - name: user_id
                  habeas: {identifier: account_id}
      """;

  /** Regulations as Segment keeps them: in order, each with its state. */
  private static final class Segment {
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> subjects = new ConcurrentHashMap<>();
    private volatile String firstState = "FINISHED";
    private volatile int pageSize = 100;

    Reply answer(Asked asked) {
      if (!asked.header("Authorization").equals("Bearer tok")) {
        return Reply.status(401);
      }
      if (asked.line().equals("POST /regulations")) {
        return create(asked);
      }
      if (asked.line().equals("GET /regulations")) {
        return list(asked);
      }
      String id = asked.path().substring("/regulations/".length());
      String state = states.get(id);
      return state == null
          ? Reply.status(404)
          : Reply.json(
              "{'data': {'regulation': {'id': '%s', 'overallStatus': '%s'}}}".formatted(id, state));
    }

    private synchronized Reply create(Asked asked) {
      String id = "reg" + (ids.size() + 1);
      ids.add(id);
      states.put(id, firstState);
      subjects.put(id, asked.json().at("/subjectIds").toString());
      return Reply.json("{'data': {'regulateId': '%s'}}".formatted(id));
    }

    private synchronized Reply list(Asked asked) {
      int from = Integer.parseInt(asked.parameters().getOrDefault("pagination[cursor]", "0"));
      int to = Math.min(ids.size(), from + pageSize);
      List<String> entries = new ArrayList<>();
      for (String id : ids.subList(from, to)) {
        entries.add(
            "{\"id\":\"%s\",\"subjectType\":\"USER_ID\",\"subjects\":%s,\"status\":\"%s\",\"regulationType\":\"SUPPRESS_WITH_DELETE\",\"createdAt\":\"2026-11-24T12:00:00.000Z\"}"
                .formatted(id, subjects.get(id), states.get(id)));
      }
      String next = to < ids.size() ? ",\"next\":\"" + to + "\"" : "";
      return Reply.json(
          "{\"data\":{\"regulations\":[%s],\"pagination\":{\"current\":\"%d\"%s}}}"
              .formatted(String.join(",", entries), from, next));
    }
  }

  private final Segment segment = new Segment();
  private final StandIn standIn = new StandIn(segment::answer);
  private final LedgerConnection ledger = Ledgers.database();
  private final SettableClock clock = new SettableClock();
  private final MemoryVault vault = new MemoryVault();

  @BeforeEach
  void knowSomebody() {
    vault.has("account_id", "42");
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private RestAgent agent() {
    return agent(ledger, Interrupting.never());
  }

  private RestAgent agent(LedgerConnection memory, Interrupting interrupting) {
    return RestAgent.on(
        RestAgent.connection("segment", standIn.uri(), Map.of()),
        memory,
        MAP,
        vault,
        clock,
        interrupting);
  }

  private static Answer erased(long records) {
    return new Answer.Done(
        new Outcome.RecordsErased(
            List.of(new CollectionOutcome("events", records, 0, 0)), List.of()));
  }

  @Test
  void shouldTellAnErasureOnlyOnceSegmentHasFinishedIt() {
    // given
    segment.firstState = "RUNNING";
    try (RestAgent agent = agent()) {
      // when
      Answer before = agent.erase(REQUEST, 1);
      Answer meanwhile = agent.erase(REQUEST, 1);
      segment.states.put("reg1", "FINISHED");
      Answer after = agent.erase(REQUEST, 1);
      Answer verified = agent.verify(REQUEST, 2);

      // then
      assertThat(before).isEqualTo(new Answer.Wait(WaitReason.PROCESSOR_WORKING));
      assertThat(meanwhile).isEqualTo(before);
      assertThat(after).isEqualTo(erased(1));
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(segment.ids).hasSize(1);
      assertThat(standIn.asked.getFirst().json())
          .isEqualTo(
              JsonText.read(
                  """
                  {"regulationType": "SUPPRESS_WITH_DELETE", "subjectType": "USER_ID", "subjectIds": ["42"]}
                  """
                      .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      assertThat(standIn.asked.getFirst().header("Accept"))
          .isEqualTo("application/vnd.segment.v1+json");
    }
    assertThat(Ledgers.contents(ledger)).noneMatch(document -> document.contains("orders"));
  }

  @Test
  void shouldDeclareWhatTheDefinitionCanDo() {
    try (RestAgent agent = agent()) {
      assertThat(agent.connector.declaration().needs()).containsExactly("account_id");
      assertThat(agent.connector.declaration().actions())
          .containsExactlyInAnyOrder(
              io.habeas.participant.Action.ERASE, io.habeas.participant.Action.VERIFY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARTIAL_SUCCESS", "FAILED"})
  void shouldOrderAgainWhatSegmentDidNotWhollyDo(String state) {
    // given
    segment.firstState = state;
    try (RestAgent agent = agent()) {
      // when
      Answer first = agent.erase(REQUEST, 1);
      segment.firstState = "FINISHED";
      Answer second = agent.erase(REQUEST, 1);

      // then
      assertThat(first).isEqualTo(new Answer.Wait(WaitReason.UNFIT));
      assertThat(agent.connector.contradictions())
          .hasSize(1)
          .noneMatch(text -> text.contains("42"));
      assertThat(second).isEqualTo(erased(1));
      assertThat(segment.ids).hasSize(2);
    }
  }

  @Test
  void shouldFindResidueInWhatSegmentNoLongerCallsFinished() {
    // given
    try (RestAgent agent = agent()) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(erased(1));
      segment.states.put("reg1", "FAILED");

      // when
      Answer verified = agent.verify(REQUEST, 2);
      Answer again = agent.erase(REQUEST, 3);

      // then
      assertThat(verified)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.ResidueFound(
                      new io.habeas.participant.Counts(Map.of("events", 1L)))));
      assertThat(again).isEqualTo(erased(1));
      assertThat(segment.ids).hasSize(2);
      assertThat(agent.verify(REQUEST, 4))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @Test
  void shouldOrderForEachAccountAndKeepWhatWasRefusedOpen() {
    // given
    vault.has("account_id", "42", "43");
    standIn.answers(
        asked ->
            asked.method().equals("POST") && asked.body().contains("\"43\"")
                ? Reply.status(422)
                : segment.answer(asked));
    try (RestAgent agent = agent()) {
      // when
      Answer refused = agent.erase(REQUEST, 1);
      standIn.answers(segment::answer);
      Answer done = agent.erase(REQUEST, 1);

      // then
      assertThat(refused).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(done).isEqualTo(erased(2));
      assertThat(segment.ids).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEraseTheSameAfterACrashAtAnyOperationOfTheLedger(Moment moment) {
    // given
    Interrupting counting = Interrupting.never();
    try (RestAgent agent = agent(Ledgers.database(), counting)) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(erased(1));
    }

    for (int at = 1; at <= counting.count(); at += Points.EVERY) {
      // when
      segment.ids.clear();
      LedgerConnection memory = Ledgers.database();
      Interrupting crashing =
          new Interrupting(
              at,
              moment,
              () -> {
                throw new Crash();
              });
      try (RestAgent agent = agent(memory, crashing)) {
        agent.erase(REQUEST, 1);
      } catch (Crash crash) {
        // As if the process had ended: nobody was answered.
      }
      clock.advance(Duration.ofMinutes(30));
      Answer answer;
      try (RestAgent agent = agent(memory, Interrupting.never())) {
        answer = agent.erase(REQUEST, 1);
      }

      // then
      assertThat(answer).as("operation %d", at).isEqualTo(erased(1));
      assertThat(segment.ids).as("operation %d", at).hasSize(1);
    }
    assertThat(counting.count()).isGreaterThan(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldOrderOnceWhereTheAnswerToTheOrderIsLost(boolean afterwards) {
    // given
    segment.pageSize = 1;
    for (String other : List.of("7", "8")) {
      vault.has("account_id", other);
      try (RestAgent agent = agent()) {
        agent.erase(UUID.randomUUID(), 1);
      }
    }
    vault.has("account_id", "42");
    standIn.cut(1, afterwards);
    try (RestAgent agent = agent()) {
      // when
      Answer lost = agent.erase(REQUEST, 1);
      Answer tooSoon = agent.erase(REQUEST, 1);
      clock.advance(Duration.ofMinutes(30));
      Answer later = agent.erase(REQUEST, 1);

      // then
      assertThat(lost).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      assertThat(tooSoon).isEqualTo(new Answer.Wait(WaitReason.RECORD_LOCKED));
      assertThat(later).isEqualTo(erased(1));
      assertThat(segment.ids).hasSize(3);
    }
  }

  @Test
  void shouldOrderOnceWhereAnotherInstanceWorksOnItAtTheSameTime() {
    // given
    Interrupting counting = Interrupting.never();
    try (RestAgent agent = agent(Ledgers.database(), counting)) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(erased(1));
    }

    for (int at = 1; at <= counting.count(); at += Points.EVERY) {
      // when
      segment.ids.clear();
      LedgerConnection memory = Ledgers.database();
      Runnable other =
          () -> {
            try (RestAgent instance = agent(memory, Interrupting.never())) {
              instance.erase(REQUEST, 1);
            }
          };
      Answer answer;
      try (RestAgent agent = agent(memory, new Interrupting(at, Moment.BEFORE, other))) {
        answer = agent.erase(REQUEST, 1);
        if (answer instanceof Answer.Wait) {
          clock.advance(Duration.ofMinutes(30));
          answer = agent.erase(REQUEST, 1);
        }
      }

      // then
      assertThat(answer).as("operation %d", at).isEqualTo(erased(1));
      assertThat(segment.ids).as("operation %d", at).hasSize(1);
    }
  }
}
