package io.habeas.storeagent.redis;

import io.habeas.participant.Identifiers;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.FreeText;
import io.habeas.storeagent.map.KeysRule.Kind;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks for a person's identifiers in what others wrote. */
final class Mentions {
  /** Values are read whole. */
  private static final int VALUES_AT_ONCE = 50;

  private final Server server;
  private final List<Pattern> sought;

  Mentions(Server server, Identifiers identifiers) {
    this.server = server;
    this.sought = FreeText.sought(identifiers).stream().map(FreeText::pattern).toList();
  }

  /** Whether there is anything to look for in a set. */
  boolean areSought(KeySet set) {
    return !sought.isEmpty() && !set.freeText().isEmpty();
  }

  /** In how many of these keys, or entries of these streams, the person is mentioned. */
  long in(KeySet set, List<String> names) {
    if (set.kind() == Kind.STREAM) {
      return names.stream().mapToLong(name -> inStream(set, name)).sum();
    }
    long found = 0;
    for (int from = 0; from < names.size(); from += VALUES_AT_ONCE) {
      List<String> some = names.subList(from, Math.min(from + VALUES_AT_ONCE, names.size()));
      found += some.size() - without(set, some);
    }
    return found;
  }

  private long without(KeySet set, List<String> names) {
    boolean[] mentioned = new boolean[names.size()];
    List<String> paths = set.kind() == Kind.HASH ? set.freeText() : List.of("");
    for (String path : paths) {
      List<List<String>> commands = new ArrayList<>();
      for (String name : names) {
        commands.add(
            set.kind() == Kind.HASH ? List.of("HGET", name, Bytes.of(path)) : List.of("GET", name));
      }
      List<@Nullable String> values = server.stringOfEach(commands);
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i);
        mentioned[i] |= value != null && isIn(set, value);
      }
    }
    long without = 0;
    for (boolean one : mentioned) {
      without += one ? 0 : 1;
    }
    return without;
  }

  private boolean isIn(KeySet set, String value) {
    return switch (set.kind()) {
      case JSON ->
          JsonObjects.read(value).stream()
              .map(JsonObjects::leaves)
              .flatMap(leaves -> set.freeText().stream().map(leaves::get))
              .filter(java.util.Objects::nonNull)
              // Also what is in a list.
              .anyMatch(
                  node -> isMentioned(node.isValueNode() ? node.asString("") : node.toString()));
      case STRING, HASH -> Bytes.text(value).filter(this::isMentioned).isPresent();
      case LIST, SET, ZSET, STREAM ->
          throw new RedisFailure(WaitReason.INTERNAL_ERROR, "a type without free text");
    };
  }

  private long inStream(KeySet set, String name) {
    Set<String> paths = Set.copyOf(set.freeText());
    long[] found = {0};
    Within.eachEntryBackwards(
        server,
        name,
        entries -> found[0] += entries.stream().filter(entry -> isIn(paths, entry)).count());
    return found[0];
  }

  private boolean isIn(Set<String> paths, Server.Entry entry) {
    List<String> fields = entry.fields();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      Optional<String> path = Bytes.text(fields.get(i));
      if (path.filter(paths::contains).isPresent()
          && Bytes.text(fields.get(i + 1)).filter(this::isMentioned).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private boolean isMentioned(String text) {
    return sought.stream().anyMatch(pattern -> pattern.matcher(text).find());
  }
}
