package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.Task;
import io.habeas.participant.YieldedIdentifier;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** The contract finds what a service does wrong, and says what it could not try. */
class FlawedNotebooksTest {
  private static final ThreadLocal<Function<JdbcTemplate, DataHolder>> HOLDERS =
      ThreadLocal.withInitial(() -> Notebook::new);

  /** What the contract is run against here; not a test of its own, for it is to fail. */
  static final class Contract extends DataHolderContract {
    @Override
    protected StoreUnderTest open() {
      return new NotebookStore(HOLDERS.get());
    }
  }

  static Stream<Arguments> flaws() {
    return Stream.of(
        flaw("shouldReadOutExactlyThePersonsRecords", ReadsOutEverybody::new),
        flaw("shouldReadOutVeryManyRecordsWithinLittleMemory", ReadsOutTwice::new),
        flaw("shouldLeaveNeighboursUntouchedWhileItRestricts", HidesEverybody::new),
        flaw("shouldRestoreExactlyWhatItHasRestricted", ForgetsToShow::new),
        flaw("shouldFindWhatWasNeverErased", SeesNothing::new),
        flaw("shouldEraseEverythingOfThePersonAndNothingOfTheirNeighbours", LeavesTheAccount::new),
        flaw("shouldTakeIdentifiersForNothingButValues", TakesPatterns::new),
        flaw(
            "shouldYieldOnlyTypesThatAreDeclaredAndOnlyThePersonsOwnIdentifiers_L11",
            YieldsMore::new),
        flaw("shouldEndTheSameAfterACrashBetweenEffectAndRecord", CommitsAtOnce::new),
        flaw(
            "shouldEraseInTheInstantItselfWhatMayNoLongerBeKeptAndLeaveNothingOfIt_L20",
            IsADayLate::new),
        flaw("shouldKeepAMillisecondBeforeWhatMayStillBeKept_L20", CannotWait::new),
        flaw("shouldLeaveAloneWhatIsKeptForAnotherRequest_L20", ForgetsEverybody::new),
        flaw("shouldReportWhatIsKeptForEachRequestByItself_L20", ReportsTheLatestAlone::new),
        flaw("shouldLocateExactlyWhatIsThePersons", TellsTheLog::new));
  }

  private static Arguments flaw(String found, Function<JdbcTemplate, DataHolder> holder) {
    return Arguments.of(found, holder);
  }

  @ParameterizedTest
  @MethodSource("flaws")
  void shouldFindTheFlaw(String found, Function<JdbcTemplate, DataHolder> holder) {
    // given
    HOLDERS.set(holder);

    // when
    Events events = run(selectMethod(Contract.class, test(found)));

    // then
    assertThat(events.failed().stream().map(FlawedNotebooksTest::method)).contains(found);
  }

  @Test
  void shouldSaySoWhereAnActionIsNotOffered() {
    // given
    HOLDERS.set(jdbc -> new OnlyLocates());

    // when
    Events events = run(selectClass(Contract.class));

    // then
    assertThat(events.aborted().stream().map(FlawedNotebooksTest::method))
        .contains("shouldRestoreExactlyWhatItHasRestricted");
    assertThat(events.aborted().stream().map(event -> event.getPayload(TestExecutionResult.class)))
        .allSatisfy(
            result ->
                assertThat(result.orElseThrow().getThrowable().orElseThrow())
                    .message()
                    .containsPattern("whether [A-Z]+ is offered|a way to end a participant"));
  }

  private static Events run(DiscoverySelector what) {
    return EngineTestKit.engine("junit-jupiter").selectors(what).execute().testEvents();
  }

