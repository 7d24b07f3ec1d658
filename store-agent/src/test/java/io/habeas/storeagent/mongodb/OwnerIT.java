package io.habeas.storeagent.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Notes are of one dataset: another would be answered for with what was done for this one. */
class OwnerIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f7");
  private static final String MAP =
      """
      dataset:
        - fides_key: %s
          collections:
            - name: people
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, data_type: string}}
      """;

  @Test
  void shouldTakeNoTaskWhereTheNotesAreOfAnotherDatasetAndClaimNothingByLooking() {
    try (MongoDatabases.Database database = MongoDatabases.create()) {
      // given
      database.insert("people", "{_id: 1, email: \"ada@example.com\"}");
      try (MongoAgent looking = MongoAgent.on(database, MongoAgent.plan(MAP.formatted("draft")));
          MongoAgent shop = MongoAgent.serving(database, MongoAgent.plan(MAP.formatted("shop")));
          MongoAgent letters =
              MongoAgent.serving(database, MongoAgent.plan(MAP.formatted("letters")))) {
        assertThat(looking.connector.holder().unfit()).isEmpty();
        assertThat(shop.connector.holder().unfit()).isEmpty();

        // when
        Answer answer = letters.locate(REQUEST, 1);

        // then
        assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
        assertThat(letters.connector.contradictions())
            .singleElement()
            .asString()
            .startsWith("Expected the notes in the database to be of letters but they are of shop");
      }
    }
  }
}
