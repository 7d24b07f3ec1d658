package io.habeas.storeagent.processor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** An HTTP server that answers as a test says, and remembers what it was asked. */
public final class StandIn implements AutoCloseable {
  /** What was asked, in order. */
  public final List<Asked> asked = new CopyOnWriteArrayList<>();

  private static final String STALLS = "X-Stalls";

  private final HttpServer server;
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger untilCut = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean cutsAfterwards;
  private volatile Function<Asked, Reply> behaviour;

  public StandIn(Function<Asked, Reply> behaviour) {
    this.behaviour = behaviour;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * One call.
   *
   * @param path as it was sent, encoded
   * @param query the same; empty if there was none
   */
  public record Asked(
      String method, String path, String query, Map<String, String> headers, String body) {

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }

    public JsonNode json() {
      return JsonText.read(body.getBytes(StandardCharsets.UTF_8));
    }

    /** The pairs of the query, decoded. */
    public Map<String, String> parameters() {
      return pairs(query);
    }

    /** The pairs of a form, decoded. */
    public Map<String, String> form() {
      return pairs(body);
    }

    public String line() {
      return method + " " + path;
    }

    private static Map<String, String> pairs(String text) {
      Map<String, String> pairs = new HashMap<>();
      for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
        String[] parts = pair.split("=", 2);
        pairs.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
      }
      return pairs;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** What is answered. */
  public record Reply(int status, Map<String, String> headers, byte[] body) {
    public static Reply json(int status, String json) {
      return new Reply(
          status,
          Map.of("Content-Type", "application/json"),
          json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public static Reply json(String json) {
      return json(200, json);
    }

    public static Reply status(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }

    /** The same, without its last byte until the server is closed. */
    public Reply stalling() {
      return with(STALLS, "yes");
    }

    public Reply with(String header, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(header, value);
      return new Reply(status, all, body);
    }
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Answers otherwise from now on. */
  public void answers(Function<Asked, Reply> other) {
    behaviour = other;
  }

  /**
   * Cuts the connection of the {@code n}th call from now on.
   *
   * @param afterwards whether it was dealt with all the same
   */
  public void cut(int n, boolean afterwards) {
    cutsAfterwards = afterwards;
    untilCut.set(n);
  }

  public List<String> lines() {
    return asked.stream().map(Asked::line).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) ->
                  headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
      String query = exchange.getRequestURI().getRawQuery();
      var call =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              query == null ? "" : query,
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      boolean cut = untilCut.decrementAndGet() == 0;
      if (cut && !cutsAfterwards) {
        return;
      }
      asked.add(call);
      Reply reply = behaviour.apply(call);
      if (cut) {
        return;
      }
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] body = reply.body();
      if (reply.headers().containsKey(STALLS)) {
        exchange.sendResponseHeaders(reply.status(), body.length + 1L);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        stalled.await();
        return;
      }
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stalled.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
