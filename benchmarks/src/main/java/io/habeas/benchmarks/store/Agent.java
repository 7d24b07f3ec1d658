package io.habeas.benchmarks.store;

import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.task.Answer;
import io.habeas.participant.task.AssignedTask;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.vault.Claims;
import io.habeas.participant.vault.Vault;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.jdbc.JdbcConnection;
import io.habeas.storeagent.jdbc.JdbcConnector;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.plan.Sharing;
import io.habeas.storeagent.plan.StorePlanner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The store agent's connector behind the handler that takes the tasks of one poll, with a vault in
 * memory: everything of the agent but its topics.
 */
final class Agent implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int CHUNK = 5_000;

  private final JdbcConnector connector;
  private final TaskHandler handler;
  private final MemoryVault vault = new MemoryVault();

  Agent(String url, String user) {
    var map = DataMapReader.read("map.yml", new StringReader(People.MAP));
    connector =
        new JdbcConnector(
            new JdbcConnection(
                url, user, "", null, null, "public", 4, TIMEOUT, TIMEOUT, TIMEOUT, CHUNK),
            StorePlanner.plan(map.datasets().getFirst(), Sharing.UNDERSTOOD),
            Optional.empty(),
            Clock.systemUTC(),
            Use.SERVING);
    var meters = new SimpleMeterRegistry();
    handler =
        new TaskHandler(
            connector.holder(),
            connector.outcomes(),
            new Claims(vault, Duration.ZERO, pause -> {}, meters),
            vault,
            new Exporting("store", connector.holder(), TIMEOUT, Clock.systemUTC()),
            connector.declaration(),
            meters);
  }

  /**
   * Locates, erases and verifies people, each phase for all of them before the next, as they come
   * in one poll.
   *
   * @throws IllegalStateException if an answer is not the one expected
   */
  void erase(List<String> emails) {
    Map<UUID, String> requests = new LinkedHashMap<>();
    emails.forEach(email -> requests.put(UUID.randomUUID(), email));
    vault.grant(requests);
    List<UUID> ids = List.copyOf(requests.keySet());
    carryOut(
        ids.stream().<AssignedTask>map(id -> new AssignedTask.Locate(new TaskId(id, 1))).toList());
    carryOut(
        ids.stream()
            .<AssignedTask>map(
                id -> new AssignedTask.Erase(new TaskId(id, 2), ErasureGround.ART_17_1_A))
            .toList());
    carryOut(
        ids.stream().<AssignedTask>map(id -> new AssignedTask.Verify(new TaskId(id, 3))).toList());
  }

  private void carryOut(List<AssignedTask> tasks) {
    handler.carryOut(
        tasks,
        (task, answer) -> {
          if (!isExpected(answer)) {
            throw new IllegalStateException("Expected a person with all rows but got " + answer);
          }
        });
  }

  private static boolean isExpected(Answer answer) {
    return switch (answer) {
      case Answer.Done(Outcome.HoldingsLocated located) ->
          !located.ambiguous()
              && located.holdings().records().values().stream().mapToLong(Long::longValue).sum()
                  == People.ROWS_EACH;
      case Answer.Done(Outcome.RecordsErased erased) ->
          erased.outcomes().stream().mapToLong(CollectionOutcome::erased).sum()
                  + erased.outcomes().stream().mapToLong(CollectionOutcome::anonymised).sum()
              == People.ROWS_EACH;
      case Answer.Done(Outcome.ErasureVerified verified) -> true;
      case Answer.Done done -> false;
      case Answer.Wait wait -> false;
      case Answer.NotOffered notOffered -> false;
      case Answer.Superseded superseded -> false;
    };
  }

  @Override
  public void close() {
    connector.close();
  }

  /** Knows the people of the poll. */
  private static final class MemoryVault implements Vault {
    private final Map<UUID, Map<String, List<String>>> known = new HashMap<>();

    void grant(Map<UUID, String> emails) {
      known.clear();
      emails.forEach((id, email) -> known.put(id, new HashMap<>(Map.of("email", List.of(email)))));
    }

    @Override
    public Map<TaskId, Claim> claim(List<TaskId> tasks) {
      Map<TaskId, Claim> claims = new HashMap<>();
      for (TaskId task : tasks) {
        claims.put(
            task,
            new Claim.Granted(new Identifiers(known.getOrDefault(task.requestId(), Map.of()))));
      }
      return claims;
    }

    @Override
    public Deposit deposit(TaskId task, List<YieldedIdentifier> identifiers) {
      Map<String, List<String>> of = known.computeIfAbsent(task.requestId(), id -> new HashMap<>());
      for (YieldedIdentifier found : identifiers) {
        List<String> values = new ArrayList<>(of.getOrDefault(found.type(), List.of()));
        values.add(found.value());
        of.put(found.type(), values);
      }
      return new Deposit.Accepted();
    }
  }
}
