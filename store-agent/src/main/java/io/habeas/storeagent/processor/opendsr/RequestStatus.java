package io.habeas.storeagent.processor.opendsr;

import io.habeas.storeagent.processor.ProcessorFailure;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What a processor says of a request, in an answer or in a callback.
 *
 * @param results where what was found can be fetched; empty if nowhere
 * @param count how much was found or erased; empty if it does not say
 */
record RequestStatus(State state, Optional<URI> results, OptionalLong count) {

  /** How far it is (OpenDSR, Status). */
  enum State {
    PENDING,
    IN_PROGRESS,
    COMPLETED,
    CANCELLED
  }

  /**
   * @param key the request that it must be about
   * @throws ProcessorFailure if it is about another, or lacks something
   */
  static RequestStatus read(JsonNode body, UUID key) {
    if (!body.path("subject_request_id").asString("").equalsIgnoreCase(key.toString())) {
      throw OpenDsrClient.malformed("a status of another request");
    }
    State state =
        switch (body.path("request_status").asString("")) {
          case "pending" -> State.PENDING;
          case "in_progress", "in-progress" -> State.IN_PROGRESS;
          case "completed" -> State.COMPLETED;
          case "cancelled" -> State.CANCELLED;
          default -> throw OpenDsrClient.malformed("a status that OpenDSR does not have");
        };
    JsonNode count = body.path("results_count");
    return new RequestStatus(
        state,
        results(body),
        count.isIntegralNumber() && count.longValue() >= 0
            ? OptionalLong.of(count.longValue())
            : OptionalLong.empty());
  }

  private static Optional<URI> results(JsonNode body) {
    String text = body.path("results_url").asString("");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      throw OpenDsrClient.malformed("an address that is none");
    }
  }

  /** Leaves the address out. */
  @Override
  public String toString() {
    return "RequestStatus[" + state + "]";
  }
}
