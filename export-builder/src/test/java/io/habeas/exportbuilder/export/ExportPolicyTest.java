package io.habeas.exportbuilder.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.exportbuilder.export.ExportCommand.Ask;
import io.habeas.exportbuilder.export.ExportCommand.Task;
import io.habeas.exportbuilder.export.ExportCommand.Tell;
import io.habeas.exportbuilder.export.ExportEvent.EndingAsked;
import io.habeas.exportbuilder.export.ExportEvent.HoldingsLocated;
import io.habeas.exportbuilder.export.ExportEvent.KeyCreated;
import io.habeas.exportbuilder.export.ExportEvent.PackageBuilt;
import io.habeas.exportbuilder.export.ExportEvent.PartsRefused;
import io.habeas.exportbuilder.export.ExportEvent.RecordsExported;
import io.habeas.exportbuilder.export.ExportEvent.ReportUndeliverable;
import io.habeas.exportbuilder.export.ExportEvent.RequestAccepted;
import io.habeas.exportbuilder.export.ExportEvent.RequestEnded;
import io.habeas.exportbuilder.export.ExportEvent.TaskDeferred;
import io.habeas.exportbuilder.export.ExportEvent.WokenUp;
import io.habeas.process.Transition;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ExportPhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.testkit.PolicyScenario;
import io.habeas.testkit.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExportPolicyTest {
  private static final UUID REQUEST = UUID.fromString("6f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a02");
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEY = "a-public-key";
  private static final ParticipantId ACCOUNTS = new ParticipantId("accounts");
  private static final ParticipantId IMAGES = new ParticipantId("images");
  private static final IdentifierType EMAIL = new IdentifierType("email");
  private static final IdentifierType ACCOUNT_ID = new IdentifierType("account_id");

  private final ExportPolicy policy =
      new ExportPolicy(
          List.of(
              new RequiredParticipant(ACCOUNTS, Set.of(EMAIL)),
              new RequiredParticipant(IMAGES, Set.of(ACCOUNT_ID))),
          new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), PATIENCE),
          new ExportPolicy.Patience(8, 1));

  private final RequestAccepted accepted =
      new RequestAccepted(REQUEST, Set.of(EMAIL), LocalDate.parse("2026-12-25"), NOW);
  private final KeyCreated keyCreated = new KeyCreated(KEY, NOW);

  @Test
  void shouldReadNothingBeforeAcceptance_L10() {
    PolicyScenario<ExportState, ExportEvent, ExportCommand> untouched = PolicyScenario.of(policy);
    for (ExportEvent event :
        List.of(
            keyCreated,
            located(ACCOUNTS, 1, 1),
            exported(ACCOUNTS, 1, 1),
            built,
            new WokenUp(NOW))) {
      untouched.when(event).thenIgnored("unknown-request");
    }
  }

  @Test
  void shouldAskEverybodyAndForAKeyAsSoonAsItIsAccepted() {
    PolicyScenario.of(policy)
        .when(accepted)
        .thenCommands(
            tell(new Report.Begun()),
            tell(new Report.PhaseStarted(ExportPhase.LOCATING, List.of(ACCOUNTS, IMAGES))),
            ask(ACCOUNTS, 1, new Task.Locate(1)),
            ask(IMAGES, 1, new Task.Locate(1)))
        .thenWakesAt(NOW.plus(PATIENCE));
  }

  @Test
  void shouldSearchAgainByWhatOneStoreYieldsToAnother() {
    PolicyScenario.of(policy)
        .given(accepted, located(IMAGES, 1, 0))
        .when(located(ACCOUNTS, 1, 3, ACCOUNT_ID))
        .thenCommands(
            done(ACCOUNTS, ExportPhase.LOCATING, 3),
            tell(new Report.PhaseStarted(ExportPhase.LOCATING, List.of(IMAGES))),
            ask(IMAGES, 2, new Task.Locate(2)));
  }

  @Test
  void shouldExportOnlyWhenAllIsLocatedAndThereIsAKey() {
    allLocated().when(located(IMAGES, 2, 2)).thenIgnored("duplicate");
    allLocated()
        .when(keyCreated)
        .thenCommands(
            tell(new Report.PhaseStarted(ExportPhase.EXPORTING, List.of(ACCOUNTS, IMAGES))),
            ask(ACCOUNTS, 2, new Task.ReadOut(KEY)),
            ask(IMAGES, 3, new Task.ReadOut(KEY)));
  }

  @Test
  void shouldPackageOnceEverybodyHasReadOutAndAnswerWhenThatIsDone() {
    Copy accounts = exported(ACCOUNTS, 2, 3).copy();
    Copy images = exported(IMAGES, 3, 2).copy();
    List<StoreCopy> stores = List.of(store(ACCOUNTS, 3, accounts, 0), store(IMAGES, 2, images, 0));
    List<StoreCopy> packaged =
        List.of(
            store(ACCOUNTS, 3, new Copy(2, accounts.collections(), null), 0),
            store(IMAGES, 2, new Copy(3, images.collections(), null), 0));

    allLocated()
        .given(keyCreated, exported(ACCOUNTS, 2, 3))
        .when(exported(IMAGES, 3, 2))
        .thenCommands(
            done(IMAGES, ExportPhase.EXPORTING, 2),
            tell(new Report.PhaseStarted(ExportPhase.PACKAGING, List.of())),
            tell(new Report.PartsCollected(stores)))
        .thenNeverWakes()
        .when(built)
        .thenCommands(tell(new Report.ExportCompleted(Completion.COPY_PROVIDED, packaged)))
        .when(built)
        .thenIgnored("closed");
  }

  @Test
  void shouldAnswerThatNothingIsHeld_L15() {
    PolicyScenario.of(policy)
        .given(
            accepted,
            located(ACCOUNTS, 1, 0),
            located(IMAGES, 1, 0),
            keyCreated,
            exported(ACCOUNTS, 2, 0),
            exported(IMAGES, 2, 0))
        .when(new PackageBuilt(Map.of(ACCOUNTS, List.of(), IMAGES, List.of()), NOW))
        .thenState(
            ExportState.Completed.class,
            completed ->
                assertThat(completed.export().completion()).isEqualTo(Completion.NOTHING_HELD));
  }

  @Test
  void shouldHaveRefusedPartsReadOutAgainAndThenHaveAPersonLook() {
    var refusedOnce =
        packaging()
            .when(new PartsRefused(ACCOUNTS, 2, NOW))
            .thenCommands(
                ask(ACCOUNTS, 3, new Task.ReadOut(KEY)),
                tell(
                    new Report.ParticipantWaiting(
                        ACCOUNTS,
                        ExportPhase.EXPORTING,
                        WaitReason.PARTS_REFUSED,
                        NOW,
                        NOW.plus(PATIENCE))))
            .after();

    refusedOnce.when(new PartsRefused(ACCOUNTS, 2, NOW)).thenIgnored("stale-step");
    refusedOnce
        .given(exported(ACCOUNTS, 3, 3))
        .when(new PartsRefused(ACCOUNTS, 3, NOW))
        .thenCommands(tell(new Report.ExportHalted(HaltReason.PARTS_REFUSED, List.of(ACCOUNTS))))
        .thenState(ExportState.Halted.class, halted -> {});
  }

  @Test
  void shouldTellWhatWasPackagedThoughSomethingElseWasReadOutSince() {
    // given a refusal that overtook the package which was made all the same
    packaging()
        .given(new PartsRefused(ACCOUNTS, 2, NOW))
        .when(built)
        .thenCommands(
            tell(
                new Report.ExportCompleted(
                    Completion.COPY_PROVIDED,
                    List.of(
                        store(
                            ACCOUNTS,
                            3,
                            new Copy(0, exported(ACCOUNTS, 2, 3).copy().collections(), null),
                            1),
                        store(
                            IMAGES,
                            2,
                            new Copy(3, exported(IMAGES, 3, 2).copy().collections(), null),
                            0)))))
        .thenNeverWakes()
        .when(exported(ACCOUNTS, 3, 9))
        .thenIgnored("closed");
  }

  @Test
  void shouldNotCompleteByAPackageThatDoesNotSayWhatItHasOfEachStore() {
    packaging()
        .when(new PackageBuilt(Map.of(ACCOUNTS, List.of()), NOW))
        .thenIgnored("other-stores");
  }

  @Test
  void shouldHaveEverythingReadOutAgainForANewKeyWhenTheOldOneIsLost() {
    packaging()
        .when(new KeyCreated("another", NOW))
        .thenCommands(
            tell(new Report.PhaseStarted(ExportPhase.EXPORTING, List.of(ACCOUNTS, IMAGES))),
            ask(ACCOUNTS, 3, new Task.ReadOut("another")),
            ask(IMAGES, 4, new Task.ReadOut("another")));
  }

  @Test
  void shouldSearchAgainWhereWhatWasLocatedIsNotReadOutAndThenHaveAPersonLook() {
    // given
    var again =
        allLocated()
            .given(keyCreated, exported(ACCOUNTS, 2, 3))
            .when(exported(IMAGES, 3, 0))
            .thenCommands(
                done(IMAGES, ExportPhase.EXPORTING, 0),
                tell(new Report.PhaseStarted(ExportPhase.LOCATING, List.of(IMAGES))),
                ask(IMAGES, 4, new Task.Locate(2)))
            .after();

    // when it is gone since
    again
        .given(located(IMAGES, 4, 0))
        .when(exported(IMAGES, 5, 0))
        .thenState(ExportState.Packaging.class, packaging -> {});

    // when it is not
    again
        .given(located(IMAGES, 4, 2))
        .when(exported(IMAGES, 5, 0))
        .thenCommands(
            done(IMAGES, ExportPhase.EXPORTING, 0),
            tell(new Report.ExportHalted(HaltReason.COPY_INCOMPLETE, List.of(IMAGES))))
        .thenState(ExportState.Halted.class, halted -> {});
  }

  @Test
  void shouldStopForAPersonWhereMoreThanOneIsFound_L11() {
    PolicyScenario.of(policy)
        .given(accepted, keyCreated, located(IMAGES, 1, 0))
        .when(new HoldingsLocated(ACCOUNTS, 1, List.of(), Set.of(), true, NOW))
        .thenCommands(
            tell(new Report.ExportHalted(HaltReason.AMBIGUOUS_SUBJECT, List.of(ACCOUNTS))))
        .thenState(ExportState.Halted.class, halted -> {});
  }

  @Test
  void shouldHaveReadOutWhatAStoreCannotCountAndHaveAPersonSeeToWhatItCannotReadOut() {
    PolicyScenario<ExportState, ExportEvent, ExportCommand> located =
        PolicyScenario.of(policy)
            .given(accepted, keyCreated, located(ACCOUNTS, 1, 3))
            .given(new ExportEvent.ActionNotOffered(IMAGES, 1, Action.LOCATE, NOW));

    located.when(exported(ACCOUNTS, 2, 3)).thenCommands(done(ACCOUNTS, ExportPhase.EXPORTING, 3));
    located
        .given(exported(ACCOUNTS, 2, 3))
        .when(new ExportEvent.ActionNotOffered(IMAGES, 2, Action.EXPORT, NOW))
        .thenCommands(
            tell(new Report.ExportHalted(HaltReason.ACTION_NOT_OFFERED, List.of(IMAGES))));
  }

  @Test
  void shouldAskAgainWhoPutsItsAnswerOffAndSayWhy() {
    Instant again = NOW.plusSeconds(5);
    allLocated()
        .given(keyCreated, exported(ACCOUNTS, 2, 3))
        .when(new TaskDeferred(IMAGES, 3, WaitReason.STORAGE_UNAVAILABLE, NOW))
        .thenCommands(
            tell(
                new Report.ParticipantWaiting(
                    IMAGES, ExportPhase.EXPORTING, WaitReason.STORAGE_UNAVAILABLE, NOW, again)))
        .thenWakesAt(again)
        .when(new WokenUp(again))
        .thenCommands(new Ask(REQUEST, IMAGES, 3, new Task.ReadOut(KEY), again));
  }

  @Test
  void shouldTellAnOutcomeAgainThatCouldNotBeToldAndNoProgress() {
    Report collected =
        new Report.PartsCollected(
            List.of(
                store(ACCOUNTS, 3, exported(ACCOUNTS, 2, 3).copy(), 0),
                store(IMAGES, 2, exported(IMAGES, 3, 2).copy(), 0)));
    Instant later = NOW.plus(PATIENCE);

    packaging()
        .when(new ReportUndeliverable(collected, NOW))
        .thenWakesAt(later)
        .when(new WokenUp(later))
        .thenCommands(new Tell(REQUEST, collected, later));
    packaging()
        .when(
            new ReportUndeliverable(new Report.PhaseStarted(ExportPhase.PACKAGING, List.of()), NOW))
        .thenIgnored("progress-untold");
    PolicyScenario.of(policy)
        .given(accepted)
        .given(new ReportUndeliverable(new Report.Begun(), NOW))
        .when(new WokenUp(later))
        .thenCommands(waitsWithoutAnswer(ACCOUNTS, 1, later).toArray(ExportCommand[]::new));
  }

  /** Everybody is asked again by then, and the key too. */
  private static List<ExportCommand> waitsWithoutAnswer(
      ParticipantId first, int step, Instant later) {
    Instant again = later.plus(PATIENCE.multipliedBy(2));
    return List.of(
        new Ask(REQUEST, first, step, new Task.Locate(1), later),
        new Ask(REQUEST, IMAGES, step, new Task.Locate(1), later),
        new Tell(
            REQUEST,
            new Report.ParticipantWaiting(
                first, ExportPhase.LOCATING, WaitReason.NO_ANSWER, later, again),
            later),
        new Tell(
            REQUEST,
            new Report.ParticipantWaiting(
                IMAGES, ExportPhase.LOCATING, WaitReason.NO_ANSWER, later, again),
            later),
        new Tell(REQUEST, new Report.Begun(), later));
  }

  @Test
  void shouldKeepNothingOfARequestThatEnds() {
    packaging()
        .when(new RequestEnded(NOW))
        .thenCommands(tell(new Report.ExportAbandoned()))
        .thenNeverWakes()
        .when(built)
        .thenIgnored("closed");
  }

  @Test
  void shouldEndWhatIsNotReadyAndSayFirstThatItStillCould() {
    for (EndCause cause : EndCause.values()) {
      for (var underway : List.of(PolicyScenario.of(policy).given(accepted), packaging())) {
        underway
            .when(new EndingAsked(cause, NOW))
            .thenCommands(
                tell(new Report.EndingAccepted(cause)), tell(new Report.ExportAbandoned()))
            .thenNeverWakes()
            .when(new EndingAsked(cause, NOW))
            .thenIgnored("closed");
      }
    }
  }

  @Test
  void shouldSayThatItIsTooLateOnceThePackageIsReadyAndKeepIt() {
    packaging()
        .given(built)
        .when(new EndingAsked(EndCause.WITHDRAWN, NOW))
        .thenCommands(tell(new Report.EndingTooLate(EndCause.WITHDRAWN)))
        .thenState(ExportState.Completed.class, completed -> {});
  }

  @Test
  void shouldNotEndWhatNobodyAccepted() {
    PolicyScenario.of(policy)
        .when(new EndingAsked(EndCause.WITHDRAWN, NOW))
        .thenIgnored("unknown-request");
  }

  @Test
  void shouldTellThatItIsAbandonedAgainThoughNotThatItWasAccepted() {
    Instant later = NOW.plus(PATIENCE);
    packaging()
        .given(new EndingAsked(EndCause.WITHDRAWN, NOW))
        .given(new ReportUndeliverable(new Report.ExportAbandoned(), NOW))
        .when(new WokenUp(later))
        .thenCommands(new Tell(REQUEST, new Report.ExportAbandoned(), later));
    packaging()
        .given(new EndingAsked(EndCause.WITHDRAWN, NOW))
        .when(new ReportUndeliverable(new Report.EndingAccepted(EndCause.WITHDRAWN), NOW))
        .thenIgnored("progress-untold");
  }

  /** Whatever comes in whatever order: one end, and the truth about whether it could be ended. */
  @Test
  void shouldComeToOneEndInAnyOrderOfEvents() {
    Set<Class<?>> ends = new HashSet<>();
    RandomHistories.check(
        5_000,
        random -> {
          List<Report> told = new ArrayList<>();
          ExportState state = policy.initial();
          List<ExportEvent> script =
              new ArrayList<>(
                  List.of(
                      accepted,
                      located(IMAGES, 1, 0),
                      located(ACCOUNTS, 1, 3, ACCOUNT_ID),
                      located(IMAGES, 2, 2),
                      keyCreated,
                      exported(ACCOUNTS, 2, 3),
                      exported(IMAGES, 3, 2),
                      built));
          for (int i = random.nextInt(4); i > 0; i--) {
            EndCause cause = EndCause.values()[random.nextInt(2)];
            script.add(random.nextInt(script.size() + 1), new EndingAsked(cause, NOW));
          }
          for (int i = random.nextInt(4); i > 0; i--) {
            script.add(
                random.nextInt(script.size() + 1), script.get(random.nextInt(script.size())));
          }
          for (ExportEvent event : script) {
            Transition<ExportState, ExportCommand> next = policy.next(state, event);
            state = next.state();
            next.commands().stream()
                .filter(Tell.class::isInstance)
                .forEach(command -> told.add(((Tell) command).report()));
          }
          int completed = indexOf(told, Report.ExportCompleted.class);
          int abandoned = indexOf(told, Report.ExportAbandoned.class);
          assertThat(completed < 0 || abandoned < 0).as("one end").isTrue();
          assertThat(indexOf(told, Report.EndingAccepted.class))
              .as("accepted right before it is abandoned")
              .isEqualTo(abandoned < 0 ? -1 : abandoned - 1);
          if (indexOf(told, Report.EndingTooLate.class) >= 0) {
            assertThat(completed)
                .as("too late after completion only")
                .isBetween(0, indexOf(told, Report.EndingTooLate.class));
          }
          ends.add(state.getClass());
        });
    if (Long.getLong("histories.seed") == null) {
      assertThat(ends).contains(ExportState.Completed.class, ExportState.Abandoned.class);
    }
  }

  private static int indexOf(List<Report> told, Class<? extends Report> kind) {
    for (int i = 0; i < told.size(); i++) {
      if (kind.isInstance(told.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private final PackageBuilt built =
      new PackageBuilt(
          Map.of(
              ACCOUNTS, exported(ACCOUNTS, 2, 3).copy().collections(),
              IMAGES, exported(IMAGES, 3, 2).copy().collections()),
          NOW);

  private PolicyScenario<ExportState, ExportEvent, ExportCommand> allLocated() {
    return PolicyScenario.of(policy)
        .given(
            accepted,
            located(IMAGES, 1, 0),
            located(ACCOUNTS, 1, 3, ACCOUNT_ID),
            located(IMAGES, 2, 2));
  }

  private PolicyScenario<ExportState, ExportEvent, ExportCommand> packaging() {
    return allLocated().given(keyCreated, exported(ACCOUNTS, 2, 3), exported(IMAGES, 3, 2));
  }

  private static HoldingsLocated located(
      ParticipantId who, int step, long records, IdentifierType... yielded) {
    return new HoldingsLocated(
        who, step, List.of(new Holding("records", records)), Set.of(yielded), false, NOW);
  }

  private static RecordsExported exported(ParticipantId who, int step, long records) {
    Copy copy =
        records == 0
            ? new Copy(step, List.of(), null)
            : new Copy(
                step,
                List.of(new Copy.Exported("records", records, records, 1)),
                new Copy.Upload(100, "0".repeat(64)));
    return new RecordsExported(who, copy, NOW);
  }

  private static StoreCopy store(ParticipantId who, long records, Copy copy, int refusals) {
    return new StoreCopy(who, true, List.of(new Holding("records", records)), copy, refusals, null);
  }

  private static Ask ask(ParticipantId who, int step, Task task) {
    return new Ask(REQUEST, who, step, task, NOW);
  }

  private static Tell done(ParticipantId who, ExportPhase phase, long records) {
    return tell(new Report.ParticipantDone(who, phase, records));
  }

  private static Tell tell(Report report) {
    return new Tell(REQUEST, report, NOW);
  }
}
