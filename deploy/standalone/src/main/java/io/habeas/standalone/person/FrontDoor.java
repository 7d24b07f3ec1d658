package io.habeas.standalone.person;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person's view of the front door: plain HTTP and JSON. */
public final class FrontDoor implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI url;

  /**
   * @param url where it is
   */
  public FrontDoor(URI url) {
    this.url = url;
  }

  /**
   * Exercises a right.
   *
   * @param right {@code ACCESS} or {@code ERASURE}
   */
  public JsonNode request(String right, String email) {
    return request(right, email, Map.of());
  }

  /**
   * Exercises a right.
   *
   * @param right its name in the API
   * @param more what the right needs beside an identifier, by its names in the API
   */
  public JsonNode request(String right, String email, Map<String, Object> more) {
    Map<String, Object> request = new LinkedHashMap<>(more);
    request.put("right", right);
    request.put("identifiers", List.of(Map.of("type", "email", "value", email)));
    request.put("locale", "en");
    return send(
        202,
        HttpRequest.newBuilder(url.resolve("/v1/requests"))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request))));
  }

  /** Where the request stands. */
  public JsonNode status(String requestId, String token) {
    return send(
        200, HttpRequest.newBuilder(of(requestId, "")).header("Authorization", "Bearer " + token));
  }

  /** Proves the address by the code that was sent there. */
  public JsonNode prove(String requestId, String token, String code) {
    return send(
        200,
        HttpRequest.newBuilder(of(requestId, "/proof"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("code", code)))));
  }

  /** Asks for the request back. */
  public void withdraw(String requestId, String token) {
    send(
        202,
        HttpRequest.newBuilder(of(requestId, "/withdrawal"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /**
   * Fetches the package of a request for access.
   *
   * @param link the secret from the letter
   * @param file where the package is written
   * @return the HTTP status; a package was written only if it is 200
   */
  public int fetchPackage(String requestId, String token, String link, Path file) {
    HttpRequest request =
        HttpRequest.newBuilder(of(requestId, "/package"))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("link", link))))
            .build();
    return exchange(
            request,
            answer ->
                answer.statusCode() == 200
                    ? HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofFile(file), Path::toString)
                    : HttpResponse.BodySubscribers.replacing(""))
        .statusCode();
  }

  @Override
  public void close() {
    client.close();
  }

  private URI of(String requestId, String path) {
    return url.resolve("/v1/requests/" + requestId + path);
  }

  private JsonNode send(int expected, HttpRequest.Builder request) {
    HttpResponse<String> response =
        exchange(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new IllegalStateException(
          "Expected status %d but got %d".formatted(expected, response.statusCode()));
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> exchange(
      HttpRequest request, HttpResponse.BodyHandler<String> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected an answer but was interrupted", e);
    }
  }
}
