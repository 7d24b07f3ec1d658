package io.habeas.standalone.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands for an AI provider that keeps files for its API's users, with the shapes of OpenAI's files
 * API. What it holds is on disk. An upload is simpler than the real one: the file alone is the body
 * and its name a parameter.
 */
public final class ProviderStandIn implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern FILE =
      Pattern.compile("/v1/files/(?<id>file-[0-9a-f]{32})(?<content>/content)?");
  private static final Pattern NAME = Pattern.compile("filename=(?<name>[A-Za-z0-9._-]{1,100})");
  private static final String DESCRIPTION = ".json";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Path directory;
  private final byte[] key;

  private ProviderStandIn(HttpServer server, ExecutorService threads, Path directory, String key) {
    this.server = server;
    this.threads = threads;
    this.directory = directory;
    this.key = ("Bearer " + key).getBytes(UTF_8);
  }

  /**
   * Starts it.
   *
   * @param directory where it keeps files
   * @param key the API key that it knows
   * @throws UncheckedIOException if the port is taken or the directory cannot be used
   */
  public static ProviderStandIn start(Path directory, int port, String key) {
    try {
      Files.createDirectories(directory);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      var provider = new ProviderStandIn(server, threads, directory, key);
      server.createContext("/v1/", provider::handle);
      server.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String presented =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      if (!MessageDigest.isEqual(presented.getBytes(UTF_8), key)) {
        error(exchange, 401, "Incorrect API key provided.");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      Matcher file = FILE.matcher(path);
      switch (exchange.getRequestMethod()) {
        case "GET" -> {
          if (path.equals("/v1/models")) {
            answer(exchange, 200, Map.of("object", "list", "data", List.of()));
          } else if (path.equals("/v1/files")) {
            answer(exchange, 200, Map.of("object", "list", "data", all(), "has_more", false));
          } else if (file.matches()) {
            get(exchange, file.group("id"), file.group("content") != null);
          } else {
            notFound(exchange, path);
          }
        }
        case "POST" -> upload(exchange, path);
        case "DELETE" -> {
          if (file.matches() && file.group("content") == null) {
            delete(exchange, file.group("id"));
          } else {
            notFound(exchange, path);
          }
        }
        default -> error(exchange, 405, "Not allowed.");
      }
    }
  }

  private void get(HttpExchange exchange, String id, boolean content) throws IOException {
    if (!Files.exists(description(id))) {
      noSuchFile(exchange);
      return;
    }
    if (content) {
      send(exchange, 200, "application/octet-stream", Files.readAllBytes(directory.resolve(id)));
    } else {
      send(exchange, 200, "application/json", Files.readAllBytes(description(id)));
    }
  }

  private void upload(HttpExchange exchange, String path) throws IOException {
    Matcher name =
        NAME.matcher(Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
    if (!path.equals("/v1/files") || !name.matches()) {
      error(exchange, 400, "Expected a file and its name.");
      return;
    }
    byte[] content = exchange.getRequestBody().readAllBytes();
    String id = "file-" + UUID.randomUUID().toString().replace("-", "");
    Map<String, Object> description =
        Map.of(
            "id",
            id,
            "object",
            "file",
            "bytes",
            content.length,
            "created_at",
            Instant.now().getEpochSecond(),
            "filename",
            name.group("name"),
            "purpose",
            "user_data");
    Files.write(directory.resolve(id), content);
    Files.write(description(id), JSON.writeValueAsBytes(description));
    answer(exchange, 200, description);
  }

  private void delete(HttpExchange exchange, String id) throws IOException {
    if (!Files.deleteIfExists(description(id))) {
      noSuchFile(exchange);
      return;
    }
    Files.deleteIfExists(directory.resolve(id));
    answer(exchange, 200, Map.of("id", id, "object", "file", "deleted", true));
  }

  private List<JsonNode> all() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.toString().endsWith(DESCRIPTION))
          .sorted()
          .forEach(file -> all.add(JSON.readTree(file)));
    }
    return all;
  }

  private Path description(String id) {
    return directory.resolve(id + DESCRIPTION);
  }

  private static void noSuchFile(HttpExchange exchange) throws IOException {
    error(exchange, 404, "No such File object.");
  }

  private static void notFound(HttpExchange exchange, String path) throws IOException {
    error(exchange, 404, "Invalid URL (%s %s)".formatted(exchange.getRequestMethod(), path));
  }

  private static void error(HttpExchange exchange, int status, String message) throws IOException {
    answer(
        exchange,
        status,
        Map.of("error", Map.of("type", "invalid_request_error", "message", message)));
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange
        .getResponseHeaders()
        .set("X-Request-Id", HexFormat.of().toHexDigits(System.nanoTime()));
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
