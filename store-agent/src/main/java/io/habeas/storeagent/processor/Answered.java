package io.habeas.storeagent.processor;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * What a processor answered. Holds personal data, so it is never logged.
 *
 * @param body no longer than {@link ProcessorEndpoint#largestAnswer}
 */
public record Answered(int status, HttpHeaders headers, byte[] body) {

  /**
   * The body as JSON; a missing node if there is none.
   *
   * @throws ProcessorFailure if it is no JSON, or is nested too deep
   */
  public JsonNode json() {
    return JsonText.read(body);
  }

  /** Tells the status only. */
  @Override
  public String toString() {
    return "Answered[" + status + "]";
  }
}
