package io.habeas.storeagent.processor;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One call to a processor. Holds identifiers, so it is never logged.
 *
 * @param credentials whether it carries the processor's credentials
 * @param accepts statuses besides 2xx that are an answer and no failure
 */
public record Call(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<Body> body,
    boolean credentials,
    Set<Integer> accepts) {

  public Call {
    headers = Map.copyOf(headers);
    accepts = Set.copyOf(accepts);
  }

  /** A GET that carries the processor's credentials and takes JSON. */
  public static Call get(URI uri) {
    return new Call(
        "GET", uri, Map.of("Accept", "application/json"), Optional.empty(), true, Set.of());
  }

  /** The same without the credentials, for an address that the processor gave. */
  public Call anonymously() {
    return new Call(method, uri, headers, body, false, accepts);
  }

  /** The same, to which these statuses are an answer too. */
  public Call accepting(Set<Integer> statuses) {
    return new Call(method, uri, headers, body, credentials, statuses);
  }

  /** What is sent. */
  public record Body(String contentType, byte[] bytes) {}

  /** Tells the method only. */
  @Override
  public String toString() {
    return "Call[" + method + "]";
  }
}
