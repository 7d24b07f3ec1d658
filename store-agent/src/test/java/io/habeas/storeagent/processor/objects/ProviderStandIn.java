package io.habeas.storeagent.processor.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.habeas.participant.testkit.Interruptions.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Answers as OpenAI and Anthropic do, about objects that a test puts in, and fails when it is told
 * to. Objects are known by their paths.
 */
final class ProviderStandIn implements AutoCloseable {
  static final String KEY = "sk-secret";

  private static final Pattern FILE = Pattern.compile("/v1/files/[^/]+");

  private final HttpServer server;
  private final Map<String, String> objects = new ConcurrentSkipListMap<>();
  private final Map<String, byte[]> contents = new ConcurrentSkipListMap<>();
  private final Map<String, List<String>> items = new ConcurrentSkipListMap<>();
  private final Map<String, Fault> faults = new ConcurrentSkipListMap<>();
  private final AtomicInteger untilEnd = new AtomicInteger(Integer.MAX_VALUE);
  private volatile Moment end = Moment.BEFORE;
  private volatile boolean anthropic;

  /** Every call, as method and path. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  /**
   * @param headers of the answer, name and value
   */
  record Fault(int status, String body, List<String> headers, AtomicInteger times) {}

  ProviderStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  static ProviderStandIn anthropic() {
    var standIn = new ProviderStandIn();
    standIn.anthropic = true;
    return standIn;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** There is an object. */
  void has(String path, String json) {
    objects.put(path, json);
  }

  /** With something in it. */
  void hasContent(String path, byte[] content) {
    contents.put(path, content);
  }

  /** With items in it, given out two by two. */
  void hasItems(String path, String... json) {
    items.put(path, List.of(json));
  }

  boolean isThere(String path) {
    return objects.containsKey(path);
  }

  String everything() {
    return objects.toString();
  }

  /** Answers the next calls of {@code method} and path in this way. */
  void fails(String call, int times, int status, String body, String... headers) {
    faults.put(call, new Fault(status, body, List.of(headers), new AtomicInteger(times)));
  }

  /** Cuts the connection at the {@code n}th call from now on. */
  void endAt(int n, Moment moment) {
    end = moment;
    untilEnd.set(n);
  }

  /** Whether that was reached. */
  boolean mend() {
    return untilEnd.getAndSet(Integer.MAX_VALUE) <= 0;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      boolean ends = untilEnd.decrementAndGet() == 0;
      if (ends && end == Moment.BEFORE) {
        return;
      }
      String path = exchange.getRequestURI().getPath();
      String call = exchange.getRequestMethod() + " " + path;
      calls.add(call);
      Optional<Fault> fault =
          Optional.ofNullable(faults.get(call))
              .or(() -> Optional.ofNullable(faults.get(exchange.getRequestMethod() + " *")))
              .filter(found -> found.times().getAndDecrement() > 0);
      if (fault.isPresent()) {
        List<String> headers = fault.get().headers();
        for (int i = 0; i < headers.size(); i += 2) {
          exchange.getResponseHeaders().set(headers.get(i), headers.get(i + 1));
        }
        answer(exchange, fault.get().status(), fault.get().body().getBytes(UTF_8));
        return;
      }
      Reply reply = isAuthorised(exchange) ? reply(exchange, path) : unauthorised();
      if (ends) {
        return;
      }
      answer(exchange, reply.status(), reply.body());
    }
  }

  private record Reply(int status, byte[] body) {
    Reply(int status, String body) {
      this(status, body.getBytes(UTF_8));
    }
  }

  private boolean isAuthorised(HttpExchange exchange) {
    return anthropic
        ? KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"))
            && "2023-06-01".equals(exchange.getRequestHeaders().getFirst("anthropic-version"))
        : ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private Reply unauthorised() {
    return new Reply(
        401, "{\"error\": {\"type\": \"authentication_error\", \"message\": \"invalid key\"}}");
  }

  private Reply reply(HttpExchange exchange, String path) {
    return switch (exchange.getRequestMethod()) {
      case "GET" -> get(exchange, path);
      case "DELETE" -> delete(path);
      case "POST" -> post(path);
      default -> new Reply(405, "{}");
    };
  }

  private Reply get(HttpExchange exchange, String path) {
    if (path.equals("/v1/models")) {
      return new Reply(200, "{\"object\": \"list\", \"data\": []}");
    }
    String object = objects.get(path);
    if (object != null) {
      return new Reply(200, object);
    }
    String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    if (objects.containsKey(parent) && contents.containsKey(path)) {
      return new Reply(200, contents.getOrDefault(path, new byte[0]));
    }
    if (objects.containsKey(parent) && items.containsKey(path)) {
      return new Reply(200, page(exchange, items.getOrDefault(path, List.of())));
    }
    if (objects.containsKey(parent) && FILE.matcher(parent).matches()) {
      return new Reply(
          400,
          "{\"error\": {\"type\": \"invalid_request_error\","
              + " \"message\": \"Not allowed to download files of purpose: assistants\"}}");
    }
    return absent();
  }

  private static String page(HttpExchange exchange, List<String> all) {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    int from = query.contains("after=") ? Integer.parseInt(query.replaceAll(".*after=", "")) : 0;
    List<String> some = all.subList(from, Math.min(all.size(), from + 2));
    return "{\"object\": \"list\", \"data\": [%s], \"last_id\": \"%d\", \"has_more\": %s}"
        .formatted(String.join(",", some), from + some.size(), from + some.size() < all.size());
  }

  private Reply delete(String path) {
    String object = objects.get(path);
    if (object == null) {
      return absent();
    }
    if (object.contains("\"in_progress\"") || object.contains("\"canceling\"")) {
      return new Reply(
          400,
          "{\"type\": \"error\", \"error\": {\"type\": \"invalid_request_error\", \"message\":"
              + " \"still processing\"}}");
    }
    objects.remove(path);
    String id = path.substring(path.lastIndexOf('/') + 1);
    if (anthropic) {
      String type = path.contains("/batches/") ? "message_batch_deleted" : "file_deleted";
      return new Reply(200, "{\"id\": \"%s\", \"type\": \"%s\"}".formatted(id, type));
    }
    return new Reply(200, "{\"id\": \"%s\", \"object\": \"x\", \"deleted\": true}".formatted(id));
  }

  private Reply post(String path) {
    String batch = path.replace("/cancel", "");
    if (!path.endsWith("/cancel") || !objects.containsKey(batch)) {
      return absent();
    }
    String cancelled = String.valueOf(objects.get(batch)).replace("in_progress", "canceling");
    objects.put(batch, cancelled);
    return new Reply(200, cancelled);
  }

  private Reply absent() {
    return new Reply(
        404,
        anthropic
            ? "{\"type\": \"error\", \"error\": {\"type\": \"not_found_error\", \"message\":"
                + " \"Not found\"}}"
            : "{\"error\": {\"message\": \"No such object\", \"type\":"
                + " \"invalid_request_error\", \"param\": \"id\", \"code\": null}}");
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  List<String> callsOf(String method) {
    List<String> some = new ArrayList<>(calls);
    some.removeIf(call -> !call.startsWith(method + " "));
    return some;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
