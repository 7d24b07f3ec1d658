package io.habeas.participant.task;

import static io.habeas.participant.task.Settings.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Action;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.outcome.JdbcOutcomeLog;
import io.habeas.participant.vault.Claims;
import io.habeas.participant.vault.Vault.Claim;
import io.habeas.participant.vault.Vault.Deposit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A product service with a table of its own, and everything the starter does around it. */
class TaskHandlerTest {
  private static final String ADA = "ada@mail.example";
  private static final String BOB = "bob@mail.example";

  private final UUID request = UUID.randomUUID();
  private final JdbcDataSource database = database();
  private final JdbcTemplate jdbc = new JdbcTemplate(database);
  private final Settings settings = new Settings(jdbc);
  private final RecordingVault vault = new RecordingVault();
  private final TaskHandler handler =
      new TaskHandler(
          settings,
          new JdbcOutcomeLog(jdbc, new DataSourceTransactionManager(database), Clock.systemUTC()),
          new Claims(vault, Duration.ofSeconds(1), pause -> {}, new SimpleMeterRegistry()),
          vault,
          new Exporting("settings-db", settings, Duration.ofSeconds(10), Clock.systemUTC()),
          new Declaration(
              Set.of("email"),
              Set.of("account_id"),
              Set.of(Settings.COLLECTION),
              settings.actions()),
          new SimpleMeterRegistry());

  @Test
  void shouldReportTheFirstOutcomeOfATaskThatComesAgainAndChangeNothing() {
    // given
    settings.holds(ADA, BOB);
    vault.grants(ADA);
    Answer first = answer(erase(3));
    settings.holds(ADA);

    // when
    Answer again = answer(erase(3));

    // then
    assertThat(first).isEqualTo(erased(1));
    assertThat(again).isEqualTo(first);
    assertThat(settings.emails()).containsExactly(ADA, BOB);
    assertThat(vault.claimed).containsExactly(new TaskId(request, 3));
  }

  @Test
  void shouldReportTheOutcomeAfterAFailureBetweenTheEffectAndTheReply() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    assertThatThrownBy(
            () ->
                handler.carryOut(
                    List.of(erase(3)),
                    (task, answer) -> {
                      throw new IllegalStateException("Expected a broker but there is none");
                    }))
        .hasMessageContaining("broker");

    // when
    Answer again = answer(erase(3));

