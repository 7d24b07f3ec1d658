package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpWireTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type"));
          if (exchange.getRequestURI().getPath().equals("/moved")) {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(302, -1);
          } else {
            byte[] half = "{\"half\":".getBytes(StandardCharsets.UTF_8);
            boolean stops = exchange.getRequestURI().getPath().equals("/half");
            exchange.sendResponseHeaders(200, half.length + 2);
            exchange.getResponseBody().write(half);
            exchange.getResponseBody().flush();
            if (stops) {
              awaitEnd();
            }
            exchange.getResponseBody().write("1}".getBytes(StandardCharsets.UTF_8));
          }
          exchange.close();
        });
    server.start();
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void shouldSayWhoAsksAndWhatIsSent() throws IOException {
    // given
    SearchConnection connection = connection("eraser", "s3cret", null, "reader-key", null);

    // when
    try (HttpWire writing = HttpWire.writing(connection);
        HttpWire reading = HttpWire.reading(connection).orElseThrow()) {
      writing.send(new Wire.Call("POST", "/_bulk", Optional.of("{}\n")));
      reading.send(new Wire.Call("POST", "/x/_search", Optional.of("{}")));
    }

    // then
    assertThat(seen)
        .containsExactly(
            "Basic ZXJhc2VyOnMzY3JldA== application/x-ndjson",
            "ApiKey reader-key application/json");
    assertThat(connection.toString()).doesNotContain("s3cret").doesNotContain("reader-key");
  }

  @Test
  void shouldHaveOneWayWhereNobodyElseReads() {
    // when
    Optional<HttpWire> reading = HttpWire.reading(connection(null, null, "key", null, null));

    // then
    assertThat(reading).isEmpty();
  }

  @Test
  void shouldNotFollowElsewhere() throws IOException {
    // given
    try (HttpWire wire = HttpWire.writing(connection(null, null, null, null, null))) {

      // when
      Wire.Reply reply = wire.send(new Wire.Call("GET", "/moved", Optional.empty()));

      // then
      assertThat(reply.status()).isEqualTo(302);
    }
  }

  @Test
  void shouldNotWaitForTheRestOfAnAnswerForEver() {
    // given
    try (HttpWire wire = HttpWire.writing(connection(null, null, null, null, null))) {

      // when
      assertThatThrownBy(() -> wire.send(new Wire.Call("GET", "/half", Optional.empty())))

          // then
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldRefuseAFileThatIsNoCertificate() {
    // given
    SearchConnection connection = connection(null, null, null, null, Path.of("pom.xml"));

    // when
    assertThatThrownBy(() -> HttpWire.writing(connection))

        // then
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Expected certificates in PEM in pom.xml but they cannot be read");
  }

  private SearchConnection connection(
      @Nullable String username,
      @Nullable String password,
      @Nullable String apiKey,
      @Nullable String readOnlyApiKey,
      @Nullable Path caFile) {
    return new SearchConnection(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
        username,
        password,
        apiKey,
        null,
        null,
        readOnlyApiKey,
        caFile,
        null,
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        500,
        Duration.ZERO);
  }
}
