package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever only looks has no right to do more, and everything that looks is theirs. */
class ReaderIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000f5");
  private static final String EMAIL = "ada@example.com";

  @ParameterizedTest
  @EnumSource
  void shouldLocateReadOutAndVerifyWithACredentialThatOnlyReads(Kind kind) throws Exception {
    // given
    Kind.Opened database =
        kind.open(
            "CREATE TABLE people (id int PRIMARY KEY, email varchar(80)); INSERT INTO people VALUES"
                + " (1, 'ada@example.com'), (2, 'bob@example.com')");
    String reader = "looker_" + UUID.randomUUID().toString().substring(0, 8);
    database.observer().execute(kind.looking(reader, "people"));
    List<String> records = new ArrayList<>();
    Task task = new Task(REQUEST, 1, new Identifiers(Map.of("email", List.of(EMAIL))));
    try (Agent split = database.agentWithReader(reader, StoreFaultsIT.MAP)) {
      split.vault.has("email", EMAIL);

      // when
      Answer located = split.locate(REQUEST, 1);
      split.holder.export(task, (collection, json) -> records.add(json));
      Answer erased = split.erase(REQUEST, 2);
      Answer verified = split.verify(REQUEST, 3);
      database.observer().execute("REVOKE SELECT ON people FROM " + reader);
      split.clock.advance(Duration.ofMinutes(1));

      // then
      assertThat(located).isInstanceOf(Answer.Done.class);
      assertThat(records).hasSize(1);
      assertThat(erased).isInstanceOf(Answer.Done.class);
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      var forbidden = new Answer.Wait(WaitReason.STORE_FORBIDDEN);
      assertThat(split.locate(REQUEST, 4)).isEqualTo(forbidden);
      assertThat(split.verify(REQUEST, 5)).isEqualTo(forbidden);
      assertThatThrownBy(() -> split.holder.export(task, (collection, json) -> {}))
          .isInstanceOfSatisfying(
              Deferred.class,
              deferred -> assertThat(deferred.reason()).isEqualTo(WaitReason.STORE_FORBIDDEN));
    }
  }
}
