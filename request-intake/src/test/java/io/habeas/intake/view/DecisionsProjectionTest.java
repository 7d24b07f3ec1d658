package io.habeas.intake.view;

import static io.habeas.intake.view.ProjectedTopics.ACCEPTED;
import static io.habeas.intake.view.ProjectedTopics.NOW;
import static io.habeas.intake.view.ProjectedTopics.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.view.RequestView.Decisions;
import io.habeas.intake.view.RequestView.OnHold;
import io.habeas.intake.view.RequestView.Phase;
import io.habeas.intake.view.RequestView.State;
import io.habeas.schemas.avro.ApprovalTaken;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionTreatment;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldEnded;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.PlannedStore;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RetentionDuty;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.Treatment;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who decided what of a request, and what became of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionsProjectionTest {
  private static final UUID HOLD = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c01");
  private static final UUID APPROVAL = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c03");

  @AutoClose private final ProjectedTopics projected = new ProjectedTopics();

  @Test
  void shouldShowWhatIsOnHoldAndByWhomUntilTheHoldEnds() {
    UUID id = UUID.randomUUID();
    projected.requests(id, REGISTERED, ACCEPTED);
    projected.decisions(id, HOLD, new HoldPlaced(HOLD, "a"));
    assertThat(projected.view(id).decisions().holds())
        .containsExactly(new Decisions.Hold(HOLD, "a", "u-1", NOW, Decisions.Hold.State.PLACED));

    projected.erasures(id, new HoldEffective(HOLD), new ErasureOnHold(List.of(HOLD), List.of("a")));
    assertThat(projected.view(id).phase()).isEqualTo(Phase.ON_HOLD);
    assertThat(projected.view(id).onHold()).isEqualTo(new OnHold(List.of(HOLD), List.of("a")));

    projected.erasures(
        id, new HoldEnded(HOLD), new PhaseStarted(ErasurePhase.ERASING, List.of("a")));
    assertThat(projected.view(id).onHold()).isNull();
    assertThat(projected.view(id).phase()).isEqualTo(Phase.ERASING);
    assertThat(projected.view(id).decisions().holds())
        .containsExactly(new Decisions.Hold(HOLD, "a", "u-1", NOW, Decisions.Hold.State.ENDED));
  }

  @Test
  void shouldShowWhatIsToBeErasedAndWhoApprovedOfIt() {
    UUID id = UUID.randomUUID();
    projected.requests(id, REGISTERED, ACCEPTED);
    projected.erasures(
        id,
        new PhaseStarted(ErasurePhase.LOCATING, List.of("a")),
        new ErasurePlanned(
            1,
            true,
            List.of(
                new PlannedStore(
                    "a",
                    List.of(new CollectionCount("payments", 7L), new CollectionCount("notes", 1L)),
                    List.of(
                        new CollectionTreatment(
                            "payments",
                            List.of(Treatment.ERASED),
                            List.of("null"),
                            List.of(
                                new RetentionDuty(
                                    "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL")))),
                    List.of(HOLD)))));
    RequestView.Plan awaited =
        new RequestView.Plan(
            1,
            true,
            List.of(
                new RequestView.Plan.Held(
                    "a",
                    "payments",
                    7,
                    new RequestView.Plan.Treatment(
                        List.of("ERASED"),
                        List.of("null"),
                        List.of(
                            new RequestView.Plan.Duty(
                                "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL")))),
                new RequestView.Plan.Held("a", "notes", 1, null)),
            List.of(new RequestView.Plan.HeldStore("a", HOLD)));
    assertThat(projected.view(id).phase()).isEqualTo(Phase.AWAITING_APPROVAL);
    assertThat(projected.view(id).plan()).isEqualTo(awaited);

    projected.decisions(id, APPROVAL, new PlanApproved(1));
    projected.erasures(
        id, new ApprovalTaken(APPROVAL), new PhaseStarted(ErasurePhase.RESTRICTING, List.of("a")));
    assertThat(projected.view(id).plan())
        .isEqualTo(new RequestView.Plan(1, false, awaited.held(), awaited.holds()));
    assertThat(projected.view(id).phase()).isEqualTo(Phase.RESTRICTING);
    assertThat(projected.view(id).decisions().approvals())
        .containsExactly(
            new Decisions.Approval(APPROVAL, 1, "u-1", NOW, Decisions.Approval.State.TAKEN));
  }

  @Test
  void shouldShowWhoDecidedToRefuseAndWhatBecameOfIt() {
    UUID late = UUID.randomUUID();
    projected.requests(late, REGISTERED, ACCEPTED, new EndingAsked(EndCause.REFUSED));
    assertThat(projected.view(late).decisions().refusal())
        .isEqualTo(new Decisions.Refusal(null, null, null, Decisions.Refusal.State.ASKED));
    projected.decisions(late, UUID.randomUUID(), new RefusalDecided(RefusalGround.LEGAL_CLAIMS));
    projected.requests(late, new RefusalTooLate());
    assertThat(projected.view(late).decisions().refusal())
        .isEqualTo(refusal(Decisions.Refusal.State.TOO_LATE));

    UUID refused = UUID.randomUUID();
    projected.requests(refused, REGISTERED, ACCEPTED);
    projected.decisions(refused, UUID.randomUUID(), new RefusalDecided(RefusalGround.LEGAL_CLAIMS));
    assertThat(projected.view(refused).decisions().refusal())
        .isEqualTo(refusal(Decisions.Refusal.State.DECIDED));
    projected.requests(
        refused, new EndingAsked(EndCause.REFUSED), new RequestRefused(RefusalGround.LEGAL_CLAIMS));
    assertThat(projected.view(refused).state()).isEqualTo(State.REFUSED);
    assertThat(projected.view(refused).refusal()).isEqualTo(RefusalGround.LEGAL_CLAIMS);
    assertThat(projected.view(refused).decisions().refusal())
        .isEqualTo(refusal(Decisions.Refusal.State.FOLLOWED));

    UUID unproven = UUID.randomUUID();
    projected.requests(
        unproven, REGISTERED, new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED));
    assertThat(projected.view(unproven).decisions().refusal()).isNull();
  }

  private static Decisions.Refusal refusal(Decisions.Refusal.State state) {
    return new Decisions.Refusal(RefusalGround.LEGAL_CLAIMS, "u-1", NOW, state);
  }
}
