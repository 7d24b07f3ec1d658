package io.habeas.standalone.demo;

import io.habeas.standalone.Patience;
import io.habeas.standalone.person.FrontDoor;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.person.Mailbox.Letter;
import io.habeas.standalone.sample.Aftermath;
import io.habeas.standalone.sample.AnypromtStore;
import io.habeas.standalone.sample.DatabaseWatch;
import io.habeas.standalone.sample.DatabaseWatch.Subject;
import io.habeas.standalone.sample.Inspection;
import io.habeas.standalone.sample.People;
import io.habeas.standalone.sample.TableContent;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/**
 * One erasure from request to letter. Asks over HTTP, reads mail over IMAP, looks at the database
 * over SQL; knows nothing of what is inside.
 */
public final class Demo {

  private static final int PEOPLE = 300;
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String FULFILLED = "FULFILLED";

  private final URI intake;
  private final int imapPort;
  private final String jdbcUrl;
  private final Consumer<String> out;
  private final Instant begun = Instant.now();

  /**
   * A demo against what runs on this machine.
   *
   * @param intake the front door
   * @param imapPort where letters are read
   * @param jdbcUrl the sample's database
   * @param out hears every line
   */
  public Demo(URI intake, int imapPort, String jdbcUrl, Consumer<String> out) {
    this.intake = intake;
    this.imapPort = imapPort;
    this.jdbcUrl = jdbcUrl;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @return whether everything that an erasure promises held
   * @throws IllegalStateException if it does not come to its end
   * @throws SQLException if the sample's database fails
   */
  public boolean run() throws SQLException {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setURL(jdbcUrl);
    database.setUser(AnypromtStore.USER);
    DatabaseWatch watch = new DatabaseWatch(database);
    if (watch.isEmpty()) {
      new People(Instant.now()).settle(database, PEOPLE);
      say("%n%d synthetic people live in the sample's database.", PEOPLE);
    }
    Subject subject = watch.subject();
    SequencedMap<String, TableContent> before = watch.everything();
    say("%nOne of them, %s <%s>, asks to be erased.", subject.name(), subject.email());

    Mailbox mailbox = new Mailbox(imapPort, subject.email());
    int earlier = mailbox.letters().size();
    ask(subject, mailbox, earlier);

    List<Letter> letters = mailbox.letters();
    letters.subList(earlier, letters.size()).forEach(this::show);
    return report(Inspection.of(subject, before, watch));
  }

  private void ask(Subject subject, Mailbox mailbox, int earlier) {
    try (FrontDoor door = new FrontDoor(intake)) {
      JsonNode accepted = door.requestErasure(subject.email());
      String request = accepted.path("requestId").asString();
      String token = accepted.path("statusToken").asString();
      step("request %s received, due on %s", request, accepted.path("dueOn").asString());

      Letter challenge = mailbox.await(earlier + 1, LIMIT);
      step("letter \"%s\" came with a code", challenge.subject());
      JsonNode proof = door.prove(request, token, challenge.code());
      step("code sent back: %s", proof.path("result").asString());

      List<String> seen = new ArrayList<>();
      Patience.until(
          LIMIT,
          () -> {
            JsonNode status = door.status(request, token);
            String line = summary(status);
            if (seen.isEmpty() || !seen.getLast().equals(line)) {
              seen.add(line);
              step("status %s", line);
            }
            return Optional.of(status)
                .filter(state -> state.path("state").asString().equals(FULFILLED));
          },
          () ->
              "Expected the request to be fulfilled within %s but it is %s"
                  .formatted(LIMIT, seen.getLast()));
    }
  }

  private static String summary(JsonNode status) {
    StringBuilder line = new StringBuilder(status.path("state").asString());
    if (status.hasNonNull("phase")) {
      line.append(", ").append(status.path("phase").asString());
    }
    for (JsonNode participant : status.path("participants")) {
      line.append("; ")
          .append(participant.path("participant").asString())
          .append(' ')
          .append(participant.path("state").asString());
      if (participant.hasNonNull("reason")) {
        line.append(" (").append(participant.path("reason").asString()).append(')');
      }
    }
    return line.toString();
  }

  private void show(Letter letter) {
    say("%n  +-- %s", letter.subject());
    letter.text().lines().forEach(line -> say("  | %s", line));
    say("  +--");
  }

  private boolean report(Inspection inspection) {
    say(
        "%n  %-14s %7s %7s %11s %9s %5s   %s",
        "table", "before", "erased", "anonymised", "retained", "left", "everybody else's rows");
    for (Aftermath table : inspection.tables()) {
      say(
          "  %-14s %7d %7d %11d %9d %5d   %s %s %s",
          table.table(),
          table.before(),
          table.erased(),
          table.anonymised(),
          table.retained(),
          table.left(),
          table.neighboursBefore(),
          table.neighboursUntouched() ? "=" : "CHANGED TO",
          table.neighboursAfter());
    }
    inspection
        .retentions()
        .forEach(
            kept ->
                say(
                    "  %s %s is kept under %s, %s, until %s",
                    kept.table(), kept.key(), kept.ground(), kept.statute(), kept.expiry()));
    say("");
    inspection
        .promises()
        .forEach(promise -> say("  %s %s", promise.holds() ? "[ok]" : "[NO]", promise.text()));
    say(
        "%n%s after %.1f s.",
        inspection.holds() ? "All of it holds" : "NOT all of it holds",
        Duration.between(begun, Instant.now()).toMillis() / 1000.0);
    return inspection.holds();
  }

  private void step(String format, Object... values) {
    say(
        "  %5.1f s  %s",
        Duration.between(begun, Instant.now()).toMillis() / 1000.0,
        String.format(Locale.ROOT, format, values));
  }

  private void say(String format, Object... values) {
    out.accept(String.format(Locale.ROOT, format, values));
  }
}
