package io.habeas.standalone.demo;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What somebody does while a request takes its course. */
@FunctionalInterface
interface Meanwhile {

  /**
   * Looks at a status, and perhaps does something about it.
   *
   * @param requestId the request
   * @param token its status token
   * @return what was done, in words; empty if nothing was
   */
  Optional<String> seen(String requestId, String token, JsonNode status);

  /** Nobody does anything. */
  static Meanwhile nothing() {
    return (requestId, token, status) -> Optional.empty();
  }

  /** Does it once, when the work comes to a phase. */
  static Meanwhile once(String phase, Meanwhile what) {
    var done = new java.util.concurrent.atomic.AtomicBoolean();
    return (requestId, token, status) ->
        status.path("phase").asString("").equals(phase) && done.compareAndSet(false, true)
            ? what.seen(requestId, token, status)
            : Optional.empty();
  }
}
