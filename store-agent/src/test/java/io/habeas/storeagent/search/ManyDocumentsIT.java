package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.Points;
import io.habeas.participant.testkit.SettableClock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One person with very many documents: none of it is ever in memory at once. */
class ManyDocumentsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000a9");
  private static final int CHUNK = 250;

  /** A hundred thousand in the profile {@code exhaustive}. */
  private static final int DOCUMENTS = Points.EVERY == 1 ? 100_000 : 1_000;

  private static final String MAP =
      """
      dataset:
        - fides_key: log
          collections:
            - name: events
              habeas: {restriction: {column: state, restricted: hidden}, index: "@events-*"}
              fields:
                - {name: _id, fides_meta: {primary_key: true}}
                - {name: email, fides_meta: {identity: email, data_type: string}}
                - {name: state}
                - {name: text, data_categories: [user.content]}
      """;

  @Test
  void shouldReadOutHideShowAndEraseAllOfThem() throws Deferred {
    try (SearchServers.Space space = SearchServers.space()) {
      // given
      for (int month = 1; month <= 3; month++) {
        space.create("events-" + month, "{\"email\": {\"type\": \"keyword\"}}");
      }
      int added = 0;
      while (added < DOCUMENTS) {
        String[] some = new String[1_000];
        for (int i = 0; i < some.length; i++) {
          some[i] =
              "{\"_id\": \"%d\", \"email\": \"ada@example.com\", \"text\": \"%s\"}"
                  .formatted(added + i, "x".repeat(200));
        }
        space.insert("events-" + (1 + added / 1_000 % 3), some);
        added += some.length;
      }
      space.insert("events-1", "{\"_id\": \"b\", \"email\": \"bob@example.com\"}");
      var vault = new MemoryVault();
      vault.has("email", "ada@example.com");
      var largest = new AtomicInteger();
      try (SearchAgent agent =
          SearchAgent.on(
              SearchServers.connection(space, CHUNK),
              SearchAgent.plan(space.named(MAP)),
              vault,
              new SettableClock(),
              wire ->
                  call -> {
                    Wire.Reply reply = wire.send(call);
                    largest.accumulateAndGet(
                        Math.max(reply.body().length(), call.body().map(String::length).orElse(0)),
                        Math::max);
                    return reply;
                  })) {

        // when
        Counts all = new Counts(Map.of("events", (long) DOCUMENTS));
        var read = new AtomicLong();
        agent
            .connector
            .holder()
            .export(
                new Task(REQUEST, 1, vault.identifiers()),
                (collection, json) -> read.incrementAndGet());
        Answer located = agent.locate(REQUEST, 2);
        Answer hidden = agent.restrict(REQUEST, 3);
        Answer lifted = agent.lift(REQUEST, 4);
        Answer erased = agent.erase(REQUEST, 5);
        Answer verified = agent.verify(REQUEST, 6);

        // then
        assertThat(read.get()).isEqualTo(DOCUMENTS);
        assertThat(located)
            .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(all, Set.of(), false)));
        assertThat(hidden).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(all)));
        assertThat(lifted).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(all)));
        assertThat(erased).isInstanceOf(Answer.Done.class);
        assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      }
      assertThat(space.documents("events-*")).hasSize(1);
      assertThat(space.own("restriction")).isEmpty();
      assertThat(space.own("work")).isEmpty();
      // No call or answer held more than one chunk.
      assertThat(largest.get()).isLessThan(CHUNK * 2_000);
    }
  }
}
