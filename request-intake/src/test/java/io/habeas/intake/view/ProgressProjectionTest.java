package io.habeas.intake.view;

import static io.habeas.intake.view.ProjectedTopics.ACCEPTED;
import static io.habeas.intake.view.ProjectedTopics.DUE;
import static io.habeas.intake.view.ProjectedTopics.NOW;
import static io.habeas.intake.view.ProjectedTopics.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.register.Letters;
import io.habeas.intake.view.RequestView.Kind;
import io.habeas.intake.view.RequestView.Phase;
import io.habeas.intake.view.RequestView.State;
import io.habeas.intake.view.RequestView.Wish;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RestrictedThroughout;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionEnded;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.WaitingForAccess;
import io.habeas.schemas.avro.WithdrawalAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How far a request has come, and what it waits for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgressProjectionTest {
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(3));

  @AutoClose private final ProjectedTopics projected = new ProjectedTopics();

  @Test
  void shouldSayThatAnErasureWaitsForAnAccessForAsLongAsItDoes() {
    // given
    UUID id = UUID.randomUUID();
    UUID access = UUID.randomUUID();
    projected.requests(id, REGISTERED);
    projected.requests(id, ACCEPTED);

    // when
    projected.erasures(id, new GateAsked(1, true), new WaitingForAccess(List.of(access)));
    projected.erasures(id, new GateAsked(1, true));

    // then
    assertThat(projected.view(id).phase()).isEqualTo(Phase.AT_GATE);
    assertThat(projected.view(id).behind()).containsExactly(access);
    projected.erasures(id, new PhaseStarted(ErasurePhase.ERASING, List.of("a")));
    assertThat(projected.view(id).behind()).isEmpty();
    projected.erasures(id, new GateAsked(2, true));
    assertThat(projected.view(id).behind()).isEmpty();
  }

  @Test
  void shouldShowUntilWhenItCanBeHadBackAndWhatBecameOfTheWish() {
    UUID id = UUID.randomUUID();
    projected.requests(id, REGISTERED, ACCEPTED);
    projected.erasures(
        id, new PhaseStarted(ErasurePhase.RESTRICTING, List.of("a")), new CoolingOff(UNTIL));
    assertThat(projected.view(id).phase()).isEqualTo(Phase.COOLING_OFF);
    assertThat(projected.view(id).coolingOffUntil()).isEqualTo(UNTIL);

    projected.erasures(id, new GateAsked(1, true));
    assertThat(projected.view(id).phase()).isEqualTo(Phase.AT_GATE);
    assertThat(projected.view(id).coolingOffUntil()).isNull();
    projected.requests(id, new EndingAsked(EndCause.WITHDRAWN));
    assertThat(projected.view(id).withdrawal()).isEqualTo(Wish.ASKED);

    projected.erasures(
        id,
        new EndingAccepted(EndCause.WITHDRAWN),
        new PhaseStarted(ErasurePhase.LIFTING, List.of("a")));
    projected.requests(id, new WithdrawalAccepted());
    assertThat(projected.view(id).withdrawal()).isEqualTo(Wish.ACCEPTED);
    assertThat(projected.view(id).coolingOffUntil()).isNull();
    assertThat(projected.view(id).phase()).isEqualTo(Phase.LIFTING);

    projected.erasures(id, new ErasureAbandoned());
    projected.letter(id, Letters.withdrawn(id));
    assertThat(projected.view(id).phase()).isNull();
    assertThat(projected.view(id).letters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.letter()).isEqualTo(Kind.WITHDRAWN));
    projected.requests(id, new RequestWithdrawn());
    assertThat(projected.view(id).state()).isEqualTo(State.WITHDRAWN);
    assertThat(projected.view(id).participants()).isEmpty();
  }

  @Test
  void shouldShowThatARestrictionStandsUntilItIsLifted_L23() {
    // given
    UUID id = UUID.randomUUID();
    projected.requests(
        id, new RequestRegistered(Right.RESTRICTION, Channel.WEB, NOW, DUE, DUE, DUE));
    projected.requests(
        id, new RequestAccepted(Right.RESTRICTION, List.of("email"), null, DUE, List.of()));

    // when
    projected.erasures(
        id,
        new PhaseStarted(ErasurePhase.RESTRICTING, List.of("a")),
        new RestrictedThroughout(
            Completion.RESTRICTED,
            List.of(new StoreRestriction("a", List.of(), List.of(), null, null))));
    projected.letter(id, Letters.answer(Right.RESTRICTION, id));
    projected.requests(id, new RestrictionInForce());

    // then
    assertThat(projected.view(id).state()).isEqualTo(State.RESTRICTED);
    assertThat(projected.view(id).phase()).isNull();
    assertThat(projected.view(id).participants())
        .singleElement()
        .satisfies(store -> assertThat(store.state()).isEqualTo(RequestView.Progress.DONE));

    // when
    projected.letter(id, Letters.restrictionEnds(id));
    projected.requests(id, new RestrictionEndTold());
    projected.erasures(id, new PhaseStarted(ErasurePhase.LIFTING, List.of("a")));
    assertThat(projected.view(id).phase()).isEqualTo(Phase.LIFTING);
    projected.erasures(id, new RestrictionEnded());
    projected.requests(id, new RequestFulfilled(Completion.RESTRICTION_LIFTED));

    // then
    assertThat(projected.view(id).state()).isEqualTo(State.FULFILLED);
    assertThat(projected.view(id).completion()).isEqualTo(Completion.RESTRICTION_LIFTED);
    assertThat(projected.view(id).letters())
        .extracting(RequestView.Letter::letter)
        .containsExactlyInAnyOrder(Kind.ANSWER, Kind.RESTRICTION_ENDS);
  }

  @Test
  void shouldShowWhatRestsOnWithdrawnConsentsAndWhatIsErasedOfIt_L21() {
    // given
    UUID id = UUID.randomUUID();
    projected.requests(
        id, new RequestRegistered(Right.CONSENT_WITHDRAWAL, Channel.WEB, NOW, DUE, DUE, DUE));
    projected.requests(
        id,
        new RequestAccepted(Right.CONSENT_WITHDRAWAL, List.of(), null, DUE, List.of("newsletter")));

    // when
    projected.erasures(
        id, new ProcessingStopped(List.of("newsletter"), List.of("a"), List.of("subscribers")));

    // then
    assertThat(projected.view(id).directed()).containsExactly("a");
    assertThat(projected.view(id).resting()).containsExactly("subscribers");
    assertThat(projected.view(id).erasing()).isEmpty();
    projected.requests(
        id,
        new ConsentErasureAccepted(
            List.of("newsletter"), List.of("subscribers"), List.of("email"), DUE));
    assertThat(projected.view(id).erasing()).containsExactly("subscribers");
    assertThat(projected.view(id).state()).isEqualTo(State.IN_PROGRESS);
  }
}
