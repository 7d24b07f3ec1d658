package io.habeas.notifier.letter;

import java.time.Instant;

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
}
