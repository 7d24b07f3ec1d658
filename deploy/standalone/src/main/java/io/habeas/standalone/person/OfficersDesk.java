package io.habeas.standalone.person;

import io.habeas.standalone.authorization.ClientCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data protection officer's view of the operators' API. */
public final class OfficersDesk implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String HOLDS = "/v1/operations/subject-holds";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI intake;
  private final ClientCredentials officer;

  /**
   * @param intake where the API is
   * @param officer who decides
   */
  public OfficersDesk(URI intake, ClientCredentials officer) {
    this.intake = intake;
    this.officer = officer;
  }

  /**
   * Holds everything of a request.
   *
   * @param reasons free text
   * @return the hold's id
   */
  public String hold(String requestId, String reasons) {
    return decide(requestId, "/holds", reasons).path("holdId").asString();
  }

  /**
   * Releases a hold.
   *
   * @param reasons free text
   */
  public void release(String requestId, String holdId, String reasons) {
    decide(requestId, "/holds/" + holdId + "/release", reasons);
  }

  /**
   * Ends a restriction.
   *
   * @param reasons free text
   */
  public void endRestriction(String requestId, String reasons) {
    decide(requestId, "/restriction-end", reasons);
  }

  /**
   * Upholds an objection.
   *
   * @param reasons free text
   */
  public void upholdObjection(String requestId, String reasons) {
    decide(requestId, "/objection-upheld", reasons);
  }

  /**
   * Records why a recipient need not be told, or that it was told otherwise.
   *
   * @param finding {@code IMPOSSIBLE}, {@code DISPROPORTIONATE_EFFORT} or {@code TOLD_OTHERWISE}
   * @param reasons free text
   */
  public void settleRecipient(String requestId, String recipient, String finding, String reasons) {
    decide(
        "/v1/operations/requests/" + requestId + "/recipients/" + recipient,
        Map.of("finding", finding, "reasons", reasons));
  }

  /**
   * Holds a whole store.
   *
   * @param reasons free text
   * @return the hold's id
   */
  public String holdStore(String participant, String reasons) {
    return decide(
            "/v1/operations/store-holds", Map.of("participant", participant, "reasons", reasons))
        .path("holdId")
        .asString();
  }

  /**
   * Holds a person, whatever request asks for them to be erased.
   *
   * @param email by which
   * @param reasons free text
   * @return the hold's id
   */
  public String holdPerson(String email, String reasons) {
    return decide(
            HOLDS,
            Map.of(
                "identifiers",
                List.of(Map.of("type", "email", "value", email)),
                "reasons",
                reasons))
        .path("holdId")
        .asString();
  }

  /**
   * Releases a hold on a whole store.
   *
   * @param reasons free text
   */
  public void releaseStore(String holdId, String reasons) {
    decide("/v1/operations/store-holds/" + holdId + "/release", Map.of("reasons", reasons));
  }

  /** What became of a hold on a whole store; empty while it is not known where that is shown. */
  public Optional<JsonNode> storeHold(String holdId) {
    JsonNode all = send(request("/v1/operations/store-holds").GET().build(), 200);
    return all.path("holds")
        .valueStream()
        .filter(hold -> hold.path("holdId").asString().equals(holdId))
        .findFirst();
  }

  /**
   * Releases a person.
   *
   * @param reasons free text
   */
  public void releasePerson(String holdId, String reasons) {
    decide(HOLDS + "/" + holdId + "/release", Map.of("reasons", reasons));
  }

  /** All holds on persons, the latest first. */
  public JsonNode holdsOnPersons() {
    return send(request(HOLDS).GET().build(), 200).path("holds");
  }

  /** How a participant stands, and what canaries have shown of the path to it. */
  public JsonNode participant(String name) {
    return send(request("/v1/operations/participants").GET().build(), 200)
        .path("participants")
        .valueStream()
        .filter(each -> each.path("participant").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Expected %s to take part".formatted(name)));
  }

  /** Where what a store says that it keeps is not what is known to be kept. */
  public JsonNode retentionDifferences() {
    return send(request("/v1/operations/retention-differences").GET().build(), 200)
        .path("differences");
  }

  /**
   * Says that a store was restored from a backup.
   *
   * @param backupTime the state to which it was brought back
   * @return the restoration's id, and how many requests have to be erased there again
   */
  public JsonNode restored(String store, OffsetDateTime backupTime) {
    return decide(
        "/v1/operations/stores/" + store + "/restorations",
        Map.of("backupTime", backupTime.toString()));
  }

  /** How far a restored store has come; empty while that is not known yet. */
  public Optional<JsonNode> restoration(String restorationId) {
    var answer = exchange(request("/v1/operations/restorations/" + restorationId).GET().build());
    return answer.statusCode() == 404 ? Optional.empty() : Optional.of(checked(answer, 200));
  }

  private JsonNode decide(String requestId, String path, String reasons) {
    return decide("/v1/operations/requests/" + requestId + path, Map.of("reasons", reasons));
  }

  private JsonNode decide(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build(),
        202);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(intake.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + officer.token(client));
  }

  private JsonNode send(HttpRequest request, int expected) {
    return checked(exchange(request), expected);
  }

  private static JsonNode checked(HttpResponse<String> answer, int expected) {
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(
          "Expected status %d but got %d".formatted(expected, answer.statusCode()));
    }
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected an answer but was interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
