package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables whose keys the map does not mark, as many maps written for Fides do not. */
class KeysLeftOutIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e2");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: visit
              habeas: {restriction: shadow}
              fields:
                - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
                - {name: last_visit, data_categories: [system.operations]}
            - name: orders
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
            - name: order_item
              fields:
                - {name: order_id, fides_meta: {references: [{dataset: shop, field: orders.id, direction: from}]}}
                - {name: quantity}
      """;

  private static final String TABLES =
      """
      CREATE TABLE visit (last_visit int, email varchar(80), PRIMARY KEY (email, last_visit));
      CREATE TABLE orders (id int PRIMARY KEY, email varchar(80));
      CREATE TABLE order_item (item_no int, order_id int, quantity int, PRIMARY KEY (order_id, item_no));
      INSERT INTO visit VALUES (1, 'ada@example.com'), (2, 'ada@example.com'), (1, 'bob@example.com');
      INSERT INTO orders VALUES (1, 'ada@example.com'), (2, 'bob@example.com');
      INSERT INTO order_item VALUES (1, 1, 5), (2, 1, 6), (1, 2, 7)
      """;

  @ParameterizedTest
  @EnumSource
  void shouldTellRowsApartByTheKeysThatTheDatabaseHas(Kind kind) {
    // given
    Kind.Opened database = kind.open(TABLES);
    try (Agent agent = database.agent(MAP)) {
      agent.vault.has("email", "ada@example.com");

      // when
      Answer located = agent.locate(REQUEST, 1);
      Answer hidden = agent.restrict(REQUEST, 2);
      Answer shown = agent.lift(REQUEST, 3);
      Answer erased = agent.erase(REQUEST, 4);
      Answer verified = agent.verify(REQUEST, 5);

      // then
      assertThat(located)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.HoldingsLocated(
                      new Counts(Map.of("visit", 2L, "orders", 1L, "order_item", 2L)),
                      Set.of(),
                      false)));
      assertThat(hidden)
          .isEqualTo(
              new Answer.Done(new Outcome.RecordsRestricted(new Counts(Map.of("visit", 2L)))));
      assertThat(shown)
          .isEqualTo(
              new Answer.Done(new Outcome.RestrictionLifted(new Counts(Map.of("visit", 2L)))));
      assertThat(erased)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.RecordsErased(
                      List.of(
                          new CollectionOutcome("order_item", 2, 0, 0),
                          new CollectionOutcome("orders", 1, 0, 0),
                          new CollectionOutcome("visit", 2, 0, 0)),
                      List.of())));
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(
              database
                  .observer()
                  .queryForList(
                      "SELECT CONCAT(email, ' ', last_visit, ' ', order_id, ' ', quantity) FROM"
                          + " visit, order_item",
                      String.class))
          .containsExactly("bob@example.com 1 2 7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhereTheDatabaseHasNoKeyEither(Kind kind) {
    // given
    Kind.Opened database = kind.open(TABLES);
    try (Agent agent = database.agent(MAP)) {
      database.observer().execute("DROP TABLE visit");
      database.observer().execute("CREATE TABLE visit (last_visit int, email varchar(80))");
      agent.clock.advance(Duration.ofHours(1));

      // when
      List<String> contradictions = agent.holder.contradictions();

      // then
      assertThat(contradictions)
          .containsExactly(
              "Expected visit to have a primary key in the database, since the map leaves that to"
                  + " it, but it has none");
    }
  }
}
