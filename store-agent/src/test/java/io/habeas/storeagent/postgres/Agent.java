package io.habeas.storeagent.postgres;

import io.habeas.participant.DataHolder;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Identifiers;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.export.Exporting;
import io.habeas.participant.task.Answer;
import io.habeas.participant.task.AssignedTask;
import io.habeas.participant.task.TaskHandler;
import io.habeas.participant.vault.Claims;
import io.habeas.participant.vault.Vault;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlanner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store agent without its topics: tasks are handed to it, and its vault is in memory. */
final class Agent implements AutoCloseable {
  static final byte[] HASH_KEY = new byte[32];

  final Store store;
  final PostgresHolder holder;
  final StorePlan plan;
  final MemoryVault vault = new MemoryVault();
  final SettableClock clock;
  private final TaskHandler handler;

  private Agent(PostgresConnection connection, StorePlan plan, SettableClock clock) {
    this.plan = plan;
    this.clock = clock;
    this.store = new Store(connection);
    this.holder = new PostgresHolder(store, connection, plan, Optional.of(HASH_KEY), clock);
    this.handler = handler(holder);
  }

  static Agent on(String url, Path map) {
    return new Agent(
        connection(url, "postgres", null),
        StorePlanner.plan(DataMapReader.read(map).datasets().getFirst()),
        new SettableClock());
  }

  static Agent on(String url, String map) {
    return on(connection(url, "postgres", null), map);
  }

  static Agent on(PostgresConnection connection, String map) {
    return new Agent(
        connection,
        StorePlanner.plan(
            DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst()),
        new SettableClock());
  }

  static PostgresConnection connection(String url, String user, @Nullable String reader) {
    return new PostgresConnection(
        url,
        user,
        "",
        reader,
        null,
        "public",
        4,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofMillis(300),
        3);
  }

  TaskHandler handler(DataHolder other) {
    var meters = new SimpleMeterRegistry();
    return new TaskHandler(
        other,
        holder.outcomeLog(),
        new Claims(vault, Duration.ZERO, pause -> {}, meters),
        vault,
        new Exporting("accounts-db", other, Duration.ofSeconds(10), clock),
        plan.yields(),
        meters);
  }

  Answer answer(AssignedTask task) {
    return answer(handler, task);
  }

  static Answer answer(TaskHandler handler, AssignedTask task) {
    List<Answer> answers = new ArrayList<>();
    handler.carryOut(List.of(task), (id, answer) -> answers.add(answer));
    return answers.getFirst();
  }

  Answer locate(UUID request, int step) {
    return answer(new AssignedTask.Locate(new TaskId(request, step)));
  }

  Answer restrict(UUID request, int step) {
    return answer(new AssignedTask.Restrict(new TaskId(request, step)));
  }

  Answer lift(UUID request, int step) {
    return answer(new AssignedTask.Lift(new TaskId(request, step)));
  }

  Answer erase(UUID request, int step) {
    return answer(eraseTask(request, step));
  }

  static AssignedTask eraseTask(UUID request, int step) {
    return new AssignedTask.Erase(new TaskId(request, step), ErasureGround.ART_17_1_A);
  }

  Answer verify(UUID request, int step) {
    return answer(new AssignedTask.Verify(new TaskId(request, step)));
  }

  @Override
  public void close() {
    store.close();
  }

  /** Grants what a test put in, to everybody. */
  static final class MemoryVault implements Vault {
    private final Map<String, List<String>> identifiers = new HashMap<>();
    final List<YieldedIdentifier> deposits = new ArrayList<>();

    void has(String type, String... values) {
      identifiers.put(type, List.of(values));
    }

    @Override
    public Map<TaskId, Claim> claim(List<TaskId> tasks) {
      Map<TaskId, Claim> claims = new HashMap<>();
      tasks.forEach(task -> claims.put(task, new Claim.Granted(new Identifiers(identifiers))));
      return claims;
    }

    @Override
    public Deposit deposit(TaskId task, List<YieldedIdentifier> yields) {
      deposits.addAll(yields);
      yields.forEach(found -> has(found.type(), found.value()));
      return new Deposit.Accepted();
    }
  }

  /** Stands where it is put. */
  static final class SettableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
