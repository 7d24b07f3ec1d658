package io.habeas.storeagent.processor;

import io.habeas.storeagent.ledger.Order;
import java.util.Optional;

/**
 * How something is ordered of a processor. Every method may be called again, and throws {@link
 * ProcessorFailure} if it cannot be done now.
 */
public interface Ordering {

  /** Asks the processor to do it. */
  Taken place(Order order);

  /** Looks for an order that may have been placed, or not. */
  Found find(Order order);

  /**
   * How far it is.
   *
   * @param reference its name at the processor's
   */
  Progress progress(Order order, String reference);

  /**
   * What the processor said to an order.
   *
   * @param reference its name at the processor's
   * @param progress how far it is; empty if it has to be asked
   */
  record Taken(String reference, Optional<Progress> progress) {}

  /** Whether an order is there that may have been placed. */
  sealed interface Found {
    /** It was placed. */
    record There(String reference) implements Found {}

    /** It was not. */
    record NotThere() implements Found {}

    /**
     * The processor cannot be asked.
     *
     * @param harmless whether placing it once more does no harm
     */
    record CannotTell(boolean harmless) implements Found {}
  }

  /** How far an order is. */
  sealed interface Progress {
    /** The processor works on it. */
    record Working() implements Progress {}

    /**
     * It is carried out.
     *
     * @param records how many records it was about
     */
    record Done(long records) implements Progress {}

    /** It is over and was not carried out, or not wholly; it is to be ordered anew. */
    record Failed() implements Progress {}

    /** The processor does not know it any more. */
    record Forgotten() implements Progress {}
  }
}
