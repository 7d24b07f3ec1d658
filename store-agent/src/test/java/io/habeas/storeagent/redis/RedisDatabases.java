package io.habeas.storeagent.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.platform.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.util.JedisURIHelper;

/** One server for all tests of this JVM; each test begins with nothing in it. */
final class RedisDatabases {
  private static final int DATABASES = 16;
  private static final int PAGE = 1000;
  private static final int PATIENCE = 60_000;

  private static @Nullable EmbeddedRedis server;
  private static int next;

  private RedisDatabases() {}

  /** An empty one; fifteen later ones leave it as it is. */
  static synchronized Database create() {
    if (server == null) {
      server = shared();
    }
    var database = new Database(server.uri() + "/" + next++ % DATABASES);
    database.command("FLUSHDB", "ASYNC");
    return database;
  }

  /** A server of its own, for tests that do it harm. */
  static EmbeddedRedis start(Path data, String... settings) {
    return EmbeddedRedis.start(new EmbeddedRedis.Options(data, 0, List.of(settings)));
  }

  private static EmbeddedRedis shared() {
    try {
      Path data = Files.createTempDirectory("habeas-redis-");
      EmbeddedRedis started = start(data);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    started.close();
                    FileSystemUtils.deleteRecursively(data.toFile());
                  }));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A database as somebody sees it who may do everything. */
  record Database(String uri, RedisClient client) implements AutoCloseable {
    Database(String uri) {
      this(
          uri,
          RedisClient.builder()
              .hostAndPort(JedisURIHelper.getHostAndPort(URI.create(uri)))
              .clientConfig(
                  DefaultJedisClientConfig.builder(URI.create(uri)).timeoutMillis(PATIENCE).build())
              .build());
    }

    /** Text as UTF-8, or bytes of {@link Bytes}. */
    @Nullable Object command(String... command) {
      List<byte[]> arguments = new ArrayList<>();
      for (String one : command) {
        boolean bytes = one.chars().allMatch(c -> c < 256);
        arguments.add(one.getBytes(bytes ? ISO_8859_1 : UTF_8));
      }
      byte[] name = arguments.getFirst();
      var whole = new CommandArguments(() -> name);
      arguments.subList(1, arguments.size()).forEach(whole::add);
      return client.executeCommand(whole);
    }

    /** Sends many at once. */
    void send(List<List<String>> commands) {
      for (int from = 0; from < commands.size(); from += PAGE) {
        sendPage(commands.subList(from, Math.min(from + PAGE, commands.size())));
      }
    }

    private void sendPage(List<List<String>> commands) {
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

    /** Keys that a pattern matches, the agent's own too. */
    void each(String pattern, Consumer<String> visitor) {
      eachPage(pattern, page -> page.forEach(visitor));
    }

    /** The same of strings, with their values. */
    void eachString(String pattern, BiConsumer<String, String> visitor) {
      eachPage(
          pattern,
          page -> {
            List<String> values = client.mget(page.toArray(new String[0]));
            for (int i = 0; i < page.size(); i++) {
              visitor.accept(page.get(i), String.valueOf(values.get(i)));
            }
          });
    }

    private void eachPage(String pattern, Consumer<List<String>> visitor) {
      var wanted = new ScanParams().match(pattern).count(PAGE);
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> page = client.scan(cursor, wanted);
        if (!page.getResult().isEmpty()) {
          visitor.accept(page.getResult());
        }
        cursor = page.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
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
