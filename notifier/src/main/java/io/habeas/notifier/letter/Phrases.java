package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Words, dates and times in one language. */
final class Phrases {
  private static final MessageSource WORDS = words();

  /** The languages with a file of words; anybody else is written to in English. */
  static final List<String> LANGUAGES = List.of("en", "de", "nl");

  private final Locale locale;
  private final ZoneId zone;

  private Phrases(Locale locale, ZoneId zone) {
    this.locale = locale;
    this.zone = zone;
  }

  /**
   * The language nearest to {@code tag}, its region kept for dates and numbers; English where the
   * language is not written here, dates included.
   *
   * @param tag BCP 47; anything else means English
   */
  static Phrases in(String tag, ZoneId zone) {
    Locale wanted = Locale.forLanguageTag(tag);
    return new Phrases(
        LANGUAGES.contains(wanted.getLanguage()) ? wanted.stripExtensions() : Locale.ENGLISH, zone);
  }

  Locale locale() {
    return locale;
  }

  String say(String phrase, Object... values) {
    return WORDS.getMessage(phrase, values, locale);
  }

  /** The text of the controller's configuration in this language, else {@code code}. */
  String label(@Nullable Map<String, String> texts, String code) {
    return Controller.text(texts, locale).orElse(code);
  }

  /** The texts of the controller's configuration in this language; empty where there are none. */
  Optional<List<String>> texts(Map<String, List<String>> texts) {
    return Controller.text(texts, locale).filter(found -> !found.isEmpty());
  }

  String date(LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(date);
  }

  /** The day it is then where the controller is. */
  String date(Instant instant) {
    return date(LocalDate.ofInstant(instant, zone));
  }

  /** With the zone, since the reader may live in another. */
  String time(Instant instant) {
    var there = instant.atZone(zone);
    return date(there.toLocalDate())
        + ", "
        + DateTimeFormatter.ofPattern("HH:mm z", locale).format(there);
  }

  private static MessageSource words() {
    ResourceBundleMessageSource words = new ResourceBundleMessageSource();
    words.setBasename("io.habeas.notifier.letter.letters");
    words.setBundleClassLoader(Phrases.class.getClassLoader());
    words.setDefaultEncoding("UTF-8");
    // The machine's own language is nobody's choice.
    words.setFallbackToSystemLocale(false);
    words.setAlwaysUseMessageFormat(true);
    return words;
  }
}
