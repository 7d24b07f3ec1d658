package io.habeas.storeagent.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.platform.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/** One server for all tests of this JVM; each test begins with nothing in it. */
final class RedisDatabases {
  private static final int DATABASES = 16;

  private static @Nullable EmbeddedRedis server;
  private static int next;

  private RedisDatabases() {}

  /** An empty one; fifteen later ones leave it as it is. */
  static synchronized Database create() {
    if (server == null) {
      EmbeddedRedis started = start(List.of());
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      server = started;
    }
    var database = new Database(server.uri() + "/" + next++ % DATABASES);
    database.command("FLUSHDB");
    return database;
  }

  /** A server of its own, for tests that do it harm. */
  static EmbeddedRedis start(List<String> settings) {
    try {
      return EmbeddedRedis.start(
          new EmbeddedRedis.Options(Files.createTempDirectory("habeas-redis-"), 0, settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A database as somebody sees it who may do everything. */
  record Database(String uri, RedisClient client) implements AutoCloseable {
    Database(String uri) {
      this(uri, RedisClient.create(uri));
    }

    /** Text as UTF-8, or bytes of {@link Bytes}. */
    @Nullable Object command(String... command) {
      List<byte[]> arguments = new ArrayList<>();
      for (String one : command) {
        boolean bytes = one.chars().allMatch(c -> c < 256);
        arguments.add(one.getBytes(bytes ? ISO_8859_1 : UTF_8));
      }
      byte[] name = arguments.getFirst();
      return client.sendCommand(
          () -> name, arguments.subList(1, arguments.size()).toArray(new byte[0][]));
    }

    /** Sends many at once. */
    void send(List<List<String>> commands) {
      try (var pipeline = client.pipelined()) {
        for (List<String> command : commands) {
          byte[][] arguments =
              command.stream().map(one -> one.getBytes(UTF_8)).toArray(byte[][]::new);
          pipeline.sendCommand(
              () -> arguments[0], java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        pipeline.sync();
      }
    }

    /** Everything that applications see, by key: type, whether it expires, and value. */
    Map<String, String> contents() {
      return contents(false);
    }

    /** Everything of the agent's own. */
    Map<String, String> own() {
      return contents(true);
    }

    /** What the agent has for itself under keys that begin like this, without their dataset. */
    List<String> own(String start) {
      return own().keySet().stream().filter(key -> key.startsWith("habeas:shop:" + start)).toList();
    }

    private Map<String, String> contents(boolean own) {
      Map<String, String> contents = new TreeMap<>();
      for (byte[] name : client.keys("*".getBytes(UTF_8))) {
        String key = new String(name, ISO_8859_1);
        if (key.startsWith("habeas:") == own) {
          String type = client.type(name);
          boolean expires = client.pttl(name) > 0;
          contents.put(key, type + (expires ? " expiring " : " ") + value(type, name));
        }
      }
      return contents;
    }

    private String value(String type, byte[] key) {
      return switch (type) {
        case "string" -> text(client.get(key));
        case "hash" -> {
          Map<String, String> hash = new TreeMap<>();
          client.hgetAll(key).forEach((field, value) -> hash.put(text(field), text(value)));
          yield hash.toString();
        }
        case "set" ->
            client.smembers(key).stream()
                .map(Database::text)
                .sorted(Comparator.naturalOrder())
                .toList()
                .toString();
        case "zset" ->
            client.zrangeWithScores(key, 0, -1).stream()
                .map(one -> text(one.getBinaryElement()) + "=" + one.getScore())
                .toList()
                .toString();
        case "list" -> client.lrange(key, 0, -1).stream().map(Database::text).toList().toString();
        case "stream" -> client.xrange(text(key), "-", "+").toString();
        default -> type;
      };
    }

    private static String text(byte[] bytes) {
      return new String(bytes, ISO_8859_1);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
