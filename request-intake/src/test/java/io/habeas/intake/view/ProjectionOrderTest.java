package io.habeas.intake.view;

import static io.habeas.intake.view.KeptRecords.INVOICES;
import static io.habeas.intake.view.KeptRecords.PAYMENTS;
import static io.habeas.intake.view.KeptRecords.completed;
import static io.habeas.intake.view.KeptRecords.differing;
import static io.habeas.intake.view.KeptRecords.store;
import static io.habeas.intake.view.ProjectedTopics.ACCEPTED;
import static io.habeas.intake.view.ProjectedTopics.NOW;
import static io.habeas.intake.view.ProjectedTopics.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldEnded;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.HoldTooLate;
import io.habeas.schemas.avro.OutcomeAdopted;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.OutcomeNotAdopted;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.WithdrawalTooLate;
import io.habeas.testkit.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each topic keeps its order; and a redelivery begins earlier and goes on to the last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectionOrderTest {
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(3));
  private static final UUID HOLD = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c01");
  private static final UUID LATE = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c02");
  private static final UUID ADOPTED = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c03");
  private static final UUID NOT_ADOPTED = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c04");

  @AutoClose private final ProjectedTopics projected = new ProjectedTopics();

  @Test
  void shouldComeToTheSameViewHoweverTopicsInterleaveAndRecordsComeAgain() {
    RequestView expected = anonymous(history(UUID.randomUUID(), null));
    assertThat(expected.decisions().outcomes()).hasSize(2);
    assertThat(expected.decisions().holds()).hasSize(2);
    RandomHistories.check(
        40,
        random -> assertThat(anonymous(history(UUID.randomUUID(), random))).isEqualTo(expected));
  }

  private RequestView history(UUID id, @Nullable RandomGenerator random) {
    List<List<Runnable>> topics = new ArrayList<>();
    topics.add(
        steps(
            payload -> projected.requests(id, payload),
            REGISTERED,
            ACCEPTED,
            new EndingAsked(EndCause.WITHDRAWN),
            new WithdrawalTooLate(),
            new RequestCarriedOut(Completion.ERASED_IN_PART),
            new RequestFulfilled(Completion.ERASED_IN_PART)));
    topics.add(
        steps(
            payload -> projected.erasures(id, payload),
            new PhaseStarted(ErasurePhase.LOCATING, List.of("a", "b")),
            new CoolingOff(UNTIL),
            new HoldEffective(HOLD),
            new ErasureOnHold(List.of(HOLD), List.of()),
            new HoldEnded(HOLD),
            new GateAsked(1, true),
            new PhaseStarted(ErasurePhase.ERASING, List.of("a", "b")),
            new EndingTooLate(EndCause.WITHDRAWN),
            new HoldTooLate(LATE),
            new ParticipantDone("a", ErasurePhase.ERASING, null),
            new OutcomeAdopted(ADOPTED, "b"),
            new OutcomeNotAdopted(NOT_ADOPTED, "a"),
            completed(),
            new PhaseStarted(ErasurePhase.EXPIRING, List.of("a")),
            new RetentionDiffers("a", NOW, List.of(differing(List.of(PAYMENTS), List.of()))),
            new RetentionAgrees("a", UNTIL),
            new RetentionDiffers("b", NOW, List.of(differing(List.of(), List.of(INVOICES)))),
            new RetentionExpired(List.of(store(INVOICES)))));
    topics.add(
        List.of(
            () -> projected.decisions(id, HOLD, new HoldPlaced(HOLD, null)),
            () -> projected.decisions(id, UUID.randomUUID(), new HoldReleased(HOLD)),
            () -> projected.decisions(id, LATE, new HoldPlaced(LATE, "b")),
            () -> projected.decisions(id, ADOPTED, new OutcomeDecided("b", DecidedOutcome.ERASED)),
            () ->
                projected.decisions(
                    id, NOT_ADOPTED, new OutcomeDecided("a", DecidedOutcome.NOTHING_HELD)),
            () ->
                projected.decisions(
                    id, UUID.randomUUID(), new RefusalDecided(RefusalGround.LEGAL_CLAIMS))));
    int[] next = new int[topics.size()];
    int redeliveries = random == null ? 0 : 2;
    while (true) {
      List<Integer> open = new ArrayList<>();
      for (int i = 0; i < topics.size(); i++) {
        if (next[i] < topics.get(i).size()) {
          open.add(i);
        }
      }
      if (open.isEmpty()) {
        return projected.view(id);
      }
      int topic = random == null ? open.getFirst() : open.get(random.nextInt(open.size()));
      topics.get(topic).get(next[topic]++).run();
      if (random != null && redeliveries > 0 && random.nextInt(10) == 0) {
        redeliveries--;
        next[topic] = random.nextInt(next[topic]);
      }
    }
  }

  private static List<Runnable> steps(Consumer<Object> project, Object... payloads) {
    return Arrays.stream(payloads).<Runnable>map(payload -> () -> project.accept(payload)).toList();
  }

  /** Without what differs from one request to the next. */
  private static RequestView anonymous(RequestView view) {
    return new RequestView(
        new UUID(0, 0),
        view.state(),
        view.right(),
        view.purposes(),
        view.channel(),
        view.receivedAt(),
        view.statutoryDueOn(),
        view.rolledDueOn(),
        view.dueOn(),
        view.dueSoon(),
        view.phase(),
        view.coolingOffUntil(),
        view.onHold(),
        view.behind(),
        view.plan(),
        view.participants(),
        view.directed(),
        view.resting(),
        view.erasing(),
        view.halt(),
        view.completion(),
        view.refusal(),
        view.withdrawal(),
        view.decisions(),
        view.retained(),
        view.retentionDiffers().stream()
            .map(
                each ->
                    new RetentionDifference(
                        new UUID(0, 0),
                        each.participant(),
                        each.accounted(),
                        each.reportedAsOf(),
                        each.rules()))
            .toList(),
        view.recipients(),
        view.letters());
  }
}
