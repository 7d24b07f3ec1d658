package io.habeas.storeagent.processor.opendsr;

import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.processor.Ordering;
import java.util.List;
import java.util.Optional;

/**
 * A request to a processor. Its name is the order's key, so it can always be looked for.
 *
 * @param identities whom it is about; empty of an order that a fuller one has replaced
 */
record OpenDsrOrdering(OpenDsrClient client, RequestType type, List<Identity> identities)
    implements Ordering {
  OpenDsrOrdering {
    identities = List.copyOf(identities);
  }

  @Override
  public Taken place(Order order) {
    String reference = order.key().toString();
    if (identities.isEmpty()) {
      return new Taken(reference, Optional.of(new Progress.Done(0)));
    }
    client.submit(order.key(), type, identities, order.placedAt());
    return new Taken(reference, Optional.empty());
  }

  @Override
  public Found find(Order order) {
    return client.status(order.key()).isPresent()
        ? new Found.There(order.key().toString())
        : new Found.NotThere();
  }

  @Override
  public Progress progress(Order order, String reference) {
    return client
        .status(order.key())
        .map(
            status ->
                switch (status.state()) {
                  case PENDING, IN_PROGRESS -> new Progress.Working();
                  case COMPLETED -> new Progress.Done(records(status));
                  case CANCELLED -> new Progress.Failed();
                })
        .orElseGet(Progress.Forgotten::new);
  }

  /** One, the person, where the processor does not say how many. */
  static long records(RequestStatus status) {
    return status.count().orElse(1);
  }
}
