package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.Right;
import java.net.URI;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Letters of a controller with two stores and one recipient. */
final class WrittenLetters {
  static final UUID REQUEST = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final Enclosed NOTHING = new Enclosed.Nothing();
  static final Enclosed LINK =
      new Enclosed.Link("secret-of-the-link", Instant.parse("2026-12-08T12:00:00Z"));

  private static final URI PAGE = URI.create("https://anypromt.example/package");
  private static final LetterWriter WRITER = writer("ANYPROMT");
  private static final LetterForm FORM = new LetterForm();

  private WrittenLetters() {}

  /** The letter for a notice of which this is the payload. */
  static Letter write(Object payload, String language, Enclosed enclosed) {
    return WRITER.write(notice(payload), language, enclosed);
  }

  /** The letter for it, in English and with nothing enclosed, from a controller of this name. */
  static Letter writeAs(String controller, Object payload) {
    return writer(controller).write(notice(payload), "en", NOTHING);
  }

  /** Its text. */
  static String text(Letter letter) {
    return FORM.text(letter);
  }

  /** Its page. */
  static String html(Letter letter) {
    return FORM.html(letter);
  }

  private static LetterWriter writer(String controller) {
    return new LetterWriter(controller(controller), PAGE);
  }

  private static NoticeRecord notice(Object payload) {
    return new NoticeRecord(UUID.randomUUID(), REQUEST, NOW, "en", payload);
  }

  private static Controller controller(String name) {
    return new Controller(
        name,
        "privacy@anypromt.example",
        "NL",
        ZoneId.of("Europe/Amsterdam"),
        Period.ofDays(30),
        new Controller.Authority(
            "Autoriteit Persoonsgegevens", URI.create("https://autoriteitpersoonsgegevens.nl")),
        List.of(
            new Controller.Participant(
                "accounts-db",
                "accounts-db",
                List.of("email"),
                true,
                List.of(),
                false,
                true,
                false,
                Set.of(),
                Map.of("en", "ANYPROMT accounts")),
            new Controller.Participant(
                "ai-provider-inc",
                "ai-provider-inc",
                List.of("account_id"),
                true,
                List.of(),
                false,
                false,
                true,
                Set.of(),
                Map.of("en", "AI Provider, Inc."))),
        List.of(
            new Controller.Recipient(
                "mailer",
                "privacy@mailer.example",
                "nl",
                List.of("email"),
                Set.of(Right.ERASURE),
                Set.of(),
                Map.of("en", "Mailer B.V."))),
        new Controller.Information(
            english("to bill (contract)"),
            english("account details"),
            english("OpenAI, L.L.C."),
            english("payments for seven years"),
            english("from Telegram"),
            english("no automated decisions"),
            english("to the United States")),
        Map.of("NL-AWR-52", Map.of("en", "Article 52 of the Dutch General State Taxes Act")),
        Map.of(
            "accounts-db.accounts",
            Map.of("en", "Account"),
            "accounts-db.payments",
            Map.of("en", "Payment records")),
        Map.of(
            "newsletter",
            Map.of("en", "the newsletter", "de", "den Newsletter", "nl", "de nieuwsbrief")));
  }

  private static Map<String, List<String>> english(String... texts) {
    return Map.of("en", List.of(texts));
  }
}
