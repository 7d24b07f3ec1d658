package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.task.Answer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A duty that does not end with a day. */
class KeptForSecondsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f4");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: alarms
              habeas:
                restriction: shadow
                retention: {rule: r, period: PT20S, from: raised_at, ground: ART_17_3_E, statute: S, jurisdiction: NL, meanwhile: restrict}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: raised_at}
      """;

  @ParameterizedTest
  @EnumSource
  void shouldKeepToTheSecondAndEraseThen_L20(Kind kind) {
    // given: it is noon; one ended half a second ago, one ends in a moment, one counts from now
    Kind.Opened database =
        kind.open(
            "CREATE TABLE alarms (id int PRIMARY KEY, email varchar(80), raised_at timestamp(6)"
                + " NULL); INSERT INTO alarms VALUES (1, 'ada@example.com', '2026-11-24"
                + " 11:59:39.5'), (2, 'ada@example.com', '2026-11-24 11:59:55.000001'), (3,"
                + " 'ada@example.com', NULL), (4, 'bob@example.com', NULL)");
    try (Agent agent = database.agent(MAP)) {
      agent.vault.has("email", "ada@example.com");

      // when
      Answer erased = agent.erase(REQUEST, 1);
      Answer verified = agent.verify(REQUEST, 2);
      Answer tooEarly = agent.expire(REQUEST, 3, Instant.parse("2026-11-24T12:00:15Z"));
      Answer first = agent.expire(REQUEST, 4, Instant.parse("2026-11-24T12:00:15.001Z"));
      Answer last = agent.expire(REQUEST, 5, Instant.parse("2026-11-24T12:00:20Z"));

      // then
      assertThat(erased)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(new CollectionOutcome("alarms", 1, 0, 2)),
                      List.of(kept(2, "2026-11-24T12:00:15.001Z")))));
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(tooEarly)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.ExpiredErased(
                      List.of(new CollectionOutcome("alarms", 0, 0, 2)),
                      List.of(kept(2, "2026-11-24T12:00:15.001Z")))));
      assertThat(first)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.ExpiredErased(
                      List.of(new CollectionOutcome("alarms", 1, 0, 1)),
                      List.of(kept(1, "2026-11-24T12:00:20Z")))));
      assertThat(last)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.ExpiredErased(
                      List.of(new CollectionOutcome("alarms", 1, 0, 0)), List.of())));
      assertThat(database.observer().queryForList("SELECT id FROM alarms", Integer.class))
          .containsExactly(4);
    }
  }

  private static Retained kept(long records, String first) {
    return new Retained(
        "alarms",
        "r",
        RetentionGround.ART_17_3_E,
        "S",
        "NL",
        records,
        Instant.parse(first),
        Instant.parse("2026-11-24T12:00:20Z"));
  }
}
