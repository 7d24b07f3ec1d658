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

import io.habeas.intake.view.RequestView.Phase;
import io.habeas.intake.view.RequestView.Retained;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.RetentionUnaccounted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is kept of an erased person, why and until when, and what stores say of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetentionProjectionTest {
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(3));

  @AutoClose private final ProjectedTopics projected = new ProjectedTopics();

  @Test
  void shouldShowWhatIsKeptWhyAndUntilWhenAndWhatIsLeftOfItAtExpiry_L20() {
    UUID id = UUID.randomUUID();
    projected.requests(id, REGISTERED, ACCEPTED, new RequestFulfilled(Completion.ERASED_IN_PART));
    projected.erasures(id, completed());
    assertThat(projected.view(id).retained()).containsExactly(shown(PAYMENTS), shown(INVOICES));
    assertThat(projected.view(id).phase()).isNull();

    projected.erasures(id, new PhaseStarted(ErasurePhase.EXPIRING, List.of("a")));
    assertThat(projected.view(id).phase()).isEqualTo(Phase.EXPIRING);

    projected.erasures(id, new RetentionExpired(List.of(store(INVOICES))));
    assertThat(projected.view(id).retained()).containsExactly(shown(INVOICES));
    assertThat(projected.view(id).phase()).isNull();

    projected.erasures(id, new RetentionExpired(List.of()));
    assertThat(projected.view(id).retained()).isEmpty();
  }

  @Test
  void shouldShowWhereAStoreKeepsSomethingElseForAsLongAsItDoes_L20() {
    // given
    UUID id = UUID.randomUUID();
    projected.requests(id, REGISTERED, ACCEPTED, new RequestFulfilled(Completion.ERASED_IN_PART));
    projected.erasures(id, completed());

    // when
    projected.erasures(
        id, new RetentionDiffers("a", UNTIL, List.of(differing(List.of(PAYMENTS), List.of()))));

    // then
    assertThat(projected.view(id).retentionDiffers())
        .containsExactly(
            new RetentionDifference(
                id,
                "a",
                true,
                UNTIL,
                List.of(
                    new RetentionDifference.UnderRule(
                        "payments",
                        "payments-7y",
                        NOW,
                        List.of(
                            new RetentionDifference.Kept(
                                PAYMENTS.getGround(),
                                PAYMENTS.getStatute(),
                                PAYMENTS.getJurisdiction(),
                                PAYMENTS.getRecords(),
                                PAYMENTS.getFirstExpiry(),
                                PAYMENTS.getLastExpiry())),
                        List.of()))));

    // when
    projected.erasures(id, new RetentionAgrees("a", UNTIL));

    // then
    assertThat(projected.view(id).retentionDiffers()).isEmpty();
  }

  @Test
  void shouldMakeNoRequestOfWhatAStoreKeepsForNobodyKnown_L20() {
    // given
    UUID id = UUID.randomUUID();

    // when
    projected.erasures(id, new RetentionUnaccounted("a", NOW, List.of(PAYMENTS)));

    // then
    assertThat(projected.find(id)).isEmpty();
  }

  private static Retained shown(RetainedRecords kept) {
    return new Retained(
        "a",
        kept.getCollection(),
        kept.getRule(),
        kept.getGround(),
        kept.getStatute(),
        kept.getJurisdiction(),
        kept.getRecords(),
        kept.getFirstExpiry(),
        kept.getLastExpiry());
  }
}
