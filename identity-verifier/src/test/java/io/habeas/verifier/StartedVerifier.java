package io.habeas.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.Right;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.VaultKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.FileSystemUtils;

/**
 * The verifier {@linkplain WithoutKafka without Kafka} on the MongoDB stand-in, one for all tests
 * of this JVM, since starting it takes seconds; what those who call it ask, and how a request comes
 * as far as they need it.
 */
public final class StartedVerifier implements BeforeAllCallback {
  private static final Namespace SHARED = Namespace.create(StartedVerifier.class);
  public static final Duration PATIENCE = Duration.ofSeconds(20);
  public static final String INTAKE = "request-intake/intake";
  public static final String STORE = "accounts-client/participant";
  public static final String OTHER_STORE = "billing-client/participant";
  public static final String SUBSCRIBERS = "subscribers-client/participant";
  public static final String NOTIFIER = "notifier/notifier";

  private final HandledTopics topics = new HandledTopics(this);
  private @Nullable Running running;

  private record Running(
      StandInMongo mongo,
      Path directory,
      ConfigurableApplicationContext context,
      WebTestClient client)
      implements AutoCloseable {

    static Running start() {
      try {
        return started();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Running started() throws IOException {
      StandInMongo mongo = new StandInMongo();
      Path directory = Files.createTempDirectory("verifier-");
      Path keys = directory.resolve("vault-keys.json");
      VaultKeys.generate(keys);
      ConfigurableApplicationContext context = WithoutKafka.start(mongo, keys);
      String port = context.getEnvironment().getRequiredProperty("local.server.port");
      WebTestClient client =
          WebTestClient.bindToServer()
              .baseUrl("http://127.0.0.1:" + port)
              .responseTimeout(PATIENCE)
              .build();
      return new Running(mongo, directory, context, client);
    }

    @Override
    public void close() throws IOException {
      context.close();
      mongo.close();
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  @Override
  public void beforeAll(ExtensionContext tests) {
    running =
        tests
            .getRoot()
            .getStore(SHARED)
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    topics.declare(
        "accounts-db", List.of("email", "account_id", "phone"), List.of("account_id", "phone"));
    topics.declare("billing", List.of("account_id"), List.of("customer_id"));
    topics.declare("subscribers", List.of("email"), List.of());
  }

  private Running running() {
    return Objects.requireNonNull(running, "Expected the verifier to be started but it is not");
  }

  /** What it is made of. */
  public <T> T bean(Class<T> type) {
    return running().context().getBean(type);
  }

  /** What it stores. */
  public StandInMongo mongo() {
    return running().mongo();
  }

  /** What it said. */
  public RecordingAnnouncements announcements() {
    return bean(RecordingAnnouncements.class);
  }

  /** What it is told over topics. */
  public HandledTopics topics() {
    return topics;
  }

  // ---------------------------------------------------------------- what callers do

  /**
   * Calls it.
   *
   * @param token whose call it is; null for nobody's
   */
  public WebTestClient.ResponseSpec call(
      HttpMethod method, String path, @Nullable String token, String json) {
    return running()
        .client()
        .method(method)
        .uri(path)
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(json)
        .exchange();
  }

  /** What stands in the answer to a call that went well. */
  public static String body(WebTestClient.ResponseSpec response) {
    String body =
        response.expectStatus().isOk().expectBody(String.class).returnResult().getResponseBody();
    return body == null ? "" : body;
  }

  /** The intake puts an address and an account's number into the vault. */
  public WebTestClient.ResponseSpec put(String requestId, String address) {
    return call(
        HttpMethod.PUT,
        "/v1/vault/requests/" + requestId,
        INTAKE,
        """
        {"identifiers":[{"type":"email","value":"%s"},{"type":"account_id","value":"claimed-1"}],
         "locale":"en","source":"%s"}\
        """
            .formatted(address, UUID.randomUUID()));
  }

  /** A person sends a code. */
  public WebTestClient.ResponseSpec attempt(String requestId, String code) {
    return call(
        HttpMethod.POST,
        "/v1/challenges/" + requestId + "/attempts",
        INTAKE,
        "{\"code\":\"%s\"}".formatted(code));
  }

  /** A person wants a fresh code. */
  public WebTestClient.ResponseSpec issueAnother(String requestId) {
    return call(
        HttpMethod.POST,
        "/v1/challenges/" + requestId + "/issues",
        INTAKE,
        "{\"source\":\"%s\"}".formatted(UUID.randomUUID()));
  }

  /** A participant claims the identifiers for a task. */
  public WebTestClient.ResponseSpec claim(String token, String requestId, int step) {
    return call(
        HttpMethod.POST,
        "/v1/vault/claims",
        token,
        "{\"items\":[{\"requestId\":\"%s\",\"step\":%d}]}".formatted(requestId, step));
  }

  /**
   * Claims, and gets nothing but this.
   *
   * @param result one of {@link ClaimResults}
   */
  public void expectClaimed(String token, String requestId, int step, String result) {
    claim(token, requestId, step)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"items\":[{\"requestId\":\"%s\",\"step\":%d,%s}]}"
                .formatted(requestId, step, result),
            JsonCompareMode.STRICT);
  }

  /** A participant yields an identifier that it found for a task. */
  public WebTestClient.ResponseSpec deposit(
      String token, String requestId, int step, String type, String value) {
    return call(
        HttpMethod.POST,
        "/v1/vault/yields",
        token,
        """
        {"requestId":"%s","step":%d,
         "identifiers":[{"type":"%s","value":"%s","field":"accounts.id"}]}\
        """
            .formatted(requestId, step, type, value));
  }

  /** The notifier claims the address for a letter to the person. */
  public WebTestClient.ResponseSpec claimLetter(
      String requestId, String noticeId, String scope, @Nullable Integer issue) {
    return call(
        HttpMethod.POST,
        "/v1/vault/letters/claims",
        NOTIFIER,
        "{\"requestId\":\"%s\",\"noticeId\":\"%s\",\"scope\":\"%s\"%s}"
            .formatted(requestId, noticeId, scope, issue == null ? "" : ",\"issue\":" + issue));
  }

  /** The notifier claims for a letter to a recipient whom it is about. */
  public WebTestClient.ResponseSpec claimForRecipient(
      String requestId, UUID noticeId, String recipient) {
    return call(
        HttpMethod.POST,
        "/v1/vault/letters/claims",
        NOTIFIER,
        "{\"requestId\":\"%s\",\"noticeId\":\"%s\",\"scope\":\"RECIPIENT\",\"recipient\":\"%s\"}"
            .formatted(requestId, noticeId, recipient));
  }

  /** Nothing can be given for a letter, and why. */
  public static void notAvailable(WebTestClient.ResponseSpec response, String code) {
    response
        .expectStatus()
        .isNotFound()
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo(code)
        .jsonPath("$.type")
        .value(String.class, type -> assertThat(type).endsWith("/not-available"));
  }

  // ---------------------------------------------------------------- how far a request has come

  /** A request for erasure in the vault, arrived, its address not proven. */
  public String arrived() {
    String requestId = UUID.randomUUID().toString();
    put(requestId, requestId + "@example.org").expectStatus().isNoContent();
    topics.arrive(requestId);
    return requestId;
  }

  /** A proven and accepted request for erasure with a task to locate for the store. */
  public String accepted() {
    String requestId = arrived();
    prove(requestId);
    topics.register(requestId, acceptance());
    topics.task(requestId, "accounts-db", 1, new LocateHoldings(1));
    return requestId;
  }

  /** Its maker sends the code that was mailed last. */
  public void prove(String requestId) {
    attempt(requestId, code(requestId))
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"result\":\"ACCEPTED\"}");
    Awaitility.await().atMost(PATIENCE).until(() -> !announcements().identity(requestId).isEmpty());
  }

  /** The letter that was announced last for a request. */
  public NoticeRecord notice(String requestId) {
    return announcements().notices(requestId).getLast();
  }

  /** The code in it. */
  public String code(String requestId) {
    String code =
        bean(SecretCodes.class)
            .find(notice(requestId).getNoticeId().toString(), requestId)
            .block(PATIENCE);
    if (code == null) {
      throw new AssertionError("Expected a code in the vault but there is none");
    }
    return code;
  }

  /** What the register says when a request for erasure is accepted. */
  public static RequestAccepted acceptance() {
    return new RequestAccepted(
        Right.ERASURE, List.of("email"), ErasureGround.ART_17_1_B, LocalDate.EPOCH, List.of());
  }
}
