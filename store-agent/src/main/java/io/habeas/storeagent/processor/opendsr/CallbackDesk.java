package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.Deferred;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.JsonText;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.Receipt;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Takes what a processor says of its own accord. Nothing of it is read before its signature is
 * verified. What it completes is noted for the order that it names, and for no other; the request
 * goes on when its next task asks. What it cancels is left for that task to find out.
 */
public final class CallbackDesk {
  private static final Logger log = LoggerFactory.getLogger(CallbackDesk.class);

  private final OpenDsrClient client;
  private final Orders orders;

  CallbackDesk(OpenDsrClient client, Orders orders) {
    this.client = client;
    this.orders = orders;
  }

  /** What became of a callback. */
  public enum Verdict {
    TAKEN,
    /** It is about nothing that is owed here. */
    UNKNOWN,
    /** It is not signed by the processor. */
    REFUSED,
    /** It is signed and not what OpenDSR says. */
    MALFORMED,
    /** It cannot be dealt with now, and may be sent again. */
    LATER
  }

  /**
   * Takes a callback.
   *
   * @param id of the request, as the address has it
   * @param domain as whom it says to be signed; empty if it does not say
   * @param signature in Base64; empty if there is none
   * @param body as it was sent
   */
  public Verdict take(String id, String domain, String signature, byte[] body) {
    try {
      if (!client.isSigned(body, domain, signature)) {
        log.warn("Expected a callback that the processor has signed but it is not; it is refused");
        return Verdict.REFUSED;
      }
      Optional<UUID> key = uuid(id);
      return key.isEmpty() ? Verdict.UNKNOWN : note(key.get(), JsonText.read(body));
    } catch (ProcessorFailure | Deferred e) {
      return Verdict.LATER;
    }
  }

  private Verdict note(UUID key, JsonNode body) throws Deferred {
    Optional<Order> order = orders.byKey(key);
    if (order.isEmpty()) {
      return Verdict.UNKNOWN;
    }
    // One for another address may be a copy of what another controller was told.
    String url = body.path("status_callback_url").asString("");
    if (!url.isEmpty() && client.callback(key).filter(url::equals).isEmpty()) {
      return Verdict.MALFORMED;
    }
    RequestStatus status;
    try {
      status = RequestStatus.read(body, key);
    } catch (ProcessorFailure e) {
      return Verdict.MALFORMED;
    }
    if (status.state() == RequestStatus.State.COMPLETED && order.get().isOpen()) {
      orders.finished(
          order.get(), new Receipt(OpenDsrOrdering.records(status), key.toString()).text());
    }
    return Verdict.TAKEN;
  }

  private static Optional<UUID> uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text.toLowerCase(Locale.ROOT))
          ? Optional.of(id)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
