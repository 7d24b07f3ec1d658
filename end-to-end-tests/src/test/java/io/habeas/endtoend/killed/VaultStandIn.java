package io.habeas.endtoend.killed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The vault as agents see it, and whoever gives them tokens for it: it grants what is known of the
 * person of a request, and takes what is found beside.
 */
final class VaultStandIn implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Identifier(String type, String value) implements Comparable<Identifier> {
    @Override
    public int compareTo(Identifier other) {
      return (type + value).compareTo(other.type + other.value);
    }
  }

  private final Map<UUID, SortedSet<Identifier>> known = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  VaultStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/token",
        exchange ->
            answer(
                exchange,
                Map.of("access_token", "token", "token_type", "Bearer", "expires_in", 3600)));
    server.createContext("/v1/vault/claims", this::claim);
    server.createContext("/v1/vault/yields", this::deposit);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The person of {@code request} has proven this address. */
  void proven(UUID request, String email) {
    var proven = new TreeSet<Identifier>();
    proven.add(new Identifier("email", email));
    known.put(request, proven);
  }

  private void claim(HttpExchange exchange) throws IOException {
    List<Map<String, Object>> items = new ArrayList<>();
    for (JsonNode item : read(exchange).get("items")) {
      UUID request = UUID.fromString(item.get("requestId").asString());
      int step = item.get("step").asInt();
      SortedSet<Identifier> identifiers = known.get(request);
      items.add(
          identifiers == null
              ? Map.of("requestId", request, "step", step, "result", "REFUSED", "reason", "UNKNOWN")
              : Map.of(
                  "requestId",
                  request,
                  "step",
                  step,
                  "result",
                  "GRANTED",
                  "identifiers",
                  List.copyOf(identifiers)));
    }
    answer(exchange, Map.of("items", items));
  }

  private void deposit(HttpExchange exchange) throws IOException {
    JsonNode body = read(exchange);
    UUID request = UUID.fromString(body.get("requestId").asString());
    for (JsonNode item : body.get("identifiers")) {
      var found = new Identifier(item.get("type").asString(), item.get("value").asString());
      known.computeIfPresent(
          request,
          (id, before) -> {
            var after = new TreeSet<>(before);
            after.add(found);
            return after;
          });
    }
    answer(exchange, Map.of());
  }

  private static JsonNode read(HttpExchange exchange) throws IOException {
    try (InputStream body = exchange.getRequestBody()) {
      return JSON.readTree(body.readAllBytes());
    }
  }

  private static void answer(HttpExchange exchange, Map<String, ?> body) throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
