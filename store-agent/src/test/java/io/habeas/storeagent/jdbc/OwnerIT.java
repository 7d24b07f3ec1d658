package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Notes are of one dataset: another would be answered for with what was done for this one. */
class OwnerIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f7");
  private static final String LETTERS =
      StoreFaultsIT.MAP.replace("fides_key: shop", "fides_key: letters");
  private static final String TABLE = "CREATE TABLE people (id int PRIMARY KEY, email varchar(80))";

  @ParameterizedTest
  @EnumSource
  void shouldTakeNoTaskWhereTheNotesAreOfAnotherDataset(Kind kind) {
    // given
    Kind.Opened database = kind.open(TABLE);
    try (Agent shop = database.serving(StoreFaultsIT.MAP);
        Agent letters = database.serving(LETTERS);
        Agent again = database.serving(StoreFaultsIT.MAP)) {
      assertThat(shop.holder.unfit()).isEmpty();

      // when
      Answer answer = letters.locate(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(letters.holder.contradictions())
          .singleElement()
          .asString()
          .startsWith("Expected the notes in habeas to be of letters in ")
          .contains(" but they are of shop in ");
      assertThat(again.holder.unfit()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldClaimNothingByLooking(Kind kind) {
    // given
    Kind.Opened database = kind.open(TABLE);
    try (Agent looking = database.agent(LETTERS);
        Agent shop = database.serving(StoreFaultsIT.MAP)) {
      // when
      assertThat(looking.holder.unfit()).isEmpty();

      // then
      assertThat(shop.holder.unfit()).isEmpty();
    }
  }
}