  private static Method test(String name) {
    return Stream.of(Contract.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String method(Event failed) {
    String id = failed.getTestDescriptor().getUniqueId().toString();
    return id.replaceAll(".*\\[(?:method|test-template):([A-Za-z_0-9]+)\\(.*", "$1");
  }

  private static final class ReportsTheLatestAlone extends Notebook {
    ReportsTheLatestAlone(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public void reportRetained(RetentionSink retained) {
      Map<UUID, List<Retained>> all = new LinkedHashMap<>();
      super.reportRetained(all::put);
      all.entrySet().stream().limit(1).forEach(one -> retained.add(one.getKey(), one.getValue()));
    }
  }

  private static final class ReadsOutEverybody extends Notebook {
    ReadsOutEverybody(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    protected List<Long> accounts(Task task) {
      return super.accounts(task).isEmpty()
          ? List.of()
          : jdbc.queryForList("SELECT id FROM account", Long.class);
    }
  }

  private static final class ReadsOutTwice extends Notebook {
    ReadsOutTwice(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public void export(Task task, RecordSink records) {
      super.export(task, records);
      super.export(task, records);
    }
  }

  private static final class HidesEverybody extends Notebook {
    HidesEverybody(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Counts restrict(Task task) {
      Counts restricted = super.restrict(task);
      jdbc.update("UPDATE note SET hidden = TRUE");
      return restricted;
    }
  }

  private static final class ForgetsToShow extends Notebook {
    ForgetsToShow(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Counts lift(Task task) {
      Counts lifted = super.lift(task);
      jdbc.update("UPDATE note SET hidden = TRUE WHERE id = 7");
      return lifted;
    }
  }

  private static final class SeesNothing extends Notebook {
    SeesNothing(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Counts verify(Task task) {
      return Counts.NONE;
    }
  }

  private static final class LeavesTheAccount extends Notebook {
    LeavesTheAccount(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Erased erase(Task task, ErasureGround ground) {
      List<Long> accounts = accounts(task);
      Erased erased = super.erase(task, ground);
      accounts.forEach(id -> jdbc.update("INSERT INTO account VALUES (?, ?)", id, email(task)));
      return erased;
    }

    private static String email(Task task) {
      return task.identifiers().of("email").getFirst();
    }
  }

  private static final class TakesPatterns extends Notebook {
    TakesPatterns(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    protected List<Long> accounts(Task task) {
      return task.identifiers().of("email").stream()
          .flatMap(
              email ->
                  jdbc
                      .queryForList("SELECT id FROM account WHERE email LIKE ?", Long.class, email)
                      .stream())
          .distinct()
          .toList();
    }
  }

  private static final class YieldsMore extends Notebook {
    YieldsMore(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Located locate(Task task) {
      return new Located(
          count(task), List.of(new YieldedIdentifier("shoe_size", "43", "account.shoe")), false);
    }
  }

  /** Erases outside of the transaction that records it. */
  private static final class CommitsAtOnce extends Notebook {
    CommitsAtOnce(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Erased erase(Task task, ErasureGround ground) {
      Erased erased = super.erase(task, ground);
      jdbc.execute("CREATE TABLE IF NOT EXISTS commits_at_once (id INT)");
      return erased;
    }
  }

  private static final class IsADayLate extends Notebook {
    IsADayLate(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Erased expire(Task task, Instant asOf) {
      return super.expire(task, asOf.minusMillis(1));
    }
  }

  private static final class CannotWait extends Notebook {
    CannotWait(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Erased expire(Task task, Instant asOf) {
      return super.expire(task, asOf.plusMillis(1));
    }
  }

  private static final class ForgetsEverybody extends Notebook {
    ForgetsEverybody(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Erased expire(Task task, Instant asOf) {
      Erased expired = super.expire(task, asOf);
      jdbc.update("DELETE FROM kept WHERE expiry <= ?", asOf);
      return expired;
    }
  }

  private static final class TellsTheLog extends Notebook {
    TellsTheLog(JdbcTemplate jdbc) {
      super(jdbc);
    }

    @Override
    public Located locate(Task task) {
      LoggerFactory.getLogger(TellsTheLog.class)
          .warn("somebody asks for {}", task.identifiers().byType());
      return super.locate(task);
    }
  }

  private static final class OnlyLocates implements DataHolder {
    @Override
    public Located locate(Task task) {
      return new Located(Counts.NONE, List.of(), false);
    }
  }
}
