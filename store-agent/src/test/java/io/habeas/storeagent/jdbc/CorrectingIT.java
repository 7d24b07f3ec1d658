package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is told as corrected that is as wrong as before (Art. 16, legal rule L18). */
class CorrectingIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f4");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: people
              fields:
                - {name: id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email}}
                - {name: name, data_categories: [user.name]}
                - {name: badge, data_categories: [user.name]}
                - {name: shouted, data_categories: [user.name]}
      """;

  @ParameterizedTest
  @EnumSource
  void shouldWaitWhereAColumnCannotTakeTheValueAndThePersonHasSaidNothingBeside(Kind kind) {
    // given
    Kind.Opened database =
        kind.open(
            "CREATE TABLE people (id int PRIMARY KEY, email varchar(80), name varchar(80), badge"
                + " varchar(4), shouted varchar(80) GENERATED ALWAYS AS (upper(name)) STORED);"
                + " INSERT INTO people (id, email, name, badge) VALUES (1, 'ada@example.com', 'Ad',"
                + " 'Ad')");
    try (Agent agent = database.agent(MAP)) {
      agent.vault.has("email", "ada@example.com");

      // when
      agent.vault.corrects(new Corrections(Map.of("user.name", "Ada Lovelace"), Optional.empty()));
      Answer waits = agent.rectify(REQUEST, 1);
      List<Map<String, Object>> before = rows(database);
      agent.vault.corrects(
          new Corrections(Map.of("user.name", "Ada Lovelace"), Optional.of("My name is longer")));
      Answer stated = agent.rectify(REQUEST, 1);
      agent.vault.corrects(new Corrections(Map.of("user.name", "Eva"), Optional.empty()));
      Answer fits = agent.rectify(REQUEST, 2);

      // then
      var people = new Counts(Map.of("people", 1L));
      assertThat(waits).isEqualTo(new Answer.Wait(WaitReason.UNFIT));
      assertThat(before.getFirst()).containsEntry("name", "Ad").containsEntry("badge", "Ad");
      assertThat(stated).isEqualTo(new Answer.Done(new Outcome.RecordsRectified(people, people)));
      assertThat(fits)
          .isEqualTo(new Answer.Done(new Outcome.RecordsRectified(people, new Counts(Map.of()))));
      assertThat(rows(database).getFirst())
          .containsEntry("name", "Eva")
          .containsEntry("badge", "Eva")
          .containsEntry("shouted", "EVA");
    }
  }

  private static List<Map<String, Object>> rows(Kind.Opened database) {
    return database.observer().queryForList("SELECT * FROM people");
  }
}
