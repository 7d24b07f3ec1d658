package io.habeas.intake.frontdoor;

import io.habeas.schemas.avro.Channel;
import io.habeas.schemas.avro.RestrictionGround;
import io.habeas.schemas.avro.Right;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that may come in: complete, in known terms, with something that can be proven where
 * that is needed.
 *
 * @param identifiers what finds the person, as they wrote it
 * @param statement what the person states beside
 * @param restrictionGround why restriction is owed (Art. 18(1)); null where another right is asked
 *     for
 * @param purposes for which processing is to stop, as codes; empty where another right is asked for
 * @param locale language tag of the letters
 */
public record Admission(
    Right right,
    List<Identifier> identifiers,
    Statement statement,
    @Nullable RestrictionGround restrictionGround,
    List<String> purposes,
    String locale,
    Channel channel) {
  public Admission {
    identifiers = List.copyOf(identifiers);
    purposes = List.copyOf(purposes);
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

  /**
   * What a person states with their request.
   *
   * @param corrections to what shall be corrected (Art. 16)
   * @param words what shall stand beside their records (L18); null for nothing
   */
  public record Statement(List<Correction> corrections, @Nullable String words) {
    /** Most requests state nothing. */
    public static final Statement NONE = new Statement(List.of(), null);

    public Statement {
      corrections = List.copyOf(corrections);
    }

    /** Leaves out what the person wrote. */
    @Override
    public String toString() {
      return "Statement" + corrections;
    }
  }

  /**
   * The true value of everything of a kind.
   *
   * @param category of fideslang's taxonomy
   */
  public record Correction(String category, String value) {

    /** The category only. */
    @Override
    public String toString() {
      return "Correction[" + category + "]";
    }
  }
}
