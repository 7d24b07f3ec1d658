package io.habeas.participant;

import java.util.List;
import java.util.UUID;

/** Takes what is kept under duties, request by request. */
@FunctionalInterface
public interface RetentionSink {

  /**
   * Takes what is kept for one request; each request once. May block until earlier ones are
   * written.
   *
   * @param retained as it was told when the request's records were erased, or expired, last; empty
   *     is the same as not to name the request
   */
  void add(UUID requestId, List<Retained> retained);
}
