package io.habeas.storeagent.processor;

/**
 * What the ledger keeps of an order that was carried out, so that it can be looked at again.
 *
 * @param records how many records it was about
 * @param reference its name at the processor's, a pseudonym
 */
public record Receipt(long records, String reference) {

  /** As the ledger keeps it. */
  public String text() {
    return records + " " + reference;
  }

  /** Reads what {@link #text} wrote. */
  public static Receipt read(String text) {
    int space = text.indexOf(' ');
    return new Receipt(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
  }

  /** Leaves the reference out. */
  @Override
  public String toString() {
    return "Receipt[" + records + "]";
  }
}
