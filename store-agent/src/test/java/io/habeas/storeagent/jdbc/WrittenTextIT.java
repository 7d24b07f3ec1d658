package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.Withheld;
import io.habeas.participant.task.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people write about themselves and about others. */
class WrittenTextIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f1");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: tickets
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: body, data_categories: [user.content], habeas: {free-text: true}}
                - {name: remarks, data_categories: [user.content], habeas: {third-party: what colleagues think}}
      """;

  private JdbcTemplate observer = new JdbcTemplate();

  /** Opened by each test. */
  @SuppressWarnings("NullAway.Init")
  private Agent agent;

  private void open(Kind kind) {
    Kind.Opened database =
        kind.open(
            "CREATE TABLE tickets (id int PRIMARY KEY, email varchar(80), body text, remarks"
                + " varchar(80)); INSERT INTO tickets VALUES"
                + " (1, 'ada@example.com', 'It is broken', 'Bob says she is loud'),"
                + " (2, 'bob@example.com', 'Ask grada@example.community', NULL),"
                + " (3, 'bob@example.com', NULL, NULL)");
    observer = database.observer();
    agent = database.agent(MAP);
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    // A test that is skipped, since its server is not there, has opened none.
    if (agent != null) {
      agent.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindAnIdentifierInWhatSomebodyElseWrote_L19(Kind kind) {
    // given
    open(kind);
    agent.erase(REQUEST, 1);

    // when
    Answer clean = agent.verify(REQUEST, 2);
    observer.update("UPDATE tickets SET body = 'Ask (ADA@Example.com), please' WHERE id = 3");
    Answer found = agent.verify(REQUEST, 3);

    // then
    assertThat(clean).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(found)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("tickets", 1L)))));
  }

  @ParameterizedTest
  @EnumSource
  void shouldWithholdWhatIsAboutOthersAndSayThatItDoes_L16(Kind kind) throws Exception {
    // given
    open(kind);
    List<JsonNode> records = new ArrayList<>();
    Task task = new Task(REQUEST, 1, new Identifiers(Map.of("email", List.of("ada@example.com"))));

    // when
    agent.holder.export(task, (collection, json) -> records.add(JSON.readTree(json)));

    // then
    assertThat(records)
        .containsExactly(
            JSON.readTree(
                """
                {"id": 1, "email": "ada@example.com", "body": "It is broken", "remarks": %s}
                """
                    .formatted(Withheld.json())));
  }
}
