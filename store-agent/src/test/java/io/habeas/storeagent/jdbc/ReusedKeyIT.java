package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Between a retention and its end lie years, and a key may have become somebody else's. */
class ReusedKeyIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f3");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: invoices
              habeas:
                restriction: shadow
                retention: {rule: r, period: P7Y, from: paid, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: restrict}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: paid}
      """;
  private static final LocalDate LATER = LocalDate.parse("2033-11-02");

  @ParameterizedTest
  @EnumSource
  void shouldNotEraseAnotherRowUnderTheKeyOfARetainedOne_L20(Kind kind) {
    // given
    Kind.Opened database =
        kind.open(
            "CREATE TABLE invoices (id int PRIMARY KEY, email varchar(80), paid date); INSERT INTO"
                + " invoices VALUES (1, 'ada@example.com', '2026-11-01'), (2, 'ada@example.com',"
                + " '2026-11-01'), (3, 'ada@example.com', '2026-11-01'), (4, 'bob@example.com',"
                + " '2026-11-01')");
    try (Agent agent = database.agent(MAP)) {
      agent.vault.has("email", "ada@example.com");
      agent.erase(REQUEST, 1);
      database.observer().update("DELETE FROM invoices WHERE id IN (2, 3)");
      database
          .observer()
          .update("INSERT INTO invoices VALUES (2, 'eve@example.com', '2030-01-01')");

      // when
      Answer expired = agent.expire(REQUEST, 2, LATER.atStartOfDay(ZoneOffset.UTC).toInstant());

      // then: one went, one had gone before, and of one somebody has to look
      var outcome = (Outcome.ExpiredErased) ((Answer.Done) expired).outcome();
      assertThat(outcome.outcomes()).containsExactly(new CollectionOutcome("invoices", 2, 0, 1));
      assertThat(outcome.retained())
          .singleElement()
          .satisfies(
              kept -> {
                assertThat(kept.records()).isEqualTo(1);
                assertThat(kept.firstExpiry()).isEqualTo(Instant.parse("2033-11-01T00:00:00Z"));
              });
      assertThat(
              database
                  .observer()
                  .queryForList("SELECT id FROM invoices ORDER BY id", Integer.class))
          .containsExactly(2, 4);
      assertThat(
              database
                  .observer()
                  .queryForObject("SELECT count(*) FROM habeas.habeas_retention", Integer.class))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEraseTheOtherRowsDutyOnceSomebodyHasLooked_L20(Kind kind) {
    // given
    Kind.Opened database =
        kind.open(
            "CREATE TABLE invoices (id int PRIMARY KEY, email varchar(80), paid date); INSERT INTO"
                + " invoices VALUES (1, 'ada@example.com', NULL)");
    try (Agent agent = database.agent(MAP)) {
      agent.vault.has("email", "ada@example.com");
      agent.erase(REQUEST, 1);
      database.observer().update("UPDATE invoices SET paid = '2030-01-01'");
      agent.expire(REQUEST, 2, Instant.parse("2099-01-01T00:00:00Z"));

      // when
      database.observer().update("UPDATE habeas.habeas_retention SET counted = '2030-01-01'");
      Answer expired = agent.expire(REQUEST, 3, Instant.parse("2099-01-01T00:00:00Z"));

      // then
      var outcome = (Outcome.ExpiredErased) ((Answer.Done) expired).outcome();
      assertThat(outcome.outcomes()).containsExactly(new CollectionOutcome("invoices", 1, 0, 0));
      assertThat(outcome.retained()).isEmpty();
      assertThat(database.observer().queryForList("SELECT id FROM invoices")).isEmpty();
    }
  }
}
