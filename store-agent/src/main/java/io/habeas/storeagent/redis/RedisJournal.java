package io.habeas.storeagent.redis;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.outcome.OutcomeJson;
import io.habeas.participant.outcome.TaskJournal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Remembers tasks in one hash for each request: the latest step that has begun, the latest that was
 * sealed, and what each came to; beside it, in another, what has been counted of the step that is
 * being carried out.
 */
final class RedisJournal implements TaskJournal {
  /** A question that nobody has listened to the answer of is asked again long before. */
  private static final Duration COUNTS_LAST = Duration.ofDays(90);

  private static final String OUTCOME = "outcome:";

  private final Server server;
  private final Names names;

  RedisJournal(Server server, Names names) {
    this.server = server;
    this.names = names;
  }

  @Override
  public Optional<Outcome> outcome(TaskId task) throws Deferred {
    return deferring(
        () ->
            server
                .string("HGET", names.outcome(task.requestId()), OUTCOME + task.step())
                .map(RedisJournal::read));
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    return deferring(
        () ->
            server.string("HGET", names.outcome(requestId), "sealed").stream()
                .mapToInt(Integer::parseInt)
                .max());
  }

  @Override
  public OptionalInt begin(TaskId task, Action action) throws Deferred {
    return deferring(
        () -> {
          long later =
              server.run(
                  Scripts.BEGIN,
                  names.fence(task.requestId()),
                  List.of(Integer.toString(task.step()), action.name()));
          return later < 0 ? OptionalInt.empty() : OptionalInt.of((int) later);
        });
  }

  @Override
  public Outcome seal(TaskId task, Action action, Outcome outcome) throws Deferred {
    return deferring(
        () -> {
          server.run(
              Scripts.SEAL,
              names.fence(task.requestId()),
              List.of(
                  Integer.toString(task.step()),
                  Bytes.of(OutcomeJson.write(outcome)),
                  Long.toString(COUNTS_LAST.toMillis())));
          return server
              .string("HGET", names.outcome(task.requestId()), OUTCOME + task.step())
              .map(RedisJournal::read)
              .orElse(outcome);
        });
  }

  /** What has been counted, by collection. */
  Map<String, Long> counted(UUID requestId, String what) {
    String start = what + ":";
    Map<String, Long> counts = new TreeMap<>();
    server.scanWithin(
        "HSCAN",
        names.work(requestId),
        "*",
        pairs -> {
          for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).startsWith(start)) {
              counts.put(pairs.get(i).substring(start.length()), Long.parseLong(pairs.get(i + 1)));
            }
          }
        });
    return counts;
  }

  private static Outcome read(String bytes) {
    return OutcomeJson.read(Bytes.text(bytes).orElseThrow());
  }

  private static <T> T deferring(java.util.function.Supplier<T> call) throws Deferred {
    try {
      return call.get();
    } catch (RedisFailure e) {
      throw new Deferred(e.reason());
    }
  }
}