    // then
    assertThat(again).isEqualTo(erased(1));
    assertThat(settings.emails()).isEmpty();
  }

  @Test
  void shouldUndoAnEffectThatFailsAndCarryItOutWhenItIsAskedAgain() {
    // given
    settings.holds(ADA);
    settings.defective(true);
    vault.grants(ADA);

    // when
    Answer failed = answer(erase(3));

    // then
    assertThat(failed).isEqualTo(new Answer.Wait(WaitReason.INTERNAL_ERROR));
    assertThat(settings.emails()).containsExactly(ADA);

    // when
    settings.defective(false);

    // then
    assertThat(answer(erase(3))).isEqualTo(erased(1));
  }

  @Test
  void shouldNotCarryOutATaskThatALaterOneHasOvertaken() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    assertThat(answer(new AssignedTask.Verify(new TaskId(request, 4))))
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(counts(1))));

    // when
    Answer late = answer(erase(3));

    // then
    assertThat(late).isEqualTo(new Answer.Superseded(4));
    assertThat(settings.emails()).containsExactly(ADA);
  }

  @Test
  void shouldCarryOutATaskOnceThoughTwoInstancesHaveItAtTheSameTime() throws Exception {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    assertThat(answer(new AssignedTask.Restrict(new TaskId(request, 2))))
        .isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(counts(1))));
    var together = new CyclicBarrier(2);
    Callable<Answer> instance =
        () -> {
          together.await();
          return answer(erase(3));
        };

    // when
    List<Answer> answers = new ArrayList<>();
    try (var instances = Executors.newFixedThreadPool(2)) {
      for (Future<Answer> answered : instances.invokeAll(List.of(instance, instance))) {
        answers.add(answered.get());
      }
    }

    // then
    assertThat(answers).containsExactly(erased(1), erased(1));
  }

  @Test
  void shouldLiftWithoutClaimingIdentifiers() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    assertThat(answer(new AssignedTask.Restrict(new TaskId(request, 2))))
        .isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(counts(1))));
    vault.answers(new Claim.Refused("CLOSED"));

    // when
    Answer lifted = answer(new AssignedTask.Lift(new TaskId(request, 3)));

    // then
    assertThat(lifted).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(counts(1))));
    assertThat(vault.claimed).containsExactly(new TaskId(request, 2));
  }

  @Test
  void shouldEraseWhatWasKeptTooLongOnceAndWithoutClaimingIdentifiers_L20() {
    // given
    Instant now = Instant.parse("2033-12-31T00:00:00Z");
    settings.keeps(request, now);
    settings.keeps(request, now.plusMillis(1));
    settings.keeps(UUID.randomUUID(), now);
    vault.answers(new Claim.Refused("CLOSED"));

    // when
    Answer first = answer(new AssignedTask.Expire(new TaskId(request, 9), now));
    Answer again = answer(new AssignedTask.Expire(new TaskId(request, 9), now));
    Answer late = answer(new AssignedTask.Expire(new TaskId(request, 8), now));

    // then
    assertThat(first)
        .isEqualTo(
            new Answer.Done(
                new Outcome.ExpiredErased(
                    List.of(new CollectionOutcome(Settings.COLLECTION, 1, 0, 0)), List.of())));
    assertThat(again).isEqualTo(first);
    assertThat(late).isEqualTo(new Answer.Superseded(9));
    assertThat(vault.claimed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_APPROVED, UNFIT",
    "CLOSED, IDENTIFIERS_NOT_YET_KNOWN",
  })
  void shouldChangeNothingWhereTheVaultRefuses(String reason, WaitReason expected) {
    // given
    settings.holds(ADA);
    vault.answers(new Claim.Refused(reason));

    // when
    Answer answer = answer(erase(3));

    // then
    assertThat(answer).isEqualTo(new Answer.Wait(expected));
    assertThat(settings.emails()).containsExactly(ADA);
  }

  @Test
  void shouldAskTheVaultAgainForAWhileBeforeATaskIsPutOff() {
    // given
    vault.answers(new Claim.NotYet());

    // when
    Answer answer = answer(erase(3));

    // then
    assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.IDENTIFIERS_NOT_YET_KNOWN));
    assertThat(vault.claimed).hasSize(5);
  }

  @Test
  void shouldPutOffWhatNeedsTheVaultWhileItIsAwayButNotWhatIsSettled() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    assertThat(answer(erase(3))).isEqualTo(erased(1));
    vault.away();

    // when / then
    assertThat(answer(new AssignedTask.Verify(new TaskId(request, 4))))
        .isEqualTo(new Answer.Wait(WaitReason.VAULT_UNAVAILABLE));
    assertThat(answer(erase(3))).isEqualTo(erased(1));
  }

  @Test
  void shouldTakeNoTaskAndClaimNothingWhileUnfit() {
    // given
    settings.unfit(WaitReason.MAP_MISMATCH);

    // when
    Answer answer = answer(erase(3));

    // then
    assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(vault.claimed).isEmpty();
  }

  @Test
  void shouldSayThatItDoesNotOfferWhatTheHolderHasNoMethodForAndClaimNothing() {
    // when
    Answer answer = answer(new AssignedTask.Seed(new TaskId(request, 1)));

    // then
    assertThat(answer).isEqualTo(new Answer.NotOffered(Action.SEED));
    assertThat(vault.claimed).isEmpty();
  }

  @Test
  void shouldRectifyByTheValuesThatTheVaultGrantsAndOnlyOnce() {
    // given
    settings.holds(ADA);
    vault.answers(
        new Claim.Granted(
            new Identifiers(Map.of("email", List.of(ADA))),
            new Corrections(Map.of("user.contact.email", BOB), Optional.empty())));
    var rectify = new AssignedTask.Rectify(new TaskId(request, 1));

    // when
    Answer first = answer(rectify);
    settings.holds(ADA);
    Answer again = answer(rectify);

    // then
    assertThat(first)
        .isEqualTo(new Answer.Done(new Outcome.RecordsRectified(counts(1), Counts.NONE)));
    assertThat(again).isEqualTo(first);
    assertThat(settings.emails()).containsExactly(ADA, BOB);
  }

  @Test
  void shouldNotTellARectificationWithoutCorrections() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);

    // when
    Answer answer = answer(new AssignedTask.Rectify(new TaskId(request, 1)));

    // then
    assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.IDENTIFIERS_NOT_YET_KNOWN));
  }

  @Test
  void shouldDepositDeclaredIdentifiersOnlyAndNameTheirTypes() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    var declared = new YieldedIdentifier("account_id", "17", "settings.account_id");
    settings.yields(declared, new YieldedIdentifier("phone", "1", "settings.phone"));

    // when
    Answer answer = answer(new AssignedTask.Locate(new TaskId(request, 1)));

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(new Outcome.HoldingsLocated(counts(1), Set.of("account_id"), false)));
    assertThat(vault.deposited).containsExactly(declared);
  }

  @Test
  void shouldCallAPersonAmbiguousWhomTheVaultKnowsOtherwise() {
    // given
    settings.yields(new YieldedIdentifier("account_id", "17", "settings.account_id"));
    vault.answers(new Deposit.Conflict());

    // when
    Answer answer = answer(new AssignedTask.Locate(new TaskId(request, 1)));

    // then
    assertThat(answer)
        .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, Set.of(), true)));
  }

  @Test
  void shouldRecordASearchBeforeAnErasureForTheSameRequestThatCameWithIt() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    List<Answer> answers = new ArrayList<>();

    // when
    handler.carryOut(
        List.of(new AssignedTask.Locate(new TaskId(request, 1)), erase(2)),
        (id, answer) -> answers.add(answer));

    // then
    assertThat(answers)
        .containsExactly(
            new Answer.Done(new Outcome.HoldingsLocated(counts(1), Set.of(), false)), erased(1));
  }

  @Test
  void shouldGiveAnAnswerAgainThatCouldNotBeReplied() {
    // given
    settings.holds(ADA);
    vault.grants(ADA);
    List<Answer> taken = new ArrayList<>();
    TaskHandler.Batch batch =
        handler.begin(List.of(new AssignedTask.Locate(new TaskId(request, 1))));
    batch.carryOut(
        new AssignedTask.Locate(new TaskId(request, 1)),
        answer -> {
          taken.add(answer);
          if (taken.size() == 1) {
            throw new IllegalStateException("Expected a broker but there is none");
          }
        });
    assertThatThrownBy(batch::finish).hasMessageContaining("broker");

    // when
    batch.finish();

    // then
    Answer located = new Answer.Done(new Outcome.HoldingsLocated(counts(1), Set.of(), false));
    assertThat(taken).containsExactly(located, located);
  }

  private AssignedTask erase(int step) {
    return new AssignedTask.Erase(new TaskId(request, step), ErasureGround.values()[0]);
  }

  private static Answer erased(long records) {
    return new Answer.Done(
        new Outcome.RecordsErased(
            List.of(new CollectionOutcome(Settings.COLLECTION, records, 0, 0)), List.of()));
  }

  private Answer answer(AssignedTask task) {
    List<Answer> answers = new ArrayList<>();
    handler.carryOut(List.of(task), (id, answer) -> answers.add(answer));
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private static JdbcDataSource database() {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    new ResourceDatabasePopulator(new ClassPathResource("io/habeas/participant/outcome/tables.sql"))
        .execute(database);
    return database;
  }
}
