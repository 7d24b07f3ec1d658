package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A duty to keep a record is none to keep what its own rule takes out of it (Art. 17(3)). */
class KeptResidueIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f2");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: invoices
              habeas:
                restriction: shadow
                retention: {rule: r, period: P70Y, from: paid, ground: ART_17_3_B, statute: S, jurisdiction: NL, meanwhile: [restrict, pseudonymise]}
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}, habeas: {erasure: null}}
                - {name: note, data_categories: [user.content], habeas: {erasure: keep, free-text: true}}
                - {name: remark, data_categories: [user.content], habeas: {erasure: null, free-text: true}}
                - {name: paid, habeas: {erasure: keep}}
      """;

  @ParameterizedTest
  @EnumSource
  void shouldFindInAKeptRowOnlyWhatShouldBeGoneFromIt(Kind kind) {
    // given
    Kind.Opened database =
        kind.open(
            "CREATE TABLE invoices (id int PRIMARY KEY, email varchar(80), note varchar(80), remark"
                + " varchar(80), paid date); INSERT INTO invoices VALUES"
                + " (1, 'ada@example.com', 'for ada@example.com', 'ask ada@example.com',"
                + " '2026-11-01'), (2, 'bob@example.com', NULL, NULL, '2026-11-01')");
    try (Agent agent = database.agent(MAP)) {
      agent.vault.has("email", "ada@example.com");
      agent.erase(REQUEST, 1);

      // when
      Answer clean = agent.verify(REQUEST, 2);
      database.observer().update("UPDATE invoices SET email = 'ada@example.com' WHERE id = 1");
      Answer identity = agent.verify(REQUEST, 3);
      database
          .observer()
          .update("UPDATE invoices SET email = NULL, remark = 'Ada@example.com' WHERE id = 1");
      Answer written = agent.verify(REQUEST, 4);

      // then
      var residue = new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("invoices", 1L))));
      assertThat(clean).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(identity).isEqualTo(residue);
      assertThat(written).isEqualTo(residue);
    }
  }
}
