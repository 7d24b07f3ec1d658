package io.habeas.storeagent.redis;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.map.KeysRule.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a hash or a JSON object had in it when it was read, and what it becomes. */
sealed interface Content {
  /** A hash with more fields is no record. */
  int MOST_FIELDS = 10_000;

  /** Single values by path, as text; those that are no text are left out. */
  Map<String, String> values();

  /** Every path that there is. */
  Set<String> paths();

  /**
   * The end of the arguments of {@link Scripts#REWRITE}.
   *
   * @param becomes new values by path; empty for none
   * @param without which paths go
   */
  List<String> rewritten(Map<String, Optional<String>> becomes, Set<String> without);

  /**
   * Reads a record.
   *
   * @return empty if it is gone
   * @throws RedisFailure also if it is not as the map says
   */
  static Optional<Content> read(Server server, Kind kind, String name) {
    if (kind == Kind.HASH) {
      if (server.number("HLEN", name) > MOST_FIELDS) {
        throw new RedisFailure(WaitReason.MAP_MISMATCH, "a hash with very many fields");
      }
      List<String> pairs = new ArrayList<>();
      server.strings("HGETALL", name).forEach(one -> pairs.add(one == null ? "" : one));
      return pairs.isEmpty() ? Optional.empty() : Optional.of(new OfHash(pairs));
    }
    Optional<String> bytes = server.string("GET", name);
    return bytes.map(
        found ->
            new OfObject(
                found,
                JsonObjects.read(found)
                    .orElseThrow(
                        () -> new RedisFailure(WaitReason.MAP_MISMATCH, "no JSON object"))));
  }

  /**
   * A hash.
   *
   * @param pairs its fields and values by turns
   */
  record OfHash(List<String> pairs) implements Content {
    public OfHash {
      pairs = List.copyOf(pairs);
    }

    @Override
    public Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < pairs.size(); i += 2) {
        Optional<String> path = Bytes.text(pairs.get(i));
        Optional<String> value = Bytes.text(pairs.get(i + 1));
        if (path.isPresent() && value.isPresent()) {
          values.put(path.get(), value.get());
        }
      }
      return values;
    }

    /** Names that are no text are there as bytes, which no path of the map is. */
    @Override
    public Set<String> paths() {
      Set<String> paths = new java.util.LinkedHashSet<>();
      for (int i = 0; i < pairs.size(); i += 2) {
        String name = pairs.get(i);
        paths.add(Bytes.text(name).orElse(name));
      }
      return paths;
    }

    @Override
    public List<String> rewritten(Map<String, Optional<String>> becomes, Set<String> without) {
      List<String> set = new ArrayList<>();
      List<String> gone = new ArrayList<>();
      becomes.forEach(
          (path, value) -> {
            if (value.isPresent()) {
              set.add(Bytes.of(path));
              set.add(Bytes.of(value.get()));
            } else {
              gone.add(Bytes.of(path));
            }
          });
      for (int i = 0; i < pairs.size(); i += 2) {
        String name = pairs.get(i);
        if (without.contains(Bytes.text(name).orElse(name))) {
          gone.add(name);
        }
      }
      List<String> arguments = new ArrayList<>();
      arguments.add("hash");
      arguments.add(Integer.toString(pairs.size()));
      arguments.addAll(pairs);
      arguments.add(Integer.toString(set.size()));
      arguments.addAll(set);
      arguments.addAll(gone);
      return arguments;
    }
  }

  /**
   * A JSON object.
   *
   * @param bytes as it was read
   */
  record OfObject(String bytes, ObjectNode object) implements Content {
    @Override
    public Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      JsonObjects.leaves(object)
          .forEach(
              (path, value) -> {
                if (isSingle(value)) {
                  values.put(path, value.asString());
                }
              });
      return values;
    }

    @Override
    public Set<String> paths() {
      return JsonObjects.leaves(object).keySet();
    }

    @Override
    public List<String> rewritten(Map<String, Optional<String>> becomes, Set<String> without) {
      if (becomes.isEmpty() && without.isEmpty()) {
        return List.of("string", bytes, bytes);
      }
      ObjectNode changed = object.deepCopy();
      without.forEach(path -> JsonObjects.remove(changed, path));
      becomes.forEach((path, value) -> JsonObjects.put(changed, path, value.orElse(null)));
      return List.of("string", bytes, JsonObjects.write(changed));
    }

    private static boolean isSingle(JsonNode value) {
      return value.isValueNode() && !value.isNull();
    }
  }
}
