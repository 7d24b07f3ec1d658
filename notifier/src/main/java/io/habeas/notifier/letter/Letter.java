package io.habeas.notifier.letter;

import java.util.List;
import java.util.Locale;

/**
 * A letter before it takes a form: plain text and HTML are made of the same blocks and cannot say
 * different things. Holds personal data: never logged.
 *
 * @param language the language it is written in, which may not be the one that was asked for
 * @param subject one line; never the code, since phones show subjects to bystanders
 */
public record Letter(Locale language, String subject, List<Block> blocks) {
  public Letter {
    blocks = List.copyOf(blocks);
  }

  @Override
  public String toString() {
    return "Letter[***]";
  }

  /** A part of a letter. */
  public sealed interface Block {}

  /** A heading of what follows. */
  public record Heading(String text) implements Block {}

  /** A paragraph. */
  public record Paragraph(String text) implements Block {}

  /** A code to be typed in. */
  public record Code(String digits) implements Block {
    @Override
    public String toString() {
      return "Code[***]";
    }
  }

  /** An address to be opened. */
  public record Hyperlink(String url) implements Block {
    @Override
    public String toString() {
      return "Hyperlink[***]";
    }
  }

  /**
   * Things of one kind.
   *
   * @param title what they are; empty for none
   */
  public record Enumeration(String title, List<String> entries) implements Block {
    public Enumeration {
      entries = List.copyOf(entries);
    }
  }
}
