package io.habeas.participant.testkit;

import io.habeas.participant.Action;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * What a controller relies on when it gives a participant tasks. A test class that extends this one
 * and opens a store runs the whole contract against it; what concerns an action that is not offered
 * is skipped, and says so.
 *
 * <p>No test may leave an identifier in a log: whatever is logged while one runs is searched for
 * them.
 */
public abstract class DataHolderContract
    implements DeclaringContract,
        LocatingContract,
        RepeatingContract,
        InterruptedContract,
        ConcurrentContract,
        RestrictingContract,
        ErasingContract,
        RetainingContract,
        ExpiringContract,
        ReportingContract,
        ExportingContract,
        RectifyingContract,
        SeedingContract,
        StrangersContract,
        VolumeContract {
  /** How each action ends with nothing in its way, by the class whose stores it was tried on. */
  private static final Map<Class<?>, Map<Action, Course.Ending>> UNDISTURBED =
      new ConcurrentHashMap<>();

  private final MemoryVault vault = new MemoryVault();
  private Trial trial;
  private LogCapture logs;

  /**
   * A store with nobody in it, which nobody else works on: a new one, or one that was closed and is
   * as it was in the beginning. All of them are alike, so that each action ends the same on each.
   */
  protected abstract StoreUnderTest open() throws Exception;

  @Override
  public final Trial trial() {
    return trial;
  }

  @BeforeEach
  final void begin() {
    logs = new LogCapture();
    trial =
        new Trial(
            this::opened,
            vault,
            UNDISTURBED.computeIfAbsent(getClass(), contract -> new ConcurrentHashMap<>()));
  }

  @AfterEach
  final void end() {
    try (LogCapture captured = logs;
        Trial ended = trial) {
      captured.assertFreeOf(vault.secrets());
      captured.assertFreeOf(List.of(Person.SUBJECT.word()));
      for (Person person : Person.NEIGHBOURS) {
        captured.assertFreeOf(List.of(person.word()));
        ended.store().identifiers(person).byType().values().forEach(captured::assertFreeOf);
      }
    }
  }

  @AfterAll
  static void forget(TestInfo ended) {
    ended.getTestClass().ifPresent(UNDISTURBED::remove);
  }

  private StoreUnderTest opened() {
    try {
      return open();
    } catch (Exception e) {
      throw new IllegalStateException("Expected a store to open but it failed", e);
    }
  }
}
