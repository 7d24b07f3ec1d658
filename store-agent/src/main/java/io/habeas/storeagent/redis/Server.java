package io.habeas.storeagent.redis;

import io.habeas.participant.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Commands to one server under one credential. Keys and values are strings of {@link Bytes}. Every
 * method may throw {@link RedisFailure}.
 */
final class Server {
  private static final String FIRST_CURSOR = "0";

  private final Wire wire;
  private final int page;

  /**
   * @param page how much is asked for at a time
   */
  Server(Wire wire, int page) {
    this.wire = wire;
    this.page = page;
  }

  int page() {
    return page;
  }

  /** A command that answers a number. */
  long number(String... command) {
    return call(command) instanceof Long number ? number : unexpected();
  }

  /** A command that answers a string; empty if it answers nothing. */
  Optional<String> string(String... command) {
    return Optional.ofNullable(stringIn(call(command)));
  }

  /** A command that answers strings; nothing is null. */
  List<@Nullable String> strings(String... command) {
    return stringsIn(call(command));
  }

  /** The same for several commands at once that answer a string or nothing. */
  List<@Nullable String> stringOfEach(List<List<String>> commands) {
    List<@Nullable String> answers = new ArrayList<>();
    all(commands).forEach(answer -> answers.add(stringIn(answer)));
    return answers;
  }

  /** The same for several commands at once that answer a number. */
  List<Long> numberOfEach(List<List<String>> commands) {
    List<Long> answers = new ArrayList<>();
    all(commands).forEach(answer -> answers.add(answer instanceof Long n ? n : unexpected()));
    return answers;
  }

  /** The type of what a key holds, in Redis' words; {@code none} if there is no such key. */
  String type(String key) {
    return string("TYPE", key).orElse("none");
  }

  boolean exists(String key) {
    return number("EXISTS", key) > 0;
  }

  /**
   * Runs a script that answers a number.
   *
   * @throws RedisFailure also if the task has been overtaken or is over
   */
  long run(String script, List<String> keys, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add("EVAL");
    command.add(script);
    command.add(Integer.toString(keys.size()));
    command.addAll(keys);
    command.addAll(arguments);
    long answer = number(command.toArray(new String[0]));
    if (answer == Scripts.OVERTAKEN) {
      throw new RedisFailure(WaitReason.RECORD_LOCKED, "a step that has begun or is over already");
    }
    return answer;
  }

  /** Every key that {@code glob} matches, in pages; one may come more than once. */
  void scan(String glob, Consumer<List<String>> visitor) {
    String cursor = FIRST_CURSOR;
    do {
      cursor = pageOf(visitor, "SCAN", cursor, "MATCH", glob, "COUNT", Integer.toString(page));
    } while (!cursor.equals(FIRST_CURSOR));
  }

  /**
   * What lies under one key, in pages; something may come more than once.
   *
   * @param command {@code HSCAN}, {@code SSCAN} or {@code ZSCAN}; the first and the last give names
   *     and values by turns
   */
  void scanWithin(String command, String key, String glob, Consumer<List<String>> visitor) {
    String cursor = FIRST_CURSOR;
    do {
      cursor =
          pageOf(visitor, command, key, cursor, "MATCH", glob, "COUNT", Integer.toString(page));
    } while (!cursor.equals(FIRST_CURSOR));
  }

  private String pageOf(Consumer<List<String>> visitor, String... command) {
    if (!(call(command) instanceof List<?> answer) || answer.size() != 2) {
      return unexpected();
    }
    List<String> found = new ArrayList<>();
    for (String one : stringsIn(answer.get(1))) {
      found.add(one == null ? unexpected() : one);
    }
    if (!found.isEmpty()) {
      visitor.accept(found);
    }
    String next = stringIn(answer.getFirst());
    return next == null ? unexpected() : next;
  }

  /** An entry of a stream. */
  record Entry(String id, List<String> fields) {}

  /**
   * A page of a stream's entries.
   *
   * @param command {@code XRANGE} or {@code XREVRANGE}
   */
  List<Entry> entries(String command, String key, String from, String to) {
    if (!(call(command, key, from, to, "COUNT", Integer.toString(page)) instanceof List<?> all)) {
      return unexpected();
    }
    List<Entry> entries = new ArrayList<>();
    for (Object one : all) {
      if (!(one instanceof List<?> pair) || pair.size() != 2) {
        return unexpected();
      }
      String id = stringIn(pair.getFirst());
      List<String> fields = new ArrayList<>();
      stringsIn(pair.get(1)).forEach(field -> fields.add(field == null ? "" : field));
      entries.add(new Entry(id == null ? unexpected() : id, fields));
    }
    return entries;
  }

  private @Nullable Object call(String... command) {
    try {
      return wire.send(arrays(List.of(command)));
    } catch (JedisException e) {
      throw Failures.of(e);
    }
  }

  private List<@Nullable Object> all(List<List<String>> commands) {
    if (commands.isEmpty()) {
      return List.of();
    }
    try {
      return wire.sendAll(commands.stream().map(Server::arrays).toList());
    } catch (JedisException e) {
      throw Failures.of(e);
    }
  }

  private static List<byte[]> arrays(List<String> command) {
    return command.stream().map(Bytes::array).toList();
  }

  private static @Nullable String stringIn(@Nullable Object answer) {
    return switch (answer) {
      case null -> null;
      case byte[] bytes -> Bytes.of(bytes);
      case Long number -> number.toString();
      default -> unexpected();
    };
  }

  private static List<@Nullable String> stringsIn(@Nullable Object answer) {
    if (!(answer instanceof List<?> list)) {
      return unexpected();
    }
    List<@Nullable String> strings = new ArrayList<>();
    list.forEach(one -> strings.add(stringIn(one)));
    return strings;
  }

  private static <T> T unexpected() {
    throw new RedisFailure(WaitReason.INTERNAL_ERROR, "an answer of another kind");
  }
}
