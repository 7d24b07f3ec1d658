package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.habeas.participant.Action;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.ExpiredErased;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Retained;
import io.habeas.participant.task.Answer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a duty kept goes when its time is over, found by what is noted beside it alone (legal rule
 * L20): by then the vault knows nobody any more.
 */
interface ExpiringContract extends ContractPart {
  /** Enough for a store to keep some of them. */
  int RECORDS = 8;

  UUID OTHER_REQUEST = new UUID(0, 0xBEEF);

  @Test
  default void shouldOfferToEraseWhatItKeeps_L20() {
    trial().needs(Action.ERASE);
    assumeThat(trial().store().retentionRule()).as("a rule to keep something").isPresent();
    assertThat(trial().offers(Action.EXPIRE)).isNotEqualTo(trial().store().expiresByHand());
  }

  @Test
  default void shouldEraseInTheInstantItselfWhatMayNoLongerBeKeptAndLeaveNothingOfIt_L20() {
    // given
    Person neighbour = Person.NEIGHBOURS.getFirst();
    trial().needs(Action.EXPIRE);
    trial().store().put(neighbour, RECORDS);
    trial().about(neighbour);
    trial().desk().erase(OTHER_REQUEST, 1);
    String before = trial().store().contents();
    trial().store().put(Person.SUBJECT, RECORDS);
    trial().about(Person.SUBJECT);
    RecordsErased erased = erased(trial(), 2);
    List<Retained> kept = erased.retained();

    // when
    ExpiredErased expired = expire(3, lastOf(kept));

    // then
    assertThat(expired.retained()).isEmpty();
    assertThat(expired.outcomes()).allMatch(outcome -> outcome.retained() == 0);
    assertThat(ErasingContract.sums(expired.outcomes()).records().values().stream())
        .containsExactlyElementsOf(
            kept.stream()
                .collect(
                    Collectors.groupingBy(
                        Retained::collection,
                        TreeMap::new,
                        Collectors.summingLong(Retained::records)))
                .values());
    assertThat(trial().store().contentsOf(Person.SUBJECT)).isEmpty();
    trial().about(Person.SUBJECT);
    assertThat(trial().perform(Action.VERIFY, 4, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
    if (!trial().store().holdsSharedRecords()
        && Stream.of(erased.outcomes(), expired.outcomes())
            .flatMap(List::stream)
            .allMatch(outcome -> outcome.anonymised() == 0)) {
      assertThat(trial().store().contents()).isEqualTo(before);
    }
  }

  @Test
  default void shouldKeepAMillisecondBeforeWhatMayStillBeKept_L20() {
    // given
    List<Retained> kept = keptOfTheSubject(trial(), 2);
    String before = trial().store().contents();

    // when
    ExpiredErased expired = expire(3, firstOf(kept).minusMillis(1));

    // then
    assertThat(ErasingContract.sums(gone(expired)).isEmpty()).isTrue();
    assertThat(expired.retained()).isEqualTo(kept);
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @Test
  default void shouldEraseBitByBitWhatExpiresBitByBitAndTellEachOnce_L20() {
    // given
    List<Retained> kept = keptOfTheSubject(trial(), 2);
    assumeThat(firstOf(kept)).as("records that expire at different times").isBefore(lastOf(kept));

    // when
    ExpiredErased first = expire(3, firstOf(kept));
    ExpiredErased again = expire(4, firstOf(kept));
    ExpiredErased last = expire(5, lastOf(kept));

    // then
    assertThat(records(first.retained())).isPositive().isLessThan(records(kept));
    assertThat(firstOf(first.retained())).isAfter(firstOf(kept));
    assertThat(total(gone(first)) + records(first.retained())).isEqualTo(records(kept));
    assertThat(total(gone(again))).isZero();
    assertThat(again.retained()).isEqualTo(first.retained());
    assertThat(total(gone(last))).isEqualTo(records(first.retained()));
    assertThat(last.retained()).isEmpty();
    assertThat(trial().store().contentsOf(Person.SUBJECT)).isEmpty();
  }

  @Test
  default void shouldLeaveAloneWhatIsKeptForAnotherRequest_L20() {
    // given
    Person neighbour = Person.NEIGHBOURS.getLast();
    List<Retained> kept = keptOfTheSubject(trial(), 2);
    trial().store().put(neighbour, RECORDS);
    trial().about(neighbour);
    assertThat(trial().desk().erase(OTHER_REQUEST, 1)).isInstanceOf(Answer.Done.class);
    List<Retained> others = expireOther(2, Instant.EPOCH).retained();

    // when
    expire(3, lastOf(kept));

    // then
    assertThat(others).isNotEmpty();
    ExpiredErased theirs = expireOther(3, TaskDesk.END_OF_TIME);
    assertThat(total(gone(theirs))).isEqualTo(records(others));
    assertThat(theirs.retained()).isEmpty();
  }

  @Test
  default void shouldEraseNothingWhereNothingIsKept() {
    // given
    trial().needs(Action.EXPIRE);
    trial().settle(3);
    String before = trial().store().contents();

    // when
    ExpiredErased expired = expire(1, TaskDesk.END_OF_TIME);

    // then
    assertThat(ErasingContract.sums(expired.outcomes()).isEmpty()).isTrue();
    assertThat(expired.retained()).isEmpty();
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  /** What is kept of the subject once they are erased; skips the test where nothing is. */
  static List<Retained> keptOfTheSubject(Trial trial, int step) {
    trial.needs(Action.EXPIRE);
    trial.settle(RECORDS);
    return erased(trial, step).retained();
  }

  private static RecordsErased erased(Trial trial, int step) {
    trial.needs(Action.ERASE);
    assumeThat(trial.store().retentionRule()).as("a rule to keep something").isPresent();
    trial.performIfOffered(Action.LOCATE, 1);
    return trial.perform(Action.ERASE, step, RecordsErased.class);
  }

  private ExpiredErased expire(int step, Instant asOf) {
    return expire(trial(), trial().request(), step, asOf);
  }

  private ExpiredErased expireOther(int step, Instant asOf) {
    return expire(trial(), OTHER_REQUEST, step, asOf);
  }

  static ExpiredErased expire(Trial trial, UUID request, int step, Instant asOf) {
    trial.vault().hasOnly(Identifiers.NONE);
    Answer answer = trial.start().expire(request, step, asOf);
    assertThat(answer).isInstanceOf(Answer.Done.class);
    return (ExpiredErased) ((Answer.Done) answer).outcome();
  }

  static Instant firstOf(List<Retained> kept) {
    return kept.stream().map(Retained::firstExpiry).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Instant lastOf(List<Retained> kept) {
    return kept.stream().map(Retained::lastExpiry).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static long records(List<Retained> kept) {
    return kept.stream().mapToLong(Retained::records).sum();
  }

  /** Leaves out what stays. */
  private static List<CollectionOutcome> gone(ExpiredErased expired) {
    return expired.outcomes().stream()
        .map(one -> new CollectionOutcome(one.collection(), one.erased(), one.anonymised(), 0))
        .toList();
  }

  private static long total(List<CollectionOutcome> outcomes) {
    return outcomes.stream()
        .mapToLong(one -> one.erased() + one.anonymised() + one.retained())
        .sum();
  }
}
