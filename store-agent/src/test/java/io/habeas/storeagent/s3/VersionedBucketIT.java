package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** A bucket that keeps what was overwritten and what was deleted. */
class VersionedBucketIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000e");

  private final TestBucket bucket = Buckets.createVersioned();
  private final BucketAgent agent = BucketAgent.on(bucket).knowing("4");

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void shouldEraseAllVersionsAndMarkersAndCountObjects() {
    // given
    bucket.put("images/4/cat.png", "first");
    bucket.put("images/4/cat.png", "second");
    bucket.put("images/4/gone.png", "deleted by its owner");
    delete("images/4/gone.png");
    delete("images/4/never.png");
    bucket.put("images/42/cat.png", "first");
    bucket.put("images/42/cat.png", "second");
    delete("images/42/cat.png");
    List<String> others = stored("images/42/");

    // when
    Answer located = agent.locate(REQUEST, 1);
    Answer erased = agent.erase(REQUEST, 2);

    // then
    assertThat(located)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(new Counts(Map.of("images", 2L)), Set.of(), false)));
    assertThat(erased)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("images", 2, 0, 0)), List.of())));
    assertThat(stored("images/4/")).isEmpty();
    assertThat(stored("images/42/")).isEqualTo(others).isNotEmpty();
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
  }

  @Test
  void shouldTakeAnOlderVersionOrAMarkerForResidue() {
    // given
    agent.erase(REQUEST, 1);
    bucket.put("images/4/cat.png", "again");
    delete("images/4/cat.png");
    delete("images/4/marker.png");

    // when
    Answer residue = agent.verify(REQUEST, 2);

    // then
    assertThat(residue)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("images", 2L)))));
  }

  @Test
  void shouldLeaveNoVersionOfItsOwnNotesThatHoldKeys() {
    // given
    bucket.put("images/4/cat.png", "first");

    // when
    agent.restrict(REQUEST, 1);
    agent.erase(REQUEST, 2);

    // then
    assertThat(stored(".habeas/shop/notes/")).isEmpty();
    assertThat(stored(".habeas/shop/rest")).isEmpty();
    assertThat(stored(".habeas/shop/tasks/")).isNotEmpty();
  }

  @Test
  void shouldKeepAndLaterEraseEveryVersionThatADutyIsAbout() {
    // given
    bucket.put("invoices/4/1.pdf", "draft");
    bucket.put("invoices/4/1.pdf", "final");
    delete("invoices/4/1.pdf");
    List<String> before = stored("invoices/4/");

    // when
    Answer kept = agent.erase(REQUEST, 1);
    List<String> meanwhile = stored("invoices/4/");
    Answer lawful = agent.verify(REQUEST, 2);
    agent.clock.advance(Duration.ofDays(8 * 366));
    Answer over = agent.verify(REQUEST, 3);
    Answer erased = agent.erase(REQUEST, 4);

    // then
    assertThat(((Outcome.RecordsErased) ((Answer.Done) kept).outcome()).outcomes())
        .containsExactly(new CollectionOutcome("invoices", 0, 0, 1));
    assertThat(meanwhile).isEqualTo(before).isNotEmpty();
    assertThat(lawful).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    assertThat(over)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("invoices", 1L)))));
    assertThat(erased)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("invoices", 1, 0, 0)), List.of())));
    assertThat(stored("invoices/4/")).isEmpty();
    assertThat(stored(".habeas/shop/ret")).isEmpty();
  }

  @Test
  void shouldCountObjectsOnceWhoseVersionsAreOnSeveralPages() {
    // given
    for (String key : List.of("images/4/a", "images/4/b", "images/4/c", "images/42/d")) {
      bucket.put(key, "first");
      bucket.put(key, "second");
      bucket.put(key, "third");
      delete(key);
    }
    List<String> others = stored("images/42/");
    for (int page = 1; page < 6; page++) {
      int length = page;
      try (BucketAgent small =
          BucketAgent.on(
                  bucket.connection(),
                  BucketAgent.MAP,
                  client -> new SmallPages(client, length),
                  agent.clock)
              .knowing("4")) {

        // when
        Answer located = small.locate(REQUEST, page);

        // then
        assertThat(located)
            .isEqualTo(
                new Answer.Done(
                    new Outcome.HoldingsLocated(
                        new Counts(Map.of("images", 3L)), Set.of(), false)));
      }
    }
    assertThat(agent.erase(REQUEST, 6))
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("images", 3, 0, 0)), List.of())));
    assertThat(stored("images/4/")).isEmpty();
    assertThat(stored("images/42/")).isEqualTo(others);
  }

  private void delete(String key) {
    bucket.observer().deleteObject(delete -> delete.bucket(bucket.name()).key(key));
  }

  /** Every version and marker there is, in the order in which they are listed. */
  private List<String> stored(String prefix) {
    return bucket
        .observer()
        .listObjectVersionsPaginator(list -> list.bucket(bucket.name()).prefix(prefix))
        .stream()
        .flatMap(
            page ->
                Stream.concat(
                    page.versions().stream().map(VersionedBucketIT::name),
                    page.deleteMarkers().stream().map(VersionedBucketIT::name)))
        .toList();
  }

  private static String name(ObjectVersion version) {
    return version.key() + " " + version.versionId() + " " + version.eTag();
  }

  private static String name(DeleteMarkerEntry marker) {
    return marker.key() + " " + marker.versionId() + " deleted";
  }
}
