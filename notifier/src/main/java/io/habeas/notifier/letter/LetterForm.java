package io.habeas.notifier.letter;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Code;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Hyperlink;
import io.habeas.notifier.letter.Letter.Paragraph;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;

/** Gives letters their two forms. Safe for use by several threads. */
public final class LetterForm {
  private final Template text = template("letter.txt.mustache", false);
  private final Template html = template("letter.html.mustache", true);

  /** The letter as plain text. */
  public String text(Letter letter) {
    return text.execute(values(letter));
  }

  /** The letter as HTML, every value escaped; loads nothing from anywhere. */
  public String html(Letter letter) {
    return html.execute(values(letter));
  }

  private static Map<String, Object> values(Letter letter) {
    return Map.of(
        "language",
        letter.language().toLanguageTag(),
        "subject",
        letter.subject(),
        "blocks",
        letter.blocks().stream().map(LetterForm::values).toList());
  }

  private static Map<String, Object> values(Block block) {
    return switch (block) {
      case Heading(String words) ->
          Map.of("heading", Map.of("words", words, "underline", "-".repeat(words.length())));
      case Paragraph(String words) -> Map.of("paragraph", Map.of("words", words));
      case Code(String digits) -> Map.of("code", Map.of("digits", digits));
      case Hyperlink(String url) -> Map.of("hyperlink", Map.of("url", url));
      case Enumeration(String title, var entries) ->
          Map.of("enumeration", Map.of("title", title, "entries", entries));
    };
  }

  private static Template template(String name, boolean escaping) {
    try (Reader reader =
        new InputStreamReader(
            new ClassPathResource(name, LetterForm.class).getInputStream(),
            StandardCharsets.UTF_8)) {
      return Mustache.compiler().escapeHTML(escaping).emptyStringIsFalse(true).compile(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
