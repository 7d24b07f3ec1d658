package io.habeas.participant.testkit;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.habeas.participant.TaskId;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.vault.Vault.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a participant calls over HTTP, for tests of a whole application: the authorization server,
 * the vault, and a storage to upload copies to. Listens on the loopback address only and knows
 * nobody but whom its {@link #vault()} has.
 */
public final class StandInPlatform implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOKEN = "stand-in-token";

  private final MemoryVault vault = new MemoryVault();
  private final List<Integer> claims = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  private StandInPlatform(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/token", this::token);
    server.createContext("/v1/vault/claims", authorized(this::claim));
    server.createContext("/v1/vault/yields", authorized(this::deposit));
    server.createContext("/uploads/", this::upload);
    server.start();
  }

  /** Starts on a free port. */
  public static StandInPlatform start() {
    try {
      return new StandInPlatform(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code habeas.participant.vault.url}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** For {@code habeas.participant.vault.token-uri}; takes every client. */
  public URI tokenUri() {
    return url().resolve("/token");
  }

  /** An address that a copy can be uploaded to. */
  public URI uploadUrl(String name) {
    return url().resolve("/uploads/" + name);
  }

  /** Whom it knows. */
  public MemoryVault vault() {
    return vault;
  }

  /** How many tasks each call claimed identifiers for. */
  public List<Integer> claims() {
    return List.copyOf(claims);
  }

  /** What was uploaded, by name. */
  public Map<String, byte[]> uploads() {
    return Map.copyOf(uploads);
  }

  private void token(HttpExchange exchange) throws IOException {
    answer(
        exchange, 200, Map.of("access_token", TOKEN, "token_type", "Bearer", "expires_in", 3600));
  }

  private HttpHandler authorized(HttpHandler handler) {
    return exchange -> {
      if (("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        handler.handle(exchange);
      } else {
        answer(exchange, 401, Map.of());
      }
    };
  }

  private void claim(HttpExchange exchange) throws IOException {
    List<TaskId> tasks = new ArrayList<>();
    for (JsonNode item : read(exchange).get("items")) {
      tasks.add(
          new TaskId(UUID.fromString(item.get("requestId").asString()), item.get("step").asInt()));
    }
    claims.add(tasks.size());
    Map<TaskId, Claim> granted = vault.claim(tasks);
    answer(
        exchange,
        200,
        Map.of(
            "items",
            tasks.stream().map(task -> item(task, requireNonNull(granted.get(task)))).toList()));
  }

  private static Map<String, Object> item(TaskId task, Claim claim) {
    return switch (claim) {
      case Claim.Granted(var identifiers, var corrections) ->
          Map.of(
              "requestId",
              task.requestId(),
              "step",
              task.step(),
              "result",
              "GRANTED",
              "identifiers",
              identifiers.byType().entrySet().stream()
                  .flatMap(
                      type ->
                          type.getValue().stream()
                              .map(value -> Map.of("type", type.getKey(), "value", value)))
                  .toList(),
              "corrections",
              corrections.values().entrySet().stream()
                  .map(value -> Map.of("category", value.getKey(), "value", value.getValue()))
                  .toList());
      case Claim.NotYet() ->
          Map.of("requestId", task.requestId(), "step", task.step(), "result", "NOT_YET");
      case Claim.Refused(var reason) ->
          Map.of(
              "requestId",
              task.requestId(),
              "step",
              task.step(),
              "result",
              "REFUSED",
              "reason",
              reason);
    };
  }

  private void deposit(HttpExchange exchange) throws IOException {
    JsonNode body = read(exchange);
    List<YieldedIdentifier> found = new ArrayList<>();
    for (JsonNode item : body.get("identifiers")) {
      found.add(
          new YieldedIdentifier(
              item.get("type").asString(),
              item.get("value").asString(),
              item.get("field").asString()));
    }
    var _ =
        vault.deposit(
            new TaskId(UUID.fromString(body.get("requestId").asString()), body.get("step").asInt()),
            found);
    answer(exchange, 200, Map.of());
  }

  private void upload(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try (InputStream body = exchange.getRequestBody()) {
      uploads.put(path.substring("/uploads/".length()), body.readAllBytes());
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static JsonNode read(HttpExchange exchange) throws IOException {
    try (InputStream body = exchange.getRequestBody()) {
      return JSON.readTree(body.readAllBytes());
    }
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
