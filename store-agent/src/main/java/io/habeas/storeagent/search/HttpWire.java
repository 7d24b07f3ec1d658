package io.habeas.storeagent.search;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the cluster with the JDK's own client: the clients of the two vendors each refuse the
 * other one's server. Follows no redirects, so that credentials go nowhere else.
 */
final class HttpWire implements Wire, AutoCloseable {
  /** No answer to what is asked here is nearly as long, unless single documents are huge. */
  private static final long LONGEST_ANSWER = 64L * 1024 * 1024;

  private final HttpClient client;
  private final String root;
  private final Optional<String> authorization;
  private final Duration timeout;

  private HttpWire(
      HttpClient client, String root, Optional<String> authorization, Duration timeout) {
    this.client = client;
    this.root = root;
    this.authorization = authorization;
    this.timeout = timeout;
  }

  /** As who erases. */
  static HttpWire writing(SearchConnection connection) {
    return of(
        connection,
        authorization(connection.username(), connection.password(), connection.apiKey()));
  }

  /** As who only reads; empty if that is the same one. */
  static Optional<HttpWire> reading(SearchConnection connection) {
    return authorization(
            connection.readOnlyUsername(),
            connection.readOnlyPassword(),
            connection.readOnlyApiKey())
        .map(header -> of(connection, Optional.of(header)));
  }

  private static HttpWire of(SearchConnection connection, Optional<String> authorization) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connection.connectTimeout());
    Path authorities = connection.caFile();
    if (authorities != null) {
      client.sslContext(trusting(authorities));
    }
    URI uri = connection.uri();
    String root = uri.toString();
    return new HttpWire(
        client.build(),
        root.endsWith("/") ? root.substring(0, root.length() - 1) : root,
        authorization,
        connection.timeout());
  }

  private static Optional<String> authorization(
      @Nullable String username, @Nullable String password, @Nullable String apiKey) {
    if (apiKey != null) {
      return Optional.of("ApiKey " + apiKey);
    }
    if (username == null) {
      return Optional.empty();
    }
    String pair = username + ":" + (password == null ? "" : password);
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  private static SSLContext trusting(Path authorities) {
    try (InputStream file = Files.newInputStream(authorities)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        trusted.setCertificateEntry("authority-" + number++, authority);
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "Expected certificates in PEM in %s but they cannot be read".formatted(authorities), e);
    }
  }

  @Override
  public Reply send(Call call) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + call.path()))
            .timeout(timeout)
            .header("Accept", "application/json")
            .method(
                call.method(),
                call.body()
                    .map(HttpRequest.BodyPublishers::ofString)
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    authorization.ifPresent(header -> request.header("Authorization", header));
    if (call.body().isPresent()) {
      request.header(
          "Content-Type",
          call.path().startsWith("/_bulk") ? "application/x-ndjson" : "application/json");
    }
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST_ANSWER));
    try {
      // The request's own timeout ends with the header of the answer.
      HttpResponse<String> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Reply(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("Expected an answer but the wait for it was interrupted", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("Expected an answer in time but there was none", e);
    } catch (ExecutionException e) {
      throw new IOException("Expected an answer but there was none", e.getCause());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
