package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.s3.BucketAgent.SettableClock;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Objects that are found by a tag; the tags themselves are a stand-in's, s3proxy has none. */
class TaggedObjectsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000d");
  private static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: uploads
              habeas:
                objects: {prefix: uploads/, tag: {name: account, identifier: %s}}
                restriction: shadow
      """;

  private final TestBucket bucket = Buckets.create();
  private final Map<String, String> accounts = Tagging.none();

  @Test
  void shouldAdviseToHaveTheBucketEndUploadsThatNobodyFinishes() {
    try (BucketAgent agent = agent("account_id", () -> {})) {
      assertThat(agent.connector.advice())
          .containsExactly(
              "Expected unfinished uploads of uploads to say whose they are but they have no tags:"
                  + " have the bucket abort them after a day (AbortIncompleteMultipartUpload)");
    }
  }

  @Test
  void shouldEraseWhatHasTheTagAndNothingElse() {
    // given
    upload("uploads/1", "4");
    upload("uploads/2", "42");
    upload("uploads/3", "4");
    upload("elsewhere/4", "4");
    bucket.put("uploads/4", "untagged");
    try (BucketAgent agent = agent("account_id", () -> {})) {
      agent.vault.has("account_id", "4");

      // when
      Answer located = agent.locate(REQUEST, 1);
      Answer restricted = agent.restrict(REQUEST, 2);
      List<String> hidden = bucket.notes("restricted/");
      Answer erased = agent.erase(REQUEST, 3);
      Answer verified = agent.verify(REQUEST, 4);

      // then
      Counts two = new Counts(Map.of("uploads", 2L));
      assertThat(located)
          .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(two, Set.of(), false)));
      assertThat(restricted).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(two)));
      assertThat(hidden)
          .containsExactly("restricted/uploads/" + Digest.of("uploads/?account=4") + "/" + REQUEST);
      assertThat(erased).isEqualTo(erased(2));
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(bucket.contents().keySet())
          .containsExactly("elsewhere/4", "uploads/2", "uploads/4");
    }
  }

  @Test
  void shouldLeaveAnObjectThatSomebodyElseHasPutUnderTheKeyMeanwhile() {
    // given
    upload("uploads/1", "4");
    upload("uploads/2", "4");
    try (BucketAgent agent = agent("account_id", () -> upload("uploads/1", "42"))) {
      agent.vault.has("account_id", "4");

      // when
      agent.erase(REQUEST, 1);

      // then
      assertThat(bucket.contents().keySet()).containsExactly("uploads/1");
      assertThat(agent.verify(REQUEST, 2))
          .isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
    }
  }

  @Test
  void shouldFindMailAddressesInAnyCaseAndCountThemOnce() {
    // given
    upload("uploads/1", "Ada@Example.com");
    upload("uploads/2", "bob@example.com");
    try (BucketAgent agent = agent("email", () -> {})) {
      agent.vault.has("email", "ada@example.com", "ADA@example.com");

      // when
      Answer erased = agent.erase(REQUEST, 1);

      // then
      assertThat(erased).isEqualTo(erased(1));
      assertThat(bucket.contents().keySet()).containsExactly("uploads/2");
    }
  }

  @Test
  void shouldNoticeAStorageThatHasNoTags() {
    // given
    bucket.put("uploads/1", "untagged");
    try (BucketAgent agent =
        BucketAgent.on(
                bucket.connection(),
                MAP.formatted("account_id"),
                UnaryOperator.identity(),
                new SettableClock())
            .knowing("4")) {

      // when
      Answer erased = agent.erase(REQUEST, 1);

      // then
      assertThat(erased).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions())
          .containsExactly("Expected the storage of shop to have object tags but it has none");
    }
  }

  private void upload(String key, String account) {
    bucket.put(key, "content for " + account);
    accounts.put(key, account);
  }

  private BucketAgent agent(String identifier, Runnable onceNoted) {
    return BucketAgent.on(
        bucket.connection(),
        MAP.formatted(identifier),
        client -> new Tagging(client, accounts, onceNoted),
        new SettableClock());
  }

  private static Answer erased(long count) {
    return new Answer.Done(
        new Outcome.RecordsErased(
            List.of(new CollectionOutcome("uploads", count, 0, 0)), List.of()));
  }
}
