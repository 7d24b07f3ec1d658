package io.habeas.intake.handover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.habeas.intake.KeyedHash;
import io.habeas.intake.Problems;
import io.habeas.intake.Unavailable;
import io.habeas.intake.status.StatusTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.DelegatingWebFluxConfiguration;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;

class HandoverControllerTest {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000e");
  private static final String LINK = "a-link-that-holds";
  private static final byte[] PACKAGE = "the package, a ZIP archive really".getBytes(UTF_8);

  private final StatusTokens tokens = new StatusTokens(KeyedHash.ephemeral());
  private final RecordingLinks links = new RecordingLinks();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int status = 200;
  private int missingBytes;
  private HttpServer exportBuilder;
  private WebTestClient client;

  /** One link holds; what becomes of it is noted. */
  private static final class RecordingLinks implements Links {
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private Mono<Void> beforeSettling = Mono.empty();
    private boolean away;

    @Override
    public Mono<String> take(UUID requestId, String link) {
      return away
          ? Mono.error(new Unavailable("identity-verifier", new IllegalStateException("away")))
          : Mono.just("redemption").filter(r -> link.equals(LINK) && requestId.equals(REQUEST));
    }

    @Override
    public Mono<Void> settle(UUID requestId, String redemption, boolean complete) {
      return beforeSettling.then(
          Mono.fromRunnable(
              () -> settled.add(redemption + (complete ? " complete" : " broken off"))));
    }
  }

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private DisposableServer server;

  @BeforeEach
  void start() throws IOException {
    exportBuilder =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    exportBuilder.createContext(
        "/v1/packages/" + REQUEST,
        exchange -> {
          exchange.sendResponseHeaders(status, status == 200 ? PACKAGE.length : -1);
          if (status == 200) {
            exchange.getResponseBody().write(PACKAGE, 0, PACKAGE.length - missingBytes);
            exchange.getResponseBody().flush();
          }
          exchange.close();
        });
    exportBuilder.start();
    context.registerBean(
        HandoverController.class,
        () ->
            new HandoverController(
                tokens,
                links,
                new PackageStore(
                    WebClient.create("http://127.0.0.1:" + exportBuilder.getAddress().getPort())),
                new SimpleMeterRegistry()));
    context.registerBean(Problems.class);
    context.register(DelegatingWebFluxConfiguration.class);
    context.refresh();
    // A real one: only its connections can break.
    server =
        reactor.netty.http.server.HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .doOnConnection(connection -> connection.onDispose(closed::countDown))
            .handle(
                new ReactorHttpHandlerAdapter(
                    WebHttpHandlerBuilder.applicationContext(context).build()))
            .bindNow();
    client = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + server.port()).build();
  }

  @AfterEach
  void stop() {
    server.disposeNow();
    context.close();
    exportBuilder.stop(0);
  }

  @Test
  void shouldHandThePackageToWhoHasTheTokenAndTheLinkAndUseTheLinkUp() {
    fetch(tokens.tokenOf(REQUEST), LINK)
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType("application/zip")
        .expectHeader()
        .contentLength(PACKAGE.length)
        .expectHeader()
        .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
        .expectBody()
        .consumeWith(body -> assertThat(body.getResponseBody()).isEqualTo(PACKAGE));
    assertThat(links.settled).containsExactly("redemption complete");
  }

  @Test
  void shouldUseTheLinkUpThoughWhoeverHasTheWholeCopyHangsUpAtOnce() throws Exception {
    // given
    Sinks.Empty<Void> hungUp = Sinks.empty();
    links.beforeSettling = hungUp.asMono();
    byte[] body = "{\"link\":\"%s\"}".formatted(LINK).getBytes(UTF_8);
    String head =
        "POST /v1/requests/%s/package HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                .formatted(REQUEST, tokens.tokenOf(REQUEST))
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(body.length);

    // when
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      // Closing then resets the connection: nothing more can be said to the caller.
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(body);
      var received = new ByteArrayOutputStream();
      while (!received.toString(UTF_8).endsWith(new String(PACKAGE, UTF_8))) {
        int next = socket.getInputStream().read();
        assertThat(next).isNotNegative();
        received.write(next);
      }
    }
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    hungUp.tryEmitEmpty();

    // then
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(links.settled).containsExactly("redemption complete"));
  }

  @Test
  void shouldHandNothingToWhoHasOnlyOneOfTheTwo() {
    fetch(null, LINK).expectStatus().isUnauthorized();
    fetch(tokens.tokenOf(UUID.randomUUID()), LINK).expectStatus().isUnauthorized();
    fetch(tokens.tokenOf(REQUEST), "another").expectStatus().isForbidden();
    fetch(tokens.tokenOf(REQUEST), null).expectStatus().isForbidden();
    assertThat(links.settled).isEmpty();
  }

  @Test
  void shouldLeaveTheLinkOpenWhenTheTransferBreaksOff() {
    // given
    missingBytes = 5;

    // when
    assertThatThrownBy(
            () ->
                fetch(tokens.tokenOf(REQUEST), LINK)
                    .expectBody()
                    .consumeWith(body -> assertThat(body.getResponseBody()).isNotNull()))
        .isInstanceOf(Throwable.class);

    // then
    await().untilAsserted(() -> assertThat(links.settled).containsExactly("redemption broken off"));
  }

  @Test
  void shouldLeaveTheLinkOpenWhileThePackageCannotBeHadAndRefuseOnceItIsGone() {
    // given
    status = 503;
    fetch(tokens.tokenOf(REQUEST), LINK).expectStatus().isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);

    // when
    status = 404;
    fetch(tokens.tokenOf(REQUEST), LINK).expectStatus().isForbidden();

    // then
    assertThat(links.settled).containsExactly("redemption broken off", "redemption broken off");
  }

  @Test
  void shouldAskToComeAgainWhileNobodyCanSayWhetherTheLinkHolds() {
    // given
    links.away = true;

    // then
    fetch(tokens.tokenOf(REQUEST), LINK).expectStatus().isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    assertThat(links.settled).isEmpty();
  }

  private WebTestClient.ResponseSpec fetch(@Nullable String token, @Nullable String link) {
    return client
        .mutate()
        .responseTimeout(Duration.ofSeconds(10))
        .build()
        .post()
        .uri("/v1/requests/{id}/package", REQUEST)
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(link == null ? "{}" : "{\"link\":\"" + link + "\"}")
        .exchange();
  }
}
