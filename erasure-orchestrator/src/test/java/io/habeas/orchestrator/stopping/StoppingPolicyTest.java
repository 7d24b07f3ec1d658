package io.habeas.orchestrator.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.directives.Directive;
import io.habeas.orchestrator.directives.Directive.StopProcessing;
import io.habeas.orchestrator.stopping.StoppingCommand.AskSubjects;
import io.habeas.orchestrator.stopping.StoppingCommand.Direct;
import io.habeas.orchestrator.stopping.StoppingCommand.TellEndingTooLate;
import io.habeas.orchestrator.stopping.StoppingCommand.TellStopped;
import io.habeas.orchestrator.stopping.StoppingEvent.CommandUndeliverable;
import io.habeas.orchestrator.stopping.StoppingEvent.EndingAsked;
import io.habeas.orchestrator.stopping.StoppingEvent.RequestAccepted;
import io.habeas.orchestrator.stopping.StoppingEvent.SubjectsNamed;
import io.habeas.orchestrator.stopping.StoppingEvent.WokenUp;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.StopCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Art. 7(3), 21(3): what the person wishes stops, whatever is lost on the way. */
class StoppingPolicyTest {
  private static final UUID REQUEST = new UUID(1, 2);
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final ParticipantId ORDERS = new ParticipantId("orders");
  private static final ParticipantId SUBSCRIBERS = new ParticipantId("subscribers");
  private static final ParticipantId SEARCH = new ParticipantId("search");
  private static final Map<ParticipantId, List<String>> NAMED =
      Map.of(ORDERS, List.of("s-1", "s-2"), SEARCH, List.of());

  private final StoppingPolicy policy =
      new StoppingPolicy(
          List.of(
              new RequiredParticipant(ORDERS, Set.of()),
              new RequiredParticipant(SUBSCRIBERS, Set.of(), Set.of("newsletter")),
              new RequiredParticipant(
                  new ParticipantId("profiles"), Set.of(), Set.of("newsletter", "ads"))),
          new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30)));
  private StoppingState state = policy.initial();
  private @Nullable Instant wakeUp;
  private final List<String> ignored = new ArrayList<>();

  private List<StoppingCommand> happens(StoppingEvent event) {
    Transition<StoppingState, StoppingCommand> transition = policy.next(state, event);
    if (transition.ignored() != null) {
      ignored.add(transition.ignored());
      return List.of();
    }
    state = StoppingRecords.read(StoppingRecords.write(transition.state()));
    assertThat(state).isEqualTo(transition.state());
    wakeUp = transition.wakeUp();
    return transition.commands();
  }

  private List<StoppingCommand> accepted() {
    return happens(
        new RequestAccepted(
            REQUEST, StopCause.CONSENT_WITHDRAWN, List.of("newsletter", "training"), NOW));
  }

  private static Direct direct(String subject, String purpose, Instant at) {
    return new Direct(
        new Directive(
            ORDERS,
            subject,
            REQUEST,
            at,
            new StopProcessing(purpose, StopCause.CONSENT_WITHDRAWN, at)));
  }

  private static TellStopped stopped(Instant at) {
    return new TellStopped(
        REQUEST, List.of("newsletter", "training"), List.of(ORDERS), List.of(SUBSCRIBERS), at);
  }

  @Test
  void shouldDirectEverybodyWhoKnowsThePersonForEveryPurpose() {
    // when
    List<StoppingCommand> asked = accepted();
    List<StoppingCommand> said = happens(new SubjectsNamed(NAMED, NOW));

    // then
    assertThat(asked).containsExactly(new AskSubjects(REQUEST, NOW));
    assertThat(said)
        .containsExactly(
            direct("s-1", "newsletter", NOW),
            direct("s-1", "training", NOW),
            direct("s-2", "newsletter", NOW),
            direct("s-2", "training", NOW),
            stopped(NOW));
    assertThat(wakeUp).isNull();
    assertThat(happens(new SubjectsNamed(NAMED, NOW))).isEmpty();
    assertThat(accepted()).isEmpty();
    assertThat(ignored).containsExactly("duplicate", "duplicate");
  }

  @Test
  void shouldNameOnlyWhatRestsOnTheWithdrawnConsentsAlone_L21() {
    // given another consent, and another right
    happens(
        new RequestAccepted(REQUEST, StopCause.MARKETING_OBJECTION, List.of("newsletter"), NOW));

    // when
    List<StoppingCommand> said = happens(new SubjectsNamed(Map.of(), NOW));

    // then
    assertThat(said)
        .containsExactly(
            new TellStopped(REQUEST, List.of("newsletter"), List.of(), List.of(), NOW));
  }

  @Test
  void shouldAskUntilItIsAnswered() {
    // given
    accepted();

    // when
    Instant again = NOW.plusSeconds(30);
    List<StoppingCommand> early = happens(new WokenUp(NOW.plusSeconds(1)));
    List<StoppingCommand> asked = happens(new WokenUp(again));

    // then
    assertThat(early).isEmpty();
    assertThat(asked).containsExactly(new AskSubjects(REQUEST, again));
    assertThat(wakeUp).isEqualTo(again.plusSeconds(60));
  }

  @Test
  void shouldStopWhateverIsAskedOfTheRequestAfterwards() {
    // given
    accepted();

    // when
    List<StoppingCommand> before = happens(new EndingAsked(EndCause.WITHDRAWN, NOW));
    happens(new SubjectsNamed(NAMED, NOW));
    List<StoppingCommand> after = happens(new EndingAsked(EndCause.REFUSED, NOW));

    // then
    assertThat(before).containsExactly(new TellEndingTooLate(REQUEST, EndCause.WITHDRAWN, NOW));
    assertThat(after).containsExactly(new TellEndingTooLate(REQUEST, EndCause.REFUSED, NOW));
  }

  @Test
  void shouldDirectAndTellAgainWhatCouldNotBeWritten() {
    // given
    accepted();
    happens(new SubjectsNamed(NAMED, NOW));
    happens(new CommandUndeliverable(stopped(NOW), NOW));

    // when
    Instant later = NOW.plusSeconds(30);
    List<StoppingCommand> told = happens(new WokenUp(later));

    // then
    assertThat(told).containsExactly(stopped(later));
    happens(new CommandUndeliverable(direct("s-1", "training", later), later));
    Instant again = later.plusSeconds(30);
    assertThat(happens(new WokenUp(again))).containsExactly(new AskSubjects(REQUEST, again));
    assertThat(happens(new SubjectsNamed(NAMED, again)))
        .contains(direct("s-1", "training", again), stopped(again));
  }

  @Test
  void shouldDoNothingForARequestThatWasNotAccepted() {
    // when
    List<StoppingCommand> said = happens(new SubjectsNamed(NAMED, NOW));

    // then
    assertThat(said).isEmpty();
    assertThat(ignored).containsExactly("unknown-request");
  }
}
