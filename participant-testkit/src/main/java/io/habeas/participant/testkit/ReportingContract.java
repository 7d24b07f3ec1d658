package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome.ExpiredErased;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Retained;
import io.habeas.participant.task.Answer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What is reported of what is kept is what was answered last, request by request, so that each can
 * be compared with what is known elsewhere (legal rule L20).
 */
interface ReportingContract extends ContractPart {

  @Test
  default void shouldReportExactlyWhatItsErasureToldThatItKeeps_L20() throws Deferred {
    // given
    List<Retained> kept = reportingWhatIsKept();

    // when
    Map<UUID, List<Retained>> reported = reported(trial());
    trial().start();
    Map<UUID, List<Retained>> byAnother = reported(trial());

    // then
    assertThat(reported).containsOnlyKeys(trial().request());
    assertThat(reported.get(trial().request())).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(byAnother).isEqualTo(reported);
    trial().assertNamesNobody(reported.toString());
  }

  @Test
  default void shouldReportWhatIsLeftOnceSomeOfItHasExpiredAndThenNothing_L20() throws Deferred {
    // given
    List<Retained> kept = reportingWhatIsKept();

    // when
    ExpiredErased some =
        ExpiringContract.expire(trial(), trial().request(), 3, ExpiringContract.firstOf(kept));
    Map<UUID, List<Retained>> left = reported(trial());
    ExpiringContract.expire(trial(), trial().request(), 4, TaskDesk.END_OF_TIME);

    // then
    assertThat(left.getOrDefault(trial().request(), List.of()))
        .containsExactlyInAnyOrderElementsOf(some.retained());
    assertThat(reported(trial())).isEmpty();
  }

  @Test
  default void shouldReportWhatIsKeptForEachRequestByItself_L20() throws Deferred {
    // given
    List<Retained> kept = reportingWhatIsKept();
    Person neighbour = Person.NEIGHBOURS.getLast();
    trial().store().put(neighbour, ExpiringContract.RECORDS);
    trial().about(neighbour);

    // when
    Answer answer = trial().desk().erase(ExpiringContract.OTHER_REQUEST, 1);

    // then
    assertThat(answer).isInstanceOf(Answer.Done.class);
    List<Retained> theirs = ((RecordsErased) ((Answer.Done) answer).outcome()).retained();
    assertThat(theirs).isNotEmpty();
    assertThat(sorted(reported(trial())))
        .isEqualTo(sorted(Map.of(trial().request(), kept, ExpiringContract.OTHER_REQUEST, theirs)));
  }

  @Test
  default void shouldReportNothingWhereNothingIsKept_L20() throws Deferred {
    // given
    trial().needs(Action.EXPIRE);
    assumeReporting();
    trial().settle(3);

    // then
    assertThat(reported(trial())).isEmpty();
  }

  /** What is kept of the subject once they are erased; skips the test where nothing is reported. */
  private List<Retained> reportingWhatIsKept() {
    trial().needs(Action.EXPIRE);
    assumeReporting();
    return ExpiringContract.keptOfTheSubject(trial(), 2);
  }

  private void assumeReporting() {
    assumeThat(trial().holder().reportsRetained()).as("whether it reports what it keeps").isTrue();
  }

  /** Each request once. */
  private static Map<UUID, List<Retained>> reported(Trial trial) throws Deferred {
    Map<UUID, List<Retained>> all = new LinkedHashMap<>();
    trial
        .holder()
        .reportRetained(
            (request, retained) -> assertThat(all.put(request, List.copyOf(retained))).isNull());
    return all;
  }

  private static Map<UUID, List<Retained>> sorted(Map<UUID, List<Retained>> reported) {
    Map<UUID, List<Retained>> all = new LinkedHashMap<>();
    reported.keySet().stream()
        .sorted()
        .forEach(
            request ->
                all.put(
                    request,
                    reported.getOrDefault(request, List.of()).stream()
                        .sorted(Comparator.comparing(Retained::toString))
                        .toList()));
    return all;
  }
}
