package io.habeas.notifier.letter;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the vault gives for a letter beside the address. Never logged, never stored. */
public sealed interface Enclosed {

  /** Most letters carry no secret. */
  record Nothing() implements Enclosed {}

  /**
   * @param digits a code to be typed in
   */
  record Code(String digits) implements Enclosed {
    @Override
    public String toString() {
      return "Code[***]";
    }
  }

  /**
   * @param words why it was decided so, in the words of whoever did
   */
  record Reasons(String words) implements Enclosed {
    @Override
    public String toString() {
      return "Reasons[***]";
    }
  }

  /**
   * @param secret what makes the link to a package hold
   * @param expiresAt after this it does not any more
   */
  record Link(String secret, Instant expiresAt) implements Enclosed {
    @Override
    public String toString() {
      return "Link[***]";
    }
  }

  /**
   * Of whom a recipient is told.
   *
   * @param identifiers by which it knows the person
   * @param corrections the corrected value by data category; empty unless the letter is about that
   * @param statement what stands beside the records now; null for nothing
   */
  record AboutPerson(
      List<Identifier> identifiers, Map<String, String> corrections, @Nullable String statement)
      implements Enclosed {
    public AboutPerson {
      identifiers = List.copyOf(identifiers);
      corrections = Collections.unmodifiableMap(new TreeMap<>(corrections));
    }

    @Override
    public String toString() {
      return "AboutPerson[***]";
    }

    /** One of them. */
    public record Identifier(String type, String value) {
      @Override
      public String toString() {
        return "Identifier[***]";
      }
    }
  }
}
