package io.habeas.notifier.address;

import io.habeas.notifier.letter.Enclosed;
import io.habeas.schemas.avro.NotSentReason;

/** What the vault answered. */
public sealed interface Addressee {

  /**
   * Where the letter goes. Personal data: held for the moment of sending, never stored or logged.
   *
   * @param locale BCP 47 tag of the language the person chose
   * @param enclosed a secret that the letter carries, or nothing
   */
  record Known(String address, String locale, Enclosed enclosed) implements Addressee {
    @Override
    public String toString() {
      return "Known[***]";
    }
  }

  /**
   * Of whom a recipient is told; where the letter goes is not the vault's to say. Personal data:
   * held for the moment of sending, never stored or logged.
   */
  record Subject(Enclosed.AboutPerson about) implements Addressee {
    @Override
    public String toString() {
      return "Subject[***]";
    }
  }

  /** The letter is not to be sent, now or later. */
  record NotAvailable(NotSentReason reason) implements Addressee {}

  /** The vault has not seen yet what the letter is about. */
  record NotYet() implements Addressee {}

  /**
   * The vault gave no answer that could be understood.
   *
   * @param cause a class name or a status, for the operator; never a text
   */
  record Unavailable(String cause) implements Addressee {}
}
