package io.habeas.endtoend;

import static org.awaitility.Awaitility.await;

import io.habeas.standalone.authorization.ClientCredentials;
import io.habeas.standalone.person.FrontDoor;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.person.OfficersDesk;
import io.habeas.standalone.sample.AccountsDatabase;
import io.habeas.standalone.sample.People;
import io.habeas.standalone.sample.ProviderFiles;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.sample.SampleWatch;
import io.habeas.standalone.sample.Subject;
import io.habeas.standalone.sample.TableContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
 * @param before the sample's stores before
 */
record AskedRequest(
    UUID id, String token, Subject subject, SequencedMap<String, TableContent> before) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int PEOPLE = 40;

  /**
   * Lets people into the sample's stores and has one of them ask; the code is still to come.
   *
   * @param right {@code ACCESS} or {@code ERASURE}
   */
  static AskedRequest ask(HabeasProcess habeas, String right) throws SQLException {
    return ask(habeas, right, Map.of());
  }

  /** The same, with what the right needs beside. */
  static AskedRequest ask(HabeasProcess habeas, String right, Map<String, Object> more)
      throws SQLException {
    try (SampleStores stores = stores(habeas)) {
      new People(Instant.now()).settle(stores, PEOPLE);
      return ask(habeas, right, more, new SampleWatch(stores).subjects(1).getFirst());
    }
  }

  /** Has somebody who is there already ask. */
  static AskedRequest ask(HabeasProcess habeas, String right, Subject subject) {
    return ask(habeas, right, Map.of(), subject);
  }

  /** The same, with what the right needs beside. */
  static AskedRequest ask(
      HabeasProcess habeas, String right, Map<String, Object> more, Subject subject) {
    SequencedMap<String, TableContent> before = storesOf(habeas);
    try (FrontDoor door = door(habeas)) {
      JsonNode accepted = door.request(right, subject.email(), more);
      return new AskedRequest(
          UUID.fromString(accepted.path("requestId").asString()),
          accepted.path("statusToken").asString(),
          subject,
          before);
    }
  }

  /** Sends back the code from the first letter. */
  void prove(HabeasProcess habeas) {
    prove(habeas, 1);
  }

  /**
   * Sends back a code.
   *
   * @param letter the number of the letter that it is in, where the person has made other requests
   */
  void prove(HabeasProcess habeas, int letter) {
    String code = mailbox(habeas).await(letter, LIMIT).code();
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

  /** The sample's database of accounts. */
  static DataSource database(HabeasProcess habeas) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setURL(habeas.awaitLine("(jdbc:postgresql://\\S+)"));
    database.setUser(AccountsDatabase.USER);
    return database;
  }

  /** The data protection officer's; the caller's to close. */
  static OfficersDesk officersDesk(HabeasProcess habeas) {
    return new OfficersDesk(
        URI.create(habeas.awaitLine("POST (http://\\S+)/v1/requests")),
        new ClientCredentials(
            URI.create(habeas.awaitLine("^  tokens +(http://\\S+)")),
            "operator",
            read(Path.of(habeas.awaitLine("^  tokens .* secret in (.+)\\)$")))));
  }

  /** The sample's stores; the caller's to close. */
  static SampleStores stores(HabeasProcess habeas) {
    return new SampleStores(
        new SampleStores.Where(
            habeas.awaitLine("(jdbc:postgresql://\\S+)"),
            habeas.awaitLine("^  its documents +(mongodb://[^,]+),"),
            URI.create(habeas.awaitLine("^  its images +(http://[^/]+)/")),
            habeas.awaitLine("^  its images .*\\(client (\\w+),"),
            read(Path.of(habeas.awaitLine("^  its images .* secret in (.+)\\)$"))),
            URI.create(habeas.awaitLine("^  its sessions +(redis://\\S+)$")),
            provider(habeas)));
  }

  private static ProviderFiles.Where provider(HabeasProcess habeas) {
    Path secrets = Path.of(habeas.awaitLine("^  its AI provider .*\\(secrets in (.+)\\)$"));
    String reporter = habeas.awaitLine("^  its AI provider .* reporter (\\S+) ");
    return new ProviderFiles.Where(
        URI.create(habeas.awaitLine("^  its AI provider +(http://\\S+),")),
        read(secrets.resolve("ai-provider-key")),
        URI.create(habeas.awaitLine("^  its AI provider .* agent (http://\\S+),")),
        new ClientCredentials(
            URI.create(habeas.awaitLine("^  tokens +(http://\\S+)")),
            reporter,
            read(secrets.resolve("client-" + reporter))));
  }

  /** Everything in them. */
  static SequencedMap<String, TableContent> storesOf(HabeasProcess habeas) {
    try (SampleStores stores = stores(habeas)) {
      return new SampleWatch(stores).everything();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
