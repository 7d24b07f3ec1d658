package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.task.Answer;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person's objects on a real storage without versions. */
class ObjectErasureIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-00000000000b");
  private static final Duration EIGHT_YEARS = Duration.ofDays(8 * 366);

  private final TestBucket bucket = Buckets.create();
  private final BucketAgent agent =
      BucketAgent.over(bucket, UnaryOperator.identity(), new BucketAgent.SettableClock())
          .knowing("4");
  private final Instant expiry =
      LocalDate.ofInstant(agent.clock.instant(), ZoneOffset.UTC)
          .plusYears(7)
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();

  @BeforeEach
  void objects() {
    for (String key :
        List.of(
            "images/4/cat.png",
            "images/4/deep/er/dog.png",
            "images/4/ü x+%20&<'.png",
            "images/4/.hidden",
            "images/42/cat.png",
            "images/5/cat.png",
            "images/4.png",
            "images/4-5/cat.png",
            "avatars/4.png",
            "avatars/4.png.bak",
            "avatars/42.png",
            "invoices/4/2026-1.pdf",
            "invoices/4/2026-2.pdf",
            "invoices/42/2026-1.pdf",
            "other/4/cat.png")) {
      bucket.put(key, "content of " + key);
    }
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void shouldCountWhatIsHeldAndYieldNothing() {
    // when
    Answer answer = agent.locate(REQUEST, 1);

    // then
    assertThat(answer)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(Map.of("images", 4L, "avatars", 1L, "invoices", 2L)),
                    Set.of(),
                    false)));
  }

  @Test
  void shouldEraseEverythingOfOnePersonAndNothingOfAnother() {
    // given
    Map<String, String> others = new TreeMap<>(bucket.contents());
    others.keySet().removeIf(key -> key.startsWith("images/4/") || key.equals("avatars/4.png"));
    agent.locate(REQUEST, 1);

    // when
    Answer answer = agent.erase(REQUEST, 2);

    // then
    assertThat(answer).isEqualTo(erased(4, 1, 2));
    assertThat(bucket.contents()).isEqualTo(others);
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(verified());
    assertThat(bucket.notes("notes/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4/../5", "..", ".", "", "4/", "/", "5/../4", "4\\", ".habeas", "6"})
  void shouldTouchNothingForWhoeverIsNotKnownHere(String account) {
    // given
    Map<String, String> everything = bucket.contents();
    agent.vault.has("account_id", account);

    // when
    Answer located = agent.locate(REQUEST, 1);
    Answer erased = agent.erase(REQUEST, 2);
    Answer verified = agent.verify(REQUEST, 3);

    // then
    assertThat(located)
        .isEqualTo(new Answer.Done(new Outcome.HoldingsLocated(Counts.NONE, Set.of(), false)));
    assertThat(erased).isEqualTo(new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())));
    assertThat(verified).isEqualTo(verified());
    assertThat(bucket.contents()).isEqualTo(everything);
  }

  @Test
  void shouldTouchNothingWithoutAnIdentifierOfItsType() {
    // given
    Map<String, String> everything = bucket.contents();
    try (BucketAgent unknowing = BucketAgent.on(bucket)) {
      unknowing.vault.has("email", "4");

      // when
      Answer erased = unknowing.erase(REQUEST, 1);

      // then
      assertThat(erased)
          .isEqualTo(new Answer.Done(new Outcome.RecordsErased(List.of(), List.of())));
      assertThat(bucket.contents()).isEqualTo(everything);
    }
  }

  @Test
  void shouldKeepWhatADutyDemandsHiddenAndEraseItAtExpiryWithoutAnIdentifier_L19_L20() {
    // given
    agent.locate(REQUEST, 1);
    agent.erase(REQUEST, 2);
    List<String> retained = bucket.notes("retentions/");
    List<String> hidden = bucket.notes("restricted/");
    agent.vault.has("account_id");
    agent.clock.advance(EIGHT_YEARS);

    // when
    Answer residue = agent.verify(REQUEST, 3);
    Answer atExpiry = agent.erase(REQUEST, 4);

    // then
    assertThat(retained).hasSize(2);
    assertThat(hidden)
        .containsExactly("restricted/invoices/" + Digest.of("invoices/4/") + "/" + REQUEST);
    assertThat(residue)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("invoices", 2L)))));
    assertThat(atExpiry)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("invoices", 2, 0, 0)), List.of())));
    assertThat(bucket.keys("invoices/4/")).isEmpty();
    assertThat(bucket.keys("invoices/42/")).hasSize(1);
    assertThat(bucket.notes("ret")).isEmpty();
    assertThat(bucket.notes("res")).isEmpty();
    assertThat(agent.verify(REQUEST, 5)).isEqualTo(verified());
  }

  @Test
  void shouldNotTakeAnotherContentUnderTheSameKeyForWhatIsLawfullyKept() {
    // given
    agent.erase(REQUEST, 1);
    bucket.put("invoices/4/2026-1.pdf", "another invoice");

    // when
    Answer residue = agent.verify(REQUEST, 2);
    Answer again = agent.erase(REQUEST, 3);

    // then
    assertThat(residue)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("invoices", 1L)))));
    assertThat(again).isEqualTo(erased(0, 0, 2));
    assertThat(bucket.notes("retentions/")).hasSize(2);
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(verified());
  }

  @Test
  void shouldReportTheFirstOutcomeOfARedeliveredTaskAndChangeNothing() {
    // given
    Answer first = agent.erase(REQUEST, 1);
    bucket.put("images/4/new.png", "drawn since");
    Map<String, String> before = bucket.contents();

    // when
    Answer second = agent.erase(REQUEST, 1);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(bucket.contents()).isEqualTo(before);
  }

  @Test
  void shouldFindResidueThatAppearedAfterErasureAndEraseItWithTheNextStep() {
    // given
    agent.erase(REQUEST, 1);
    bucket.put("images/4/new.png", "drawn since");
    bucket.put("images/4/", "");
    bucket.put("avatars/4.png", "again");

    // when
    Answer residue = agent.verify(REQUEST, 2);
    Answer again = agent.erase(REQUEST, 3);

    // then
    assertThat(residue)
        .isEqualTo(
            new Answer.Done(
                new Outcome.ResidueFound(new Counts(Map.of("images", 2L, "avatars", 1L)))));
    assertThat(again).isEqualTo(erased(2, 1, 2));
    assertThat(agent.verify(REQUEST, 4)).isEqualTo(verified());
  }

  @Test
  void shouldThrowUnfinishedUploadsAwayAndOnlyThePersons() {
    // given
    for (String key : List.of("images/4/huge.png", "images/42/huge.png", "avatars/4.png.bak")) {
      bucket.observer().createMultipartUpload(up -> up.bucket(bucket.name()).key(key));
    }

    // when
    Answer erased = agent.erase(REQUEST, 1);

    // then
    assertThat(erased).isEqualTo(erased(4, 1, 2));
    assertThat(bucket.observer().listMultipartUploads(list -> list.bucket(bucket.name())).uploads())
        .extracting(upload -> upload.key())
        .containsExactlyInAnyOrder("images/42/huge.png", "avatars/4.png.bak");
  }

  @Test
  void shouldTakeAnUnfinishedUploadForResidue() {
    // given
    agent.erase(REQUEST, 1);
    bucket
        .observer()
        .createMultipartUpload(up -> up.bucket(bucket.name()).key("images/4/huge.png"));

    // when
    Answer residue = agent.verify(REQUEST, 2);

    // then
    assertThat(residue)
        .isEqualTo(new Answer.Done(new Outcome.ResidueFound(new Counts(Map.of("images", 1L)))));
  }

  @Test
  void shouldHideAndShowAgainLeavingNothingBehind() {
    // given
    Map<String, String> everything = bucket.contents();

    // when
    Answer restricted = agent.restrict(REQUEST, 1);
    List<String> hidden = bucket.notes("restricted/");
    Answer lifted = agent.lift(REQUEST, 2);

    // then
    Counts counts = new Counts(Map.of("images", 4L, "invoices", 2L));
    assertThat(restricted).isEqualTo(new Answer.Done(new Outcome.RecordsRestricted(counts)));
    assertThat(hidden)
        .containsExactlyInAnyOrder(
            "restricted/images/" + Digest.of("images/4/") + "/" + REQUEST,
            "restricted/invoices/" + Digest.of("invoices/4/") + "/" + REQUEST);
    assertThat(lifted).isEqualTo(new Answer.Done(new Outcome.RestrictionLifted(counts)));
    assertThat(bucket.notes("rest")).isEmpty();
    assertThat(bucket.contents()).isEqualTo(everything);
  }

  @Test
  void shouldKeepAPlaceHiddenUntilTheLastRequestHasLifted() {
    // given
    agent.restrict(REQUEST, 1);
    agent.restrict(OTHER, 1);

    // when
    agent.lift(REQUEST, 2);
    List<String> still = bucket.notes("restricted/images/");
    agent.lift(OTHER, 2);

    // then
    assertThat(still).containsExactly("restricted/images/" + Digest.of("images/4/") + "/" + OTHER);
    assertThat(bucket.notes("rest")).isEmpty();
  }

  @Test
  void shouldForgetWhatWasHiddenOnceItIsErased() {
    // given
    agent.restrict(REQUEST, 1);

    // when
    agent.erase(REQUEST, 2);

    // then
    assertThat(bucket.notes("restricted/"))
        .containsExactly("restricted/invoices/" + Digest.of("invoices/4/") + "/" + REQUEST);
  }

  @Test
  void shouldEraseMoreObjectsThanOneListOrOneDeletionTakes() {
    // given
    int objects = 1_100;
    IntStream.range(0, objects).parallel().forEach(i -> bucket.put("images/77/" + i, ""));
    agent.vault.has("account_id", "77");

    // when
    Answer located = agent.locate(REQUEST, 1);
    Answer erased = agent.erase(REQUEST, 2);

    // then
    assertThat(located)
        .isEqualTo(
            new Answer.Done(
                new Outcome.HoldingsLocated(
                    new Counts(Map.of("images", (long) objects)), Set.of(), false)));
    assertThat(erased)
        .isEqualTo(
            new Answer.Done(
                new Outcome.RecordsErased(
                    List.of(new CollectionOutcome("images", objects, 0, 0)), List.of())));
    assertThat(bucket.keys("images/77/")).isEmpty();
    assertThat(agent.verify(REQUEST, 3)).isEqualTo(verified());
  }

  private Answer erased(long images, long avatars, long invoices) {
    List<CollectionOutcome> outcomes =
        List.of(
                new CollectionOutcome("avatars", avatars, 0, 0),
                new CollectionOutcome("images", images, 0, 0),
                new CollectionOutcome("invoices", 0, 0, invoices))
            .stream()
            .filter(outcome -> outcome.erased() + outcome.retained() > 0)
            .toList();
    return new Answer.Done(
        new Outcome.RecordsErased(
            outcomes,
            List.of(
                new Retained(
                    "invoices",
                    "invoices-7y",
                    RetentionGround.ART_17_3_B,
                    "NL-AWR-52",
                    "NL",
                    invoices,
                    expiry,
                    expiry))));
  }

  private static Answer verified() {
    return new Answer.Done(new Outcome.ErasureVerified());
  }
}
