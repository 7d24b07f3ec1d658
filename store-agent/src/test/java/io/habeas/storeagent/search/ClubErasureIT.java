package io.habeas.storeagent.search;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One person in indices of every shape, and everybody else. */
class ClubErasureIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000e1");

  private static final SearchServers.Space SPACE = SearchServers.space();

  private final SearchAgent agent = SearchAgent.on(SPACE, Club.MAP);

  @BeforeAll
  static void build() {
    Club.build(SPACE);
  }

  @AfterAll
  static void end() {
    SPACE.close();
  }

  @BeforeEach
  void open() {
    Club.open(SPACE);
    agent.vault.has("email", "ada@example.com");
  }

  @AfterEach
  void close() {
    agent.close();
    SPACE.clear();
  }

  @Test
  void shouldCountDocumentsAndElementsOfOnePersonAndYieldWhatIsProven() {
    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(
                        Map.of(
                            "members",
                            1L,
                            "letters",
                            4L,
                            "attachments",
                            8L,
                            "bookings",
                            5L,
                            "teams",
                            4L,
                            "matches",
                            2L)),
                    Set.of("card"),
                    false)));
    assertThat(agent.vault.identifiers().of("card")).containsExactly("c1");
  }

  @Test
  void shouldReadOutExactlyWhatIsThePersonsAndNothingOfOthers() throws Deferred {
    // given
    agent.locate(REQUEST, 1);

    // when
    List<String> records = agent.export(REQUEST, 2);

    // then
    assertThat(records)
        .contains(
            "members"
                + " {\"_id\":\"1\",\"contact\":{\"mail\":\"Ada@Example.com\",\"name\":\"Ada\"},\"card\":\"c1\",\"state\":1}",
            "letters {\"_id\":\"l0\",\"member\":1,\"text\":\"letter 0\"}",
            "teams"
                + " {\"_id\":\"t2\",\"guests\":[\"Ada@example.com\",{\"habeas:withheld\":\"ART_15_4\",\"items\":1}]}",
            "teams"
                + " {\"_id\":\"t1\",\"inner\":{\"players\":[{\"person\":{\"mail\":\"ADA@example.com\"},\"role\":\"keeper\"},{\"person\":{\"mail\":\"ada@example.com\"}},{\"habeas:withheld\":\"ART_15_4\",\"items\":2}]},\"guests\":[\"ada@example.com\",{\"habeas:withheld\":\"ART_15_4\",\"items\":1}]}")
        .hasSize(1 + 4 + 8 + 5 + 4 + 2 + 1);
    assertThat(records).noneMatch(record -> record.contains("bob@") || record.contains("evil"));
  }

  @Test
  void shouldEraseThePersonAndNothingOfOthers() {
    // given
    agent.locate(REQUEST, 1);
    Map<String, List<String>> before = Club.contents(SPACE);

    // when
    Answer erased = agent.erase(REQUEST, 2);

    // then
    assertThat(erased).isInstanceOf(Answer.Done.class);
    Map<String, List<String>> after = Club.contents(SPACE);
    assertThat(after.get("members")).hasSize(2).isSubsetOf(before.get("members"));
    assertThat(after.get("letters-*")).hasSize(4).isSubsetOf(before.get("letters-*"));
    assertThat(after.get("attachments")).hasSize(8).isSubsetOf(before.get("attachments"));
    assertThat(after.get("teams"))
        .containsExactly(
            "{\"_id\":\"t1\",\"guests\":[\"eve@example.com\"],\"inner\":{\"players\":[{\"person\":{\"mail\":\"bob@example.com\"}},{\"role\":\"vacant\"}],\"season\":1},\"x\":1}",
            "{\"_id\":\"t2\",\"guests\":[\"bob@example.com\"],\"inner\":{\"players\":[{\"person\":{\"mail\":\"bob@example.com\"}}]}}",
            "{\"_id\":\"t3\",\"guests\":[\"ada@example.com.evil.example\"]}");
    assertThat(requireNonNull(after.get("visits")).subList(4, 8))
        .isEqualTo(requireNonNull(before.get("visits")).subList(4, 8));
    assertThat(requireNonNull(after.get("visits")).getFirst())
        .contains("somebody", "2026-10-17T00:00:00Z", "\"level\":0")
        .doesNotContain("\"c1\"");
    assertThat(requireNonNull(after.get("matches")).getFirst())
        .contains("{\"member\":2,\"nick\":\"B\",\"points\":1}", "2026-01-01T00:00:00Z")
        .doesNotContain("\"member\":1");
    assertThat(SPACE.own("retention")).isNotEmpty();
    assertThat(SPACE.own("work")).isEmpty();
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(agent.erase(REQUEST, 2)).isEqualTo(erased);
  }

  @Test
  void shouldRetainUnderARuleHiddenAndPseudonymisedAndEraseWhatIsOlder() {
    // given
    agent.locate(REQUEST, 1);

    // when
    Answer erased = agent.erase(REQUEST, 2);

    // then: bookings of 2018 and 2019 are older than seven years
    assertThat(erased).isInstanceOf(Answer.Done.class);
    Outcome.RecordsErased outcome = (Outcome.RecordsErased) ((Answer.Done) erased).outcome();
    assertThat(outcome.retained())
        .singleElement()
        .satisfies(
            retained -> {
              assertThat(retained.records()).isEqualTo(3);
              assertThat(retained.firstExpiry()).isEqualTo("2027-02-28T00:00:00Z");
              assertThat(retained.lastExpiry()).isEqualTo("2033-11-24T00:00:00Z");
            });
    List<String> own =
        SPACE.documents("bookings").stream().filter(b -> b.contains("\"member\":1")).toList();
    assertThat(own).hasSize(3).allMatch(booking -> booking.contains("\"closed\""));
    assertThat(own).noneMatch(booking -> booking.contains("\"P") || booking.contains("\"N2"));
    assertThat(SPACE.own("retention")).hasSize(3).noneMatch(entry -> entry.contains("pending"));
  }

  @Test
  void shouldHideAndShowAgainExactly() {
    // given
    agent.locate(REQUEST, 1);
    Map<String, List<String>> before = Club.contents(SPACE);

    // when
    Answer hidden = agent.restrict(REQUEST, 2);

    // then
    assertThat(hidden)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsRestricted(
                    new Counts(
                        Map.of("members", 1L, "letters", 4L, "bookings", 5L, "teams", 4L)))));
    assertThat(SPACE.documents("members").getFirst()).contains("\"state\":9");
    assertThat(agent.lift(REQUEST, 3)).isInstanceOf(Answer.Done.class);
    assertThat(Club.contents(SPACE)).isEqualTo(before);
    assertThat(SPACE.own("restriction")).isEmpty();
  }
}
