package io.habeas.intake.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.view.RequestView;
import io.habeas.intake.view.RequestView.State;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.Right;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person is told of what rested on a consent that they withdrew. */
class ConsentErasureTest {
  private static final List<String> NOBODY = List.of();
  private static final List<String> SUBSCRIBERS = List.of("subscribers");

  @Test
  void shouldSayThatACodeIsWaitedForAndWhatIsErasedByIt() {
    assertThat(of(State.IN_PROGRESS, SUBSCRIBERS, NOBODY, null))
        .isEqualTo(new ConsentErasure(SUBSCRIBERS, ConsentErasure.State.AWAITING_PROOF, null));
    assertThat(of(State.IN_PROGRESS, SUBSCRIBERS, SUBSCRIBERS, null))
        .isEqualTo(new ConsentErasure(SUBSCRIBERS, ConsentErasure.State.UNDERWAY, null));
    assertThat(of(State.FULFILLED, SUBSCRIBERS, SUBSCRIBERS, Completion.ERASED_IN_FULL))
        .isEqualTo(new ConsentErasure(SUBSCRIBERS, ConsentErasure.State.DONE, null));
  }

  @Test
  void shouldSayThatNothingWasErasedAndHowToHaveItErased() {
    ConsentErasure notErased =
        new ConsentErasure(SUBSCRIBERS, ConsentErasure.State.NOT_ERASED, Right.ERASURE);
    assertThat(of(State.FULFILLED, SUBSCRIBERS, NOBODY, Completion.PROCESSING_STOPPED))
        .isEqualTo(notErased);
    assertThat(of(State.FULFILLED, SUBSCRIBERS, SUBSCRIBERS, Completion.PROCESSING_STOPPED))
        .isEqualTo(notErased);
  }

  @Test
  void shouldSayNothingWhereNothingRestsOnTheConsentAlone() {
    assertThat(of(State.FULFILLED, NOBODY, NOBODY, Completion.PROCESSING_STOPPED)).isNull();
  }

  private static @Nullable ConsentErasure of(
      State state, List<String> resting, List<String> erasing, @Nullable Completion completion) {
    return ConsentErasure.of(
        new RequestView(
            new UUID(1, 2),
            state,
            Right.CONSENT_WITHDRAWAL,
            List.of("newsletter"),
            null,
            null,
            null,
            null,
            null,
            false,
            null,
            null,
            null,
            List.of(),
            null,
            List.of(),
            List.of(),
            resting,
            erasing,
            null,
            completion,
            null,
            null,
            new RequestView.Decisions(null, List.of(), List.of(), List.of(), List.of()),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }
}
