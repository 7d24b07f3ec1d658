package io.habeas.intake.frontdoor;

import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.Right;
import java.util.List;

/**
 * A request that may come in: complete, in known terms, with something that can be proven.
 *
 * @param identifiers what finds the person, as they wrote it
 * @param locale language tag of the letters
 */
public record Admission(Right right, List<Identifier> identifiers, String locale, Channel channel) {
  public Admission {
    identifiers = List.copyOf(identifiers);
  }

  /** Says nothing about whom it is. */
  @Override
  public String toString() {
    return "Admission[" + right + ", " + channel + "]";
  }

  /** Something that finds a person in a store. */
  public record Identifier(String type, String value) {

    /** The type only. */
    @Override
    public String toString() {
      return "Identifier[" + type + "]";
    }
  }
}
