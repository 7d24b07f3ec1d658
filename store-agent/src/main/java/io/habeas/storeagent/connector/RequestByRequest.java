package io.habeas.storeagent.connector;

import io.habeas.participant.Retained;
import io.habeas.participant.RetentionSink;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what is kept, told in the order of requests, and passes on what is kept for each as soon
 * as the next one begins: no more than one is in memory.
 */
public final class RequestByRequest {
  private final RetentionSink sink;
  private @Nullable UUID request;
  private Keeping keeping = new Keeping();

  public RequestByRequest(RetentionSink sink) {
    this.sink = sink;
  }

  /** Adds what is kept for a request, one record or several. */
  public void add(UUID requestId, Retained one) {
    if (!requestId.equals(request)) {
      finish();
      request = requestId;
    }
    keeping.add(one);
  }

  /** There is no more. */
  public void finish() {
    if (request != null) {
      sink.add(request, keeping.retained());
    }
    request = null;
    keeping = new Keeping();
  }
}
