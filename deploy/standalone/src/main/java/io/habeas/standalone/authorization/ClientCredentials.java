package io.habeas.standalone.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/**
 * By which a program gets a token (RFC 6749, 4.4).
 *
 * @param tokens where it is given
 * @param client the client id
 * @param secret its secret
 */
public record ClientCredentials(URI tokens, String client, String secret) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Gets a token.
   *
   * @throws IllegalStateException if none is given
   */
  public String token(HttpClient http) {
    String credentials = client + ":" + secret;
    HttpRequest request =
        HttpRequest.newBuilder(tokens)
            .timeout(PATIENCE)
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "Expected a token for %s but got status %d".formatted(client, answer.statusCode()));
      }
      return JSON.readTree(answer.body()).path("access_token").asString();
    } catch (IOException e) {
      throw new IllegalStateException("Expected a token but nobody answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected a token but was interrupted", e);
    }
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "ClientCredentials[" + client + "]";
  }
}
