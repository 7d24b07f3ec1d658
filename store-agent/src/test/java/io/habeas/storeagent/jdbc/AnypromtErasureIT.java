package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.Outcome;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.participant.task.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The sample controller's map on the sample controller's database. */
class AnypromtErasureIT {
  private static final String ADA = "ada@example.com";
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final String[] NEIGHBOURS = {
    "SELECT * FROM accounts WHERE id <> 1",
    "SELECT * FROM settings WHERE account_id <> 1",
    "SELECT * FROM consents WHERE account_id <> 1",
    "SELECT * FROM payments WHERE id >= 100",
    "SELECT * FROM usage_events WHERE id >= 100"
  };

  private final String url = Databases.anypromt();
  private final JdbcTemplate observer = Databases.observer(url);
  private final Agent agent = Agent.on(url, Databases.samplePath("accounts.yml"));

  @BeforeEach
  void people() {
    observer.execute(
        """
        INSERT INTO accounts (id, email, telegram_id, display_name) VALUES
          (1, 'Ada@Example.com', 71, 'Ada'), (2, 'bob@example.com', 72, 'Bob'), (3, 'eve@example.com', NULL, 'Eve');
        INSERT INTO settings SELECT a, n, 'v' FROM generate_series(1, 3) a, unnest(ARRAY['theme', 'tone', 'model', 'voice']) n;
        INSERT INTO consents (account_id, purpose, given_at)
          SELECT a, p, '2025-01-01' FROM generate_series(1, 3) a, unnest(ARRAY['newsletter', 'training']) p;
        INSERT INTO payments (id, account_id, invoice, amount, currency, payer_name, card_last4, paid_at) VALUES
          (11, 1, 'A-11', 9.99, 'EUR', 'Ada L', '4242', '2026-10-01T10:00:00Z'),
          (12, 1, 'A-12', 9.99, 'EUR', 'Ada L', '4242', '2024-02-29T10:00:00Z'),
          (13, 1, 'A-13', 9.99, 'EUR', 'Ada L', '4242', '2019-11-24T10:00:00Z'),
          (102, 2, 'B-1', 9.99, 'EUR', 'Bob', '1111', '2026-10-01T10:00:00Z'),
          (103, NULL, 'X-1', 9.99, 'EUR', NULL, NULL, '2026-10-01T10:00:00Z');
        INSERT INTO usage_events (id, account_id, feature, model, tokens, client_ip, occurred_at)
          SELECT n, 1, 'chat', 'm', n, '192.0.2.1', '2026-10-17T13:14:15Z' FROM generate_series(1, 10) n;
        INSERT INTO usage_events (id, account_id, feature, model, tokens, client_ip, occurred_at)
          SELECT n, 2 + n % 2, 'chat', 'm', n, '192.0.2.2', '2026-10-17T13:14:15Z' FROM generate_series(100, 120) n;
        """);
    agent.vault.has("email", ADA);
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void shouldLocateAlongReferencesAndYieldOnlyWhatIsVerifiedAndUnique_L11() {
    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(
                        Map.of(
                            "accounts", 1L,
                            "settings", 4L,
                            "consents", 2L,
                            "payments", 3L,
                            "usage_events", 10L)),
                    Set.of("account_id"),
                    false)));
    assertThat(agent.vault.deposits)
        .containsExactly(new YieldedIdentifier("account_id", "1", "accounts.id"));
  }

  @Test
  void shouldEraseAnonymiseAndRetainAndLeaveNeighboursUntouched_L19_L20() {
    // given
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);
    List<String> neighbours = Databases.contents(observer, NEIGHBOURS);

    // when
    Answer answer = agent.erase(REQUEST, 3);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(
                        new CollectionOutcome("accounts", 1, 0, 0),
                        new CollectionOutcome("consents", 2, 0, 0),
                        new CollectionOutcome("payments", 1, 0, 2),
                        new CollectionOutcome("settings", 4, 0, 0),
                        new CollectionOutcome("usage_events", 0, 10, 0)),
                    List.of(
                        new Retained(
                            "payments",
                            "payments-7y",
                            RetentionGround.ART_17_3_B,
                            "NL-AWR-52",
                            "NL",
                            2,
                            Instant.parse("2031-02-28T00:00:00Z"),
                            Instant.parse("2033-10-01T00:00:00Z"))))));
    assertThat(Databases.contents(observer, NEIGHBOURS)).isEqualTo(neighbours);
    assertThat(
            observer.queryForList(
                "SELECT id, account_id, payer_name, card_last4, status, amount::text AS amount"
                    + " FROM payments WHERE id < 100 ORDER BY id"))
        .extracting(
            row -> row.get("id"),
            row -> row.get("account_id"),
            row -> row.get("payer_name"),
            row -> row.get("card_last4"),
            row -> row.get("status"),
            row -> row.get("amount"))
        .containsExactly(
            tuple(11L, null, null, null, "restricted", "9.99"),
            tuple(12L, null, null, null, "restricted", "9.99"));
    assertThat(
            observer.queryForList(
                "SELECT DISTINCT account_id, client_ip, occurred_at::date::text AS day"
                    + " FROM usage_events WHERE id < 100"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("account_id")).isNull();
              assertThat(row.get("client_ip")).isNull();
              assertThat(row.get("day")).isEqualTo("2026-10-01");
            });
    assertThat(
            observer.queryForList(
                "SELECT primary_key[1] || ' ' || rule || ' ' || expiry::date FROM"
                    + " habeas.habeas_retention WHERE request_id = ? ORDER BY 1",
                String.class,
                REQUEST))
        .containsExactly("11 payments-7y 2033-10-01", "12 payments-7y 2031-02-28");
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldReportTheFirstOutcomeOfARedeliveredTaskAndChangeNothing() {
    // given
    agent.locate(REQUEST, 1);
    agent.restrict(REQUEST, 2);
    Answer first = agent.erase(REQUEST, 3);
    observer.execute(
        "INSERT INTO accounts (id, email, display_name) VALUES (1, 'ada@example.com', 'Ada"
            + " again')");
    List<String> before =
        Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments");

    // when
    Answer second = agent.erase(REQUEST, 3);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments"))
        .isEqualTo(before);
  }

  @Test
  void shouldFindResidueThatAppearedAfterErasureAndEraseItWithTheNextStep() {
    // given
    agent.locate(REQUEST, 1);
    agent.erase(REQUEST, 2);
    observer.execute(
        """
        INSERT INTO accounts (id, email, display_name) VALUES (1, ' ada@EXAMPLE.com', 'Ada again');
        INSERT INTO consents (account_id, purpose, given_at) VALUES (1, 'newsletter', now());
        """);

    // when
    Answer residue = agent.verify(REQUEST, 3);
    Answer again = agent.erase(REQUEST, 4);

    // then
    assertThat(residue)
        .isEqualTo(
            new Answer.Done(
                new Outcome.ResidueFound(new Counts(Map.of("accounts", 1L, "consents", 1L)))));
    assertThat(again)
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done ->
                assertThat(((Outcome.RecordsErased) done.outcome()).outcomes())
                    .containsExactly(
                        new CollectionOutcome("accounts", 1, 0, 0),
                        new CollectionOutcome("consents", 1, 0, 0),
                        new CollectionOutcome("payments", 0, 0, 2)));
    assertThat(agent.verify(REQUEST, 5)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldEraseOnTheirDayByTheirRetentionRowsWhatNobodyKeepsLonger_L20() {
    // given
    UUID other = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    agent.restrict(REQUEST, 1);
    agent.erase(REQUEST, 2);
    observer.update(
        "INSERT INTO habeas.habeas_retention (request_id, collection, primary_key, rule, ground,"
            + " statute, jurisdiction, expiry, whole_days, treated, retained_at) SELECT ?,"
            + " collection, primary_key, rule, ground, statute, jurisdiction, DATE '2040-01-01',"
            + " whole_days, treated, retained_at FROM habeas.habeas_retention WHERE request_id = ?"
            + " AND expiry < DATE '2033-01-01'",
        other,
        REQUEST);
    agent.vault.has("email");

    // when
    Answer kept = agent.expire(REQUEST, 3, Instant.parse("2031-02-28T00:00:00Z"));
    Answer gone = agent.expire(REQUEST, 4, Instant.parse("2033-10-01T00:00:00Z"));

    // then
    assertThat(kept)
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done ->
                assertThat(((Outcome.ExpiredErased) done.outcome()).outcomes())
                    .containsExactly(new CollectionOutcome("payments", 0, 0, 1)));
    assertThat(gone)
        .isEqualTo(
            new Answer.Done(
                new Outcome.ExpiredErased(
                    List.of(new CollectionOutcome("payments", 1, 0, 0)), List.of())));
    assertThat(observer.queryForList("SELECT id FROM payments ORDER BY id", Long.class))
        .containsExactly(12L, 102L, 103L);
    assertThat(
            observer.queryForList(
                "SELECT DISTINCT request_id FROM habeas.habeas_retention", UUID.class))
        .containsExactly(other);
  }

  @Test
  void shouldLiftARestrictionExactly() {
    // given
    observer.execute("UPDATE accounts SET status = 'suspended' WHERE id = 1");
    observer.execute("UPDATE payments SET status = 'refunded' WHERE id = 12");
    String[] everything = {
      "SELECT * FROM accounts",
      "SELECT * FROM settings",
      "SELECT * FROM consents",
      "SELECT * FROM payments",
      "SELECT * FROM usage_events"
    };
    List<String> before = Databases.contents(observer, everything);

    // when
    Answer restricted = agent.restrict(REQUEST, 1);
    Answer lifted = agent.lift(REQUEST, 2);

    // then
    Counts hidden = new Counts(Map.of("accounts", 1L, "consents", 2L, "payments", 3L));
    assertThat(restricted).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(hidden)));
    assertThat(lifted).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(hidden)));
    assertThat(Databases.contents(observer, everything)).isEqualTo(before);
    assertThat(
            observer.queryForObject("SELECT count(*) FROM habeas.habeas_restriction", Long.class))
        .isZero();
  }

  @Test
  void shouldKeepRecordsHiddenUntilTheLastRequestLifts() {
    // given
    UUID other = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    agent.restrict(REQUEST, 1);
    agent.restrict(other, 1);

    // when
    agent.lift(REQUEST, 2);

    // then
    assertThat(status()).isEqualTo("restricted");
    agent.lift(other, 2);
    assertThat(status()).isEqualTo("active");
  }

  @Test
  void shouldAnswerALowerStepThanSeenSuperseded() {
    // given
    agent.restrict(REQUEST, 2);
    agent.lift(REQUEST, 3);

    // when
    Answer late = agent.erase(REQUEST, 1);

    // then
    assertThat(late).isEqualTo(new Answer.Superseded(3));
    assertThat(status()).isEqualTo("active");
  }

  @Test
  void shouldUndoEverythingWhereTheOutcomeCannotBeRecorded() {
    // given
    agent.holder.unfit();
    observer.execute(
        "ALTER TABLE habeas.habeas_outcome ADD CONSTRAINT no_erase CHECK (action <> 'ERASE')");
    List<String> before =
        Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments");

    // when
    Answer failed = agent.erase(REQUEST, 1);

    // then
    assertThat(failed).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    assertThat(Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments"))
        .isEqualTo(before);
    observer.execute("ALTER TABLE habeas.habeas_outcome DROP CONSTRAINT no_erase");
    assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void shouldUndoEverythingWhereTheHolderFailsHalfWay() {
    // given
    List<String> before =
        Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments");

    // when
    Answer failed =
        Agent.answer(
            agent.handler(new FailsAfterErasing(agent.holder)), Agent.eraseTask(REQUEST, 1));

    // then
    assertThat(failed).isEqualTo(new Answer.Wait(WaitReason.INTERNAL_ERROR));
    assertThat(Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments"))
        .isEqualTo(before);
  }

  @Test
  void shouldHoldNothingAboutAnUnknownSubjectAndTouchNothing_L15() {
    // given
    agent.vault.has("email", "nobody@example.com");
    String[] everything = {
      "SELECT * FROM accounts",
      "SELECT * FROM settings",
      "SELECT * FROM payments",
      "SELECT * FROM usage_events"
    };
    List<String> before = Databases.contents(observer, everything);

    // when
    List<Answer> answers =
        List.of(
            agent.locate(REQUEST, 1),
            agent.restrict(REQUEST, 2),
            agent.erase(REQUEST, 3),
            agent.verify(REQUEST, 4));

    // then
    assertThat(answers)
        .containsExactly(
            new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, Set.of(), false)),
            new Answer.Done(new Outcome.RecordsRestricted(Counts.NONE)),
            new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())),
            new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(Databases.contents(observer, everything)).isEqualTo(before);
  }

  @Test
  void shouldStopForAPersonToDecideWhereOneIdentifierLeadsToTwoAccounts() {
    // given
    observer.execute("DROP INDEX accounts_email");
    observer.execute("UPDATE accounts SET email = 'ADA@example.com' WHERE id = 3");

    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done -> assertThat(((Outcome.HoldingsLocated) done.outcome()).ambiguous()).isTrue());
    assertThat(agent.vault.deposits).isEmpty();
  }

  @Test
  void shouldStopForAPersonToDecideWhereTwoIdentifiersContradictEachOther() {
    // given
    agent.vault.has("account_id", "2");

    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done -> assertThat(((Outcome.HoldingsLocated) done.outcome()).ambiguous()).isTrue());
  }

  @Test
  void shouldTreatIdentifiersThatLookLikeSqlAsValues() {
    // given
    agent.vault.has(
        "email", "' OR '1'='1", "x'); DROP TABLE accounts; --", "?", "$1", "\\", "nul\0byte");
    agent.vault.has("account_id", "1 OR 1=1", "99999999999999999999", "", "0x01");
    List<String> before =
        Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments");

    // when
    List<Answer> answers =
        List.of(agent.locate(REQUEST, 1), agent.erase(REQUEST, 2), agent.verify(REQUEST, 3));

    // then
    assertThat(answers)
        .containsExactly(
            new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, Set.of(), false)),
            new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())),
            new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(Databases.contents(observer, "SELECT * FROM accounts", "SELECT * FROM payments"))
        .isEqualTo(before);
  }

  @Test
  void shouldFindRowsByAnIdentifierThatWasYieldedWhereTheAccountIsGoneAlready() {
    // given
    agent.locate(REQUEST, 1);
    observer.execute("ALTER TABLE consents DROP CONSTRAINT consents_account_id_fkey");
    observer.execute(
        "DELETE FROM settings WHERE account_id = 1; UPDATE payments SET account_id = NULL;"
            + " UPDATE usage_events SET account_id = NULL; DELETE FROM accounts WHERE id = 1");

    // when
    Answer answer = agent.erase(REQUEST, 2);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("consents", 2, 0, 0)), List.of())));
  }

  private String status() {
    return String.valueOf(
        observer.queryForObject("SELECT status FROM accounts WHERE id = 1", String.class));
  }

  /** Does everything and then dies, before its outcome is recorded. */
  private record FailsAfterErasing(DataHolder holder) implements DataHolder {
    @Override
    public Located locate(Task task) throws Deferred {
      return holder.locate(task);
    }

    @Override
    public Counts restrict(Task task) throws Deferred {
      return holder.restrict(task);
    }

    @Override
    public Counts lift(Task task) throws Deferred {
      return holder.lift(task);
    }

    @Override
    public Erased erase(Task task, ErasureGround ground) throws Deferred {
      Erased erased = holder.erase(task, ground);
      throw new IllegalStateException("after " + erased.outcomes().size() + " collections");
    }

    @Override
    public Counts verify(Task task) throws Deferred {
      return holder.verify(task);
    }

    @Override
    public void export(Task task, RecordSink records) throws Deferred {
      holder.export(task, records);
    }
  }
}
