package io.habeas.endtoend;

import static org.awaitility.Awaitility.await;

import io.habeas.standalone.person.FrontDoor;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.sample.AnypromtStore;
import io.habeas.standalone.sample.DatabaseWatch;
import io.habeas.standalone.sample.DatabaseWatch.Subject;
import io.habeas.standalone.sample.People;
import io.habeas.standalone.sample.TableContent;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/**
 * A person's request, and what they and an observer can see of it.
 *
 * @param id the request's
 * @param token with which its status is asked for
 * @param subject who asks
 * @param before the database before
 */
record AskedRequest(
    UUID id, String token, Subject subject, SequencedMap<String, TableContent> before) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int PEOPLE = 40;

  /**
   * Lets people into the sample's database and has one of them ask; the code is still to come.
   *
   * @param right {@code ACCESS} or {@code ERASURE}
   */
  static AskedRequest ask(HabeasProcess habeas, String right) throws SQLException {
    DataSource database = database(habeas);
    new People(Instant.now()).settle(database, PEOPLE);
    DatabaseWatch watch = new DatabaseWatch(database);
    return ask(habeas, right, watch.subject());
  }

  /** Has somebody who is there already ask. */
  static AskedRequest ask(HabeasProcess habeas, String right, Subject subject) throws SQLException {
    SequencedMap<String, TableContent> before = new DatabaseWatch(database(habeas)).everything();
    try (FrontDoor door = door(habeas)) {
      JsonNode accepted = door.request(right, subject.email());
      return new AskedRequest(
          UUID.fromString(accepted.path("requestId").asString()),
          accepted.path("statusToken").asString(),
          subject,
          before);
    }
  }

  /** Sends back the code from the first letter. */
  void prove(HabeasProcess habeas) {
    String code = mailbox(habeas).await(1, LIMIT).code();
    try (FrontDoor door = door(habeas)) {
      door.prove(id.toString(), token, code);
    }
  }

  /** Fetches the package; the HTTP status. */
  int fetch(HabeasProcess habeas, String link, Path file) {
    try (FrontDoor door = door(habeas)) {
      return door.fetchPackage(id.toString(), token, link, file);
    }
  }

  /** Waits for a status; returns it. */
  JsonNode awaitStatus(HabeasProcess habeas, Predicate<JsonNode> wanted) {
    try (FrontDoor door = door(habeas)) {
      return await().atMost(LIMIT).until(() -> door.status(id.toString(), token), wanted);
    }
  }

  Mailbox mailbox(HabeasProcess habeas) {
    String port = habeas.awaitLine("imap://127\\.0\\.0\\.1:(\\d+)");
    return new Mailbox(Integer.parseInt(port), subject.email());
  }

  static DataSource database(HabeasProcess habeas) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setURL(habeas.awaitLine("(jdbc:postgresql://\\S+)"));
    database.setUser(AnypromtStore.USER);
    return database;
  }

  static boolean isInState(JsonNode status, String state) {
    return status.path("state").asString().equals(state);
  }

  /** Whether the status says that a participant is waited for, and why. */
  static boolean waitsFor(JsonNode status, String participant, String reason) {
    return status
        .path("participants")
        .valueStream()
        .anyMatch(
            one ->
                one.path("participant").asString().equals(participant)
                    && one.path("state").asString().equals("WAITING")
                    && one.path("reason").asString().equals(reason));
  }

  private static FrontDoor door(HabeasProcess habeas) {
    return new FrontDoor(URI.create(habeas.awaitLine("POST (http://\\S+)/v1/requests")));
  }
}
