package io.habeas.storeagent.redis;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mask.Masking;
import io.habeas.storeagent.redis.KeyPlan.Field;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.Retentions.Note;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Changes hashes and JSON objects. What they become is worked out here, so they are read and
 * written back on the condition that they are as they were read; the same step severs them from the
 * person or moves them where they are kept, so that nothing is changed twice.
 */
final class Rewriting {
  private static final int TRIES = 5;
  private static final String KEEP = "keep";
  private static final String RETAINED = "retained";

  private final Server server;
  private final Names names;
  private final Effects effects;
  private final Masking masking;

  Rewriting(Server server, Names names, Effects effects, KeyedHash hash) {
    this.server = server;
    this.names = names;
    this.effects = effects;
    this.masking = new Masking(hash::of, new SecureRandom());
  }

  /** Where a record goes and what it has in it then: the arguments of the script. */
  private record Change(
      String to, String counted, String note, String lasts, List<String> content) {}

  /** Anonymises a record, under {@code to} from now on; whatever the map does not name goes. */
  void anonymise(KeySet set, Found found, String to) {
    rewrite(
        set,
        found,
        content -> {
          Set<String> unknown = new HashSet<>(content.paths());
          unknown.removeAll(set.strategies().keySet());
          return Optional.of(
              new Change(
                  to, "anonymised", "", "", content.rewritten(masked(set, content), unknown)));
        });
  }

  /**
   * Keeps a record aside, for as long as its note says, if it has one.
   *
   * @param note from what is in the record; empty if it need not be kept
   * @return whether it is kept, or gone
   */
  boolean retain(KeySet set, Found found, Instant now, Function<Content, Optional<Note>> note) {
    return rewrite(
        set,
        found,
        content ->
            note.apply(content)
                .map(
                    kept ->
                        new Change(
                            RETAINED,
                            names.retainedBy(effects.task().requestId()),
                            kept.written(),
                            lasts(kept, now),
                            content.rewritten(masked(set, content), Set.of()))));
  }

  /** By a span and not a date: the server's clock may differ. */
  private static String lasts(Note note, Instant now) {
    return Long.toString(Math.max(1, Duration.between(now, note.expiry()).toMillis()));
  }

  /**
   * Puts values into a record where it has such already.
   *
   * @param values by path
   * @return whether it has them now
   */
  boolean correct(KeySet set, Found found, Map<String, String> values) {
    return rewrite(
        set,
        found,
        content -> {
          Map<String, Optional<String>> becomes = new LinkedHashMap<>();
          values.forEach(
              (path, value) -> {
                if (content.paths().contains(path)) {
                  becomes.put(path, Optional.of(value));
                }
              });
          return becomes.isEmpty()
              ? Optional.empty()
              : Optional.of(new Change(KEEP, "", "", "", content.rewritten(becomes, Set.of())));
        });
  }

  /** Whether there was something to change, and it is so now, or the record is gone. */
  private boolean rewrite(KeySet set, Found found, Function<Content, Optional<Change>> change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Content> content = Content.read(server, set.kind(), found.name());
      if (content.isEmpty()) {
        return true;
      }
      Optional<Change> wanted = change.apply(content.get());
      if (wanted.isEmpty()) {
        return false;
      }
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  set.name(),
                  found.name(),
                  found.key(),
                  wanted.get().to(),
                  wanted.get().counted(),
                  wanted.get().note(),
                  wanted.get().lasts()));
      arguments.addAll(wanted.get().content());
      if (effects.run(Scripts.REWRITE, arguments) == 1) {
        return true;
      }
    }
    throw new RedisFailure(WaitReason.RECORD_LOCKED, "a record that changes all the time");
  }

  private Map<String, Optional<String>> masked(KeySet set, Content content) {
    Map<String, String> values = content.values();
    Map<String, Optional<String>> becomes = new LinkedHashMap<>();
    set.strategies()
        .forEach(
            (path, strategy) -> {
              if (content.paths().contains(path) && !(strategy instanceof ErasureStrategy.Kept)) {
                becomes.put(
                    path,
                    masked(strategy, Optional.ofNullable(values.get(path)), length(set, path)));
              }
            });
    return becomes;
  }

  private static OptionalInt length(KeySet set, String path) {
    Field field = set.fields().get(path);
    return field == null ? OptionalInt.empty() : field.length();
  }

  /** What is no text, or a list, cannot be worked out: it goes. */
  private Optional<String> masked(
      ErasureStrategy strategy, Optional<String> value, OptionalInt length) {
    return switch (strategy) {
      case ErasureStrategy.Constant(var constant) -> Optional.of(constant);
      case ErasureStrategy.Generalised(var unit) -> value.flatMap(text -> Moments.cut(text, unit));
      case ErasureStrategy.Nulled(),
          ErasureStrategy.KeyedHash(),
          ErasureStrategy.Randomised(),
          ErasureStrategy.CountryOnly(),
          ErasureStrategy.Kept() ->
          value.flatMap(text -> masking.text(strategy, text, length));
    };
  }
}
