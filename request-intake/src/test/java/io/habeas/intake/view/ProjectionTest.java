package io.habeas.intake.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.habeas.intake.register.Letters;
import io.habeas.intake.view.RequestView.Decisions;
import io.habeas.intake.view.RequestView.Decisions.OnRecipient;
import io.habeas.intake.view.RequestView.Kind;
import io.habeas.intake.view.RequestView.OnHold;
import io.habeas.intake.view.RequestView.Phase;
import io.habeas.intake.view.RequestView.Recipient;
import io.habeas.intake.view.RequestView.Retained;
import io.habeas.intake.view.RequestView.State;
import io.habeas.intake.view.RequestView.Wish;
import io.habeas.platform.EmbeddedMongo;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ApprovalTaken;
import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.CollectionTreatment;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldEnded;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.HoldTooLate;
import io.habeas.schemas.avro.LetterChannel;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.OutcomeAdopted;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.OutcomeNotAdopted;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.PlannedStore;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.RecipientDecisionNotTaken;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientTold;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RestrictedThroughout;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionEnded;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionDuty;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.Treatment;
import io.habeas.schemas.avro.WaitingForAccess;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import io.habeas.testkit.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(3));
  private static final LocalDate DUE = LocalDate.parse("2026-12-27");
  private static final UUID HOLD = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c01");
  private static final UUID LATE = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c02");
  private static final UUID ADOPTED = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c03");
  private static final UUID NOT_ADOPTED = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c04");
  private static final Object REGISTERED =
      new RequestRegistered(Right.ERASURE, Channel.WEB, NOW, DUE, DUE, DUE);
  private static final Object ACCEPTED =
      new RequestAccepted(
          Right.ERASURE, List.of("email"), ErasureGround.ART_17_1_A, DUE, List.of());
  private static final RetainedRecords PAYMENTS = kept("payments", 2, "2031-03-06T00:00:00Z");
  private static final RetainedRecords INVOICES = kept("invoices", 1, "2033-01-01T00:00:00Z");

  private final EmbeddedMongo mongo = EmbeddedMongo.inMemory();
  private final MongoClient client = MongoClients.create(mongo.uri());
  private final RequestViews views = new RequestViews(client.getDatabase("views"), 1);
  private final Projection projection =
      new Projection(
          views,
          new RestorationViews(client.getDatabase("views"), 1),
          new RetentionDifferences(client.getDatabase("views"), 1),
          PATIENCE);

  @AfterAll
  void close() {
    client.close();
    mongo.close();
  }

  @Test
  void shouldSayThatAnErasureWaitsForAnAccessForAsLongAsItDoes() {
    // given
    UUID id = UUID.randomUUID();
    UUID access = UUID.randomUUID();
    requests(id, REGISTERED);
    requests(id, ACCEPTED);

    // when
    erasures(id, new GateAsked(1, true), new WaitingForAccess(List.of(access)));
    erasures(id, new GateAsked(1, true));

    // then
    assertThat(view(id).phase()).isEqualTo(Phase.AT_GATE);
    assertThat(view(id).behind()).containsExactly(access);
    erasures(id, new PhaseStarted(ErasurePhase.ERASING, List.of("a")));
    assertThat(view(id).behind()).isEmpty();
    erasures(id, new GateAsked(2, true));
    assertThat(view(id).behind()).isEmpty();
  }

  @Test
  void shouldListRecipientsWhicheverTopicSaysItFirst_L22() {
    // given
    UUID id = UUID.randomUUID();
    UUID told = Letters.recipient(id, RecipientMatter.ERASURE, "books");
    UUID refused = Letters.recipient(id, RecipientMatter.ERASURE, "mailer");
    recipients(id, new RecipientTold("books", RecipientMatter.ERASURE, told, null));

    // when
    requests(
        id,
        new RecipientsToTell(
            RecipientMatter.ERASURE,
            List.of(new RecipientToTell("mailer", refused), new RecipientToTell("books", told))));
    letter(id, told);
    letter(id, Letters.recipientNotTold(refused));

    // then
    Recipient books =
        new Recipient(
            "books", RecipientMatter.ERASURE, told, Recipient.Told.TOLD, NOW, null, null, null);
    assertThat(view(id).recipients())
        .containsExactly(
            books,
            new Recipient(
                "mailer",
                RecipientMatter.ERASURE,
                refused,
                Recipient.Told.BEING_TOLD,
                null,
                null,
                null,
                null));
    assertThat(view(id).letters())
        .extracting(RequestView.Letter::letter)
        .containsExactlyInAnyOrder(Kind.RECIPIENT, Kind.RECIPIENT_NOT_TOLD);

    // when
    recipients(
        id,
        new RecipientNotTold(
            "mailer", RecipientMatter.ERASURE, refused, NotToldReason.ADDRESS_REFUSED));
    assertThat(view(id).recipients().get(1).notTold()).isEqualTo(NotToldReason.ADDRESS_REFUSED);
    recipients(
        id,
        new RecipientExcused(
            "mailer", RecipientMatter.ERASURE, refused, RecipientFinding.IMPOSSIBLE, ADOPTED),
        new RecipientDecisionNotTaken(NOT_ADOPTED, "books"));

    // then
    assertThat(view(id).recipients())
        .containsExactly(
            books,
            new Recipient(
                "mailer",
                RecipientMatter.ERASURE,
                refused,
                Recipient.Told.IMPOSSIBLE,
                NOW,
                null,
                RecipientFinding.IMPOSSIBLE,
                ADOPTED));
    assertThat(view(id).decisions().recipients())
        .containsExactly(
            new OnRecipient(ADOPTED, "mailer", null, null, null, OnRecipient.State.TAKEN),
            new OnRecipient(NOT_ADOPTED, "books", null, null, null, OnRecipient.State.NOT_TAKEN));
  }

  private void recipients(UUID id, Object... payloads) {
    for (Object payload : payloads) {
      try {
        projection.recipient(
            "dsar.recipients", new Keyed<>(id.toString(), new RecipientRecord(id, NOW, payload)));
      } catch (InvalidMessage e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void shouldShowThatARestrictionStandsUntilItIsLifted_L23() {
    // given
    UUID id = UUID.randomUUID();
    requests(id, new RequestRegistered(Right.RESTRICTION, Channel.WEB, NOW, DUE, DUE, DUE));
    requests(id, new RequestAccepted(Right.RESTRICTION, List.of("email"), null, DUE, List.of()));

    // when
    erasures(
        id,
        new PhaseStarted(ErasurePhase.RESTRICTING, List.of("a")),
        new RestrictedThroughout(
            Completion.RESTRICTED,
            List.of(new StoreRestriction("a", List.of(), List.of(), null, null))));
    letter(id, Letters.answer(Right.RESTRICTION, id));
    requests(id, new RestrictionInForce());

    // then
    assertThat(view(id).state()).isEqualTo(State.RESTRICTED);
    assertThat(view(id).phase()).isNull();
    assertThat(view(id).participants())
        .singleElement()
        .satisfies(store -> assertThat(store.state()).isEqualTo(RequestView.Progress.DONE));

    // when
    letter(id, Letters.restrictionEnds(id));
    requests(id, new RestrictionEndTold());
    erasures(id, new PhaseStarted(ErasurePhase.LIFTING, List.of("a")));
    assertThat(view(id).phase()).isEqualTo(Phase.LIFTING);
    erasures(id, new RestrictionEnded());
    requests(id, new RequestFulfilled(Completion.RESTRICTION_LIFTED));

    // then
    assertThat(view(id).state()).isEqualTo(State.FULFILLED);
    assertThat(view(id).completion()).isEqualTo(Completion.RESTRICTION_LIFTED);
    assertThat(view(id).letters())
        .extracting(RequestView.Letter::letter)
        .containsExactlyInAnyOrder(Kind.ANSWER, Kind.RESTRICTION_ENDS);
  }

  @Test
  void shouldShowUntilWhenItCanBeHadBackAndWhatBecameOfTheWish() {
    UUID id = UUID.randomUUID();
    requests(id, REGISTERED, ACCEPTED);
    erasures(id, new PhaseStarted(ErasurePhase.RESTRICTING, List.of("a")), new CoolingOff(UNTIL));
    assertThat(view(id).phase()).isEqualTo(Phase.COOLING_OFF);
    assertThat(view(id).coolingOffUntil()).isEqualTo(UNTIL);

    erasures(id, new GateAsked(1, true));
    assertThat(view(id).phase()).isEqualTo(Phase.AT_GATE);
    assertThat(view(id).coolingOffUntil()).isNull();
    requests(id, new EndingAsked(EndCause.WITHDRAWN));
    assertThat(view(id).withdrawal()).isEqualTo(Wish.ASKED);

    erasures(
        id,
        new EndingAccepted(EndCause.WITHDRAWN),
        new PhaseStarted(ErasurePhase.LIFTING, List.of("a")));
    requests(id, new WithdrawalAccepted());
    assertThat(view(id).withdrawal()).isEqualTo(Wish.ACCEPTED);
    assertThat(view(id).coolingOffUntil()).isNull();
    assertThat(view(id).phase()).isEqualTo(Phase.LIFTING);

    erasures(id, new ErasureAbandoned());
    letter(id, Letters.withdrawn(id));
    assertThat(view(id).phase()).isNull();
    assertThat(view(id).letters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.letter()).isEqualTo(Kind.WITHDRAWN));
    requests(id, new RequestWithdrawn());
    assertThat(view(id).state()).isEqualTo(State.WITHDRAWN);
    assertThat(view(id).participants()).isEmpty();
  }

  @Test
  void shouldShowWhatIsOnHoldAndByWhomUntilTheHoldEnds() {
    UUID id = UUID.randomUUID();
    requests(id, REGISTERED, ACCEPTED);
    decisions(id, HOLD, new HoldPlaced(HOLD, "a"));
    assertThat(view(id).decisions().holds())
        .containsExactly(new Decisions.Hold(HOLD, "a", "u-1", NOW, Decisions.Hold.State.PLACED));

    erasures(id, new HoldEffective(HOLD), new ErasureOnHold(List.of(HOLD), List.of("a")));
    assertThat(view(id).phase()).isEqualTo(Phase.ON_HOLD);
    assertThat(view(id).onHold()).isEqualTo(new OnHold(List.of(HOLD), List.of("a")));

    erasures(id, new HoldEnded(HOLD), new PhaseStarted(ErasurePhase.ERASING, List.of("a")));
    assertThat(view(id).onHold()).isNull();
    assertThat(view(id).phase()).isEqualTo(Phase.ERASING);
    assertThat(view(id).decisions().holds())
        .containsExactly(new Decisions.Hold(HOLD, "a", "u-1", NOW, Decisions.Hold.State.ENDED));
  }

  @Test
  void shouldShowWhatIsToBeErasedAndWhoApprovedOfIt() {
    UUID id = UUID.randomUUID();
    requests(id, REGISTERED, ACCEPTED);
    erasures(
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
    assertThat(view(id).phase()).isEqualTo(Phase.AWAITING_APPROVAL);
    assertThat(view(id).plan()).isEqualTo(awaited);

    decisions(id, ADOPTED, new PlanApproved(1));
    erasures(
        id, new ApprovalTaken(ADOPTED), new PhaseStarted(ErasurePhase.RESTRICTING, List.of("a")));
    assertThat(view(id).plan())
        .isEqualTo(new RequestView.Plan(1, false, awaited.held(), awaited.holds()));
    assertThat(view(id).phase()).isEqualTo(Phase.RESTRICTING);
    assertThat(view(id).decisions().approvals())
        .containsExactly(
            new Decisions.Approval(ADOPTED, 1, "u-1", NOW, Decisions.Approval.State.TAKEN));
  }

  @Test
  void shouldShowWhatIsKeptWhyAndUntilWhenAndWhatIsLeftOfItAtExpiry_L20() {
    UUID id = UUID.randomUUID();
    requests(id, REGISTERED, ACCEPTED, new RequestFulfilled(Completion.ERASED_IN_PART));
    erasures(id, completed());
    assertThat(view(id).retained()).containsExactly(shown(PAYMENTS), shown(INVOICES));
    assertThat(view(id).phase()).isNull();

    erasures(id, new PhaseStarted(ErasurePhase.EXPIRING, List.of("a")));
    assertThat(view(id).phase()).isEqualTo(Phase.EXPIRING);

    erasures(id, new RetentionExpired(List.of(store(INVOICES))));
    assertThat(view(id).retained()).containsExactly(shown(INVOICES));
    assertThat(view(id).phase()).isNull();

    erasures(id, new RetentionExpired(List.of()));
    assertThat(view(id).retained()).isEmpty();
  }

  @Test
  void shouldShowWhereAStoreKeepsSomethingElseForAsLongAsItDoes_L20() {
    // given
    UUID id = UUID.randomUUID();
    requests(id, REGISTERED, ACCEPTED, new RequestFulfilled(Completion.ERASED_IN_PART));
    erasures(id, completed());

    // when
    erasures(
        id, new RetentionDiffers("a", UNTIL, List.of(differing(List.of(PAYMENTS), List.of()))));

    // then
    assertThat(view(id).retentionDiffers())
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
    erasures(id, new RetentionAgrees("a", UNTIL));

    // then
    assertThat(view(id).retentionDiffers()).isEmpty();
  }

  @Test
  void shouldMakeNoRequestOfWhatAStoreKeepsForNobodyKnown_L20() {
    // given
    UUID id = UUID.randomUUID();

    // when
    erasures(id, new RetentionUnaccounted("a", NOW, List.of(PAYMENTS)));

    // then
    assertThat(views.find(id).blockOptional(PATIENCE)).isEmpty();
  }

  private static io.habeas.schemas.avro.RetentionDifference differing(
      List<RetainedRecords> expected, List<RetainedRecords> reported) {
    RetainedRecords any = expected.isEmpty() ? reported.getFirst() : expected.getFirst();
    return new io.habeas.schemas.avro.RetentionDifference(
        any.getCollection(), any.getRule(), expected, reported, NOW);
  }

  @Test
  void shouldShowWhoDecidedToRefuseAndWhatBecameOfIt() {
    UUID late = UUID.randomUUID();
    requests(late, REGISTERED, ACCEPTED, new EndingAsked(EndCause.REFUSED));
    assertThat(view(late).decisions().refusal())
        .isEqualTo(new Decisions.Refusal(null, null, null, Decisions.Refusal.State.ASKED));
    decisions(late, UUID.randomUUID(), new RefusalDecided(RefusalGround.LEGAL_CLAIMS));
    requests(late, new RefusalTooLate());
    assertThat(view(late).decisions().refusal())
        .isEqualTo(refusal(Decisions.Refusal.State.TOO_LATE));

    UUID refused = UUID.randomUUID();
    requests(refused, REGISTERED, ACCEPTED);
    decisions(refused, UUID.randomUUID(), new RefusalDecided(RefusalGround.LEGAL_CLAIMS));
    assertThat(view(refused).decisions().refusal())
        .isEqualTo(refusal(Decisions.Refusal.State.DECIDED));
    requests(
        refused, new EndingAsked(EndCause.REFUSED), new RequestRefused(RefusalGround.LEGAL_CLAIMS));
    assertThat(view(refused).state()).isEqualTo(State.REFUSED);
    assertThat(view(refused).refusal()).isEqualTo(RefusalGround.LEGAL_CLAIMS);
    assertThat(view(refused).decisions().refusal())
        .isEqualTo(refusal(Decisions.Refusal.State.FOLLOWED));

    UUID unproven = UUID.randomUUID();
    requests(unproven, REGISTERED, new RequestRefused(RefusalGround.IDENTITY_NOT_ESTABLISHED));
    assertThat(view(unproven).decisions().refusal()).isNull();
  }

  private static Decisions.Refusal refusal(Decisions.Refusal.State state) {
    return new Decisions.Refusal(RefusalGround.LEGAL_CLAIMS, "u-1", NOW, state);
  }

  /** Each topic keeps its order; and a redelivery begins earlier and goes on to the last. */
  @Test
  void shouldComeToTheSameViewHoweverTopicsInterleaveAndRecordsComeAgain() {
    RequestView expected = anonymous(history(UUID.randomUUID(), null));
    assertThat(expected.decisions().outcomes()).hasSize(2);
    assertThat(expected.decisions().holds()).hasSize(2);
    RandomHistories.check(
        40,
        random -> assertThat(anonymous(history(UUID.randomUUID(), random))).isEqualTo(expected));
  }

  @Test
  void shouldShowWhatRestsOnWithdrawnConsentsAndWhatIsErasedOfIt_L21() {
    // given
    UUID id = UUID.randomUUID();
    requests(id, new RequestRegistered(Right.CONSENT_WITHDRAWAL, Channel.WEB, NOW, DUE, DUE, DUE));
    requests(
        id,
        new RequestAccepted(Right.CONSENT_WITHDRAWAL, List.of(), null, DUE, List.of("newsletter")));

    // when
    erasures(
        id, new ProcessingStopped(List.of("newsletter"), List.of("a"), List.of("subscribers")));

    // then
    assertThat(view(id).directed()).containsExactly("a");
    assertThat(view(id).resting()).containsExactly("subscribers");
    assertThat(view(id).erasing()).isEmpty();
    requests(
        id,
        new ConsentErasureAccepted(
            List.of("newsletter"), List.of("subscribers"), List.of("email"), DUE));
    assertThat(view(id).erasing()).containsExactly("subscribers");
    assertThat(view(id).state()).isEqualTo(State.IN_PROGRESS);
  }

  private RequestView history(UUID id, @org.jspecify.annotations.Nullable RandomGenerator random) {
    List<List<Runnable>> topics = new ArrayList<>();
    topics.add(
        steps(
            payload -> requests(id, payload),
            REGISTERED,
            ACCEPTED,
            new EndingAsked(EndCause.WITHDRAWN),
            new WithdrawalTooLate(),
            new RequestCarriedOut(Completion.ERASED_IN_PART),
            new RequestFulfilled(Completion.ERASED_IN_PART)));
    topics.add(
        steps(
            payload -> erasures(id, payload),
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
            () -> decisions(id, HOLD, new HoldPlaced(HOLD, null)),
            () -> decisions(id, UUID.randomUUID(), new HoldReleased(HOLD)),
            () -> decisions(id, LATE, new HoldPlaced(LATE, "b")),
            () -> decisions(id, ADOPTED, new OutcomeDecided("b", DecidedOutcome.ERASED)),
            () -> decisions(id, NOT_ADOPTED, new OutcomeDecided("a", DecidedOutcome.NOTHING_HELD)),
            () ->
                decisions(id, UUID.randomUUID(), new RefusalDecided(RefusalGround.LEGAL_CLAIMS))));
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
        return view(id);
      }
      int topic = random == null ? open.getFirst() : open.get(random.nextInt(open.size()));
      topics.get(topic).get(next[topic]++).run();
      if (random != null && redeliveries > 0 && random.nextInt(10) == 0) {
        redeliveries--;
        next[topic] = random.nextInt(next[topic]);
      }
    }
  }

  private static List<Runnable> steps(
      java.util.function.Consumer<Object> project, Object... payloads) {
    return List.of(payloads).stream()
        .<Runnable>map(payload -> () -> project.accept(payload))
        .toList();
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

  private static ErasureCompleted completed() {
    return new ErasureCompleted(
        Completion.ERASED_IN_PART,
        List.of(store(PAYMENTS, INVOICES), new StoreOutcome("b", List.of(), List.of(), null)));
  }

  private static StoreOutcome store(RetainedRecords... kept) {
    return new StoreOutcome(
        "a", List.of(new CollectionOutcome("payments", 1L, 0L, 2L)), List.of(kept), null);
  }

  private static RetainedRecords kept(String collection, long records, String until) {
    return new RetainedRecords(
        collection,
        collection + "-7y",
        RetentionGround.ART_17_3_B,
        "NL-AWR-52",
        "NL",
        records,
        Instant.parse("2028-07-04T00:00:00Z"),
        Instant.parse(until));
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

  private RequestView view(UUID id) {
    return views.find(id).blockOptional(PATIENCE).orElseThrow();
  }

  private void requests(UUID id, Object... payloads) {
    for (Object payload : payloads) {
      handle(
          () ->
              projection.request(
                  "dsar.requests",
                  new Keyed<>(id.toString(), new RequestRecord(id, NOW, payload))));
    }
  }

  private void erasures(UUID id, Object... payloads) {
    for (Object payload : payloads) {
      handle(
          () ->
              projection.erasure(
                  "dsar.erasure-events",
                  new Keyed<>(id.toString(), new ErasureEventRecord(id, NOW, payload))));
    }
  }

  private void decisions(UUID id, UUID decisionId, Object payload) {
    handle(
        () ->
            projection.decision(
                "dsar.decisions",
                new Keyed<>(
                    id.toString(), new DecisionRecord(decisionId, id, NOW, "u-1", payload))));
  }

  private void letter(UUID id, UUID noticeId) {
    handle(
        () ->
            projection.noticeOutcome(
                "dsar.notice-outcomes",
                new Keyed<>(
                    id.toString(),
                    new NoticeOutcomeRecord(
                        noticeId, id, NOW, new NoticeSent(LetterChannel.EMAIL)))));
  }

  private interface Handling {
    void run() throws InvalidMessage;
  }

  private static void handle(Handling handling) {
    try {
      handling.run();
    } catch (InvalidMessage e) {
      throw new AssertionError(e);
    }
  }
}
