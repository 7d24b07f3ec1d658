package io.habeas.storeagent.redis;

import io.habeas.storeagent.redis.KeyPlan.Field;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one record of each collection up, where there is none: a canary, found and erased like any
 * other. Wherever a key could be anything, it says that it is one.
 */
final class Seeding {
  private static final String FILLER = "habeas-seed";
  private static final String ANOTHER = "*";
  private static final String NUMBER = "0";
  private static final String EARLIEST = "1970-01-01T00:00:00Z";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Effects effects;

  Seeding(Effects effects) {
    this.effects = effects;
  }

  /** Each step counts what it has made up. */
  void seed(List<Place> places) {
    for (int i = 0; i < places.size(); i++) {
      seed(places.get(i), i);
    }
  }

  private void seed(Place place, int number) {
    KeySet set = place.set();
    String key = set.keys().filled(place.value(), FILLER);
    String member =
        switch (set.owner()) {
          case Owner.ByKey owner -> "";
          case Owner.ByMember(var pattern, var type, var match) ->
              pattern.filled(place.value(), FILLER);
          case Owner.ByField owner -> set.isWholeKeys() ? "" : ANOTHER;
        };
    List<String> arguments =
        new ArrayList<>(List.of(set.name(), key, member, Integer.toString(number)));
    arguments.addAll(
        switch (set.kind()) {
          case STRING -> List.of("SET", FILLER);
          case JSON -> List.of("SET", object(place));
          case LIST -> List.of("RPUSH", member.isEmpty() ? FILLER : member);
          case SET -> List.of("SADD", member.isEmpty() ? FILLER : member);
          case ZSET -> List.of("ZADD", NUMBER, member.isEmpty() ? FILLER : member);
          case HASH ->
              member.isEmpty()
                  ? command("HSET", List.of(), fields(place))
                  : List.of("HSET", member, FILLER);
          case STREAM -> command("XADD", List.of(ANOTHER), fields(place));
        });
    effects.run(Scripts.SEED, arguments);
  }

  private static List<String> command(String name, List<String> first, List<String> then) {
    List<String> command = new ArrayList<>();
    command.add(name);
    command.addAll(first);
    command.addAll(then);
    return command;
  }

  /** Names and values by turns, at least one. */
  private static List<String> fields(Place place) {
    List<String> fields = new ArrayList<>();
    place
        .set()
        .fields()
        .forEach(
            (path, field) -> {
              fields.add(Bytes.of(path));
              fields.add(Bytes.of(value(place, path, field)));
            });
    return fields.isEmpty() ? List.of(FILLER, FILLER) : fields;
  }

  private static String object(Place place) {
    ObjectNode object = MAPPER.createObjectNode();
    place
        .set()
        .fields()
        .forEach((path, field) -> JsonObjects.put(object, path, value(place, path, field)));
    return JsonObjects.write(object);
  }

  private static String value(Place place, String path, Field field) {
    if (place.set().owner() instanceof Owner.ByField(var owning, var t, var m)
        && owning.equals(path)) {
      return place.value();
    }
    if (place.set().retention().filter(rule -> rule.from().equals(path)).isPresent()) {
      // Long ago, so that no duty keeps what was never real.
      return EARLIEST;
    }
    Map<String, String> byType =
        Map.of("integer", NUMBER, "long", NUMBER, "float", NUMBER, "boolean", "false");
    return Optional.ofNullable(byType.get(field.type().orElse(""))).orElse(FILLER);
  }
}
