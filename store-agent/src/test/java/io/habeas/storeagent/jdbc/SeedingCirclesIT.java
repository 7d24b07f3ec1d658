package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People made up where foreign keys lead in a circle. */
class SeedingCirclesIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e2");

  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: best, fides_meta: {references: [{dataset: shop, field: posts.id, direction: to}]}}
            - name: posts
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: person, fides_meta: {references: [{dataset: shop, field: people.id, direction: from}]}}
      """;

  @ParameterizedTest
  @EnumSource
  void shouldLeaveAReferenceEmptyThatCanBe(Kind kind) {
    String id = kind == Kind.POSTGRESQL ? "serial" : "int AUTO_INCREMENT";
    assertMadeUpAndErased(
        kind,
        """
        CREATE TABLE people (id %1$s PRIMARY KEY, email varchar(80), best int);
        CREATE TABLE posts (id %1$s PRIMARY KEY, person int NOT NULL REFERENCES people (id));
        ALTER TABLE people ADD FOREIGN KEY (best) REFERENCES posts (id)
        """
            .formatted(id));
  }

  @Test
  void shouldHaveKeysHoldAtTheEndOnlyThatCan() {
    assertMadeUpAndErased(
        Kind.POSTGRESQL,
        """
        CREATE TABLE people (id int PRIMARY KEY, email text, best int NOT NULL);
        CREATE TABLE posts (id int PRIMARY KEY, person int NOT NULL REFERENCES people DEFERRABLE);
        ALTER TABLE people ADD FOREIGN KEY (best) REFERENCES posts DEFERRABLE INITIALLY DEFERRED
        """);
  }

  @Test
  void shouldNotOfferWhatNeedsAKeyThatIsNotHandedOutYet() {
    // given
    Kind.Opened database =
        Kind.POSTGRESQL.open(
            """
            CREATE TABLE people (id serial PRIMARY KEY, email text, best int NOT NULL);
            CREATE TABLE posts (id serial PRIMARY KEY, person int NOT NULL REFERENCES people DEFERRABLE);
            ALTER TABLE people ADD FOREIGN KEY (best) REFERENCES posts DEFERRABLE
            """);

    // when
    try (Agent agent = database.agent(MAP)) {

      // then
      assertThat(agent.holder.contradictions()).isEmpty();
      assertThat(agent.holder.actions()).doesNotContain(Action.SEED);
    }
  }

  private static void assertMadeUpAndErased(Kind kind, String tables) {
    // given
    Kind.Opened database = kind.open(tables);
    try (Agent agent = database.agent(MAP)) {
      agent.vault.has("email", "canary@example.com");

      // when
      Answer seeded = agent.seed(REQUEST, 1);
      agent.erase(REQUEST, 2);
      Answer verified = agent.verify(REQUEST, 3);

      // then
      assertThat(seeded)
          .isEqualTo(
              new Answer.Done(
                  new Outcome.SubjectSeeded(new Counts(Map.of("people", 1L, "posts", 1L)))));
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(database.observer().queryForList("SELECT id FROM posts")).isEmpty();
    }
  }
}
