package io.habeas.storeagent.jdbc;

import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.export.UploadTarget;
import io.habeas.participant.task.Answer;
import io.habeas.participant.task.AssignedTask;
import io.habeas.schemas.part.RecipientKey;
import io.habeas.schemas.part.RequestKeyPair;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** An agent in a JVM of its own that is given little memory: one request from LOCATE to VERIFY. */
public final class SmallAgent {
  static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
            - name: events
              habeas: {restriction: shadow}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}}
                - {name: what}
      """;

  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000c1");

  /** What docs/connectors/jdbc.md says for somebody with a million rows. */
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(2);

  private SmallAgent() {}

  /**
   * Says what each step came to.
   *
   * @param arguments JDBC URL, user, schema and the address to upload to
   */
  public static void main(String[] arguments) {
    var connection =
        new JdbcConnection(
            arguments[0],
            arguments[1],
            "",
            null,
            null,
            arguments[2],
            4,
            Duration.ofSeconds(30),
            STATEMENT_TIMEOUT,
            Duration.ofSeconds(5),
            5000);
    try (Agent agent = Agent.on(connection, MAP)) {
      agent.vault.has("email", "ada@example.com");
      var target =
          new UploadTarget(
              RecipientKey.of(RequestKeyPair.generate().recipientKey()),
              URI.create(arguments[3]),
              Instant.MAX);
      say(agent.locate(REQUEST, 1));
      say(agent.answer(new AssignedTask.Export(new TaskId(REQUEST, 2), target)));
      say(agent.restrict(REQUEST, 3));
      say(agent.lift(REQUEST, 4));
      say(agent.erase(REQUEST, 5));
      say(agent.verify(REQUEST, 6));
    }
  }

  private static long last = System.nanoTime();

  private static void say(Answer answer) {
    String what =
        switch (answer) {
          case Answer.Done(Outcome.HoldingsLocated located) -> "located " + located.holdings();
          case Answer.Done(Outcome.RecordsExported exported) ->
              "exported " + exported.collections();
          case Answer.Done(Outcome.RecordsRestricted hidden) -> "hidden " + hidden.restricted();
          case Answer.Done(Outcome.RestrictionLifted shown) -> "shown " + shown.lifted();
          case Answer.Done(Outcome.RecordsErased erased) -> "erased " + erased.outcomes();
          case Answer.Done(Outcome.ErasureVerified verified) -> "verified";
          default -> "unexpected " + answer;
        };
    long now = System.nanoTime();
    System.out.printf("%s in %d ms%n", what, (now - last) / 1_000_000);
    last = now;
  }
}
