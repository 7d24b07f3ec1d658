package io.habeas.verifier.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import io.habeas.verifier.vault.StatedReasons.Kind;
import io.habeas.verifier.vault.StatedReasons.Put;
import io.habeas.verifier.vault.StatedReasons.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatedReasonsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration ACCOUNTABLE = Duration.ofDays(1000);
  private static final Duration UNDECIDED = Duration.ofDays(7);
  private static final String CONTENT = "a-keyed-hash-of-all-that-is-decided";

  private final StandInMongo mongo = new StandInMongo();
  private final TestClock clock = new TestClock();
  private final String requestId = UUID.randomUUID().toString();
  private final String decisionId = UUID.randomUUID().toString();
  private final Instant stated = clock.instant();
  private final StatedReasons reasons;
  private final Rewrapping rewrapping;

  StatedReasonsTest(@TempDir Path folder) {
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    DataKeys keys = new DataKeys(VaultKeys.load(file.toString(), name -> null));
    MongoDatabase database = mongo.connect();
    this.reasons =
        new StatedReasons(database, keys, new StatedReasons.Terms(ACCOUNTABLE, UNDECIDED), clock);
    this.rewrapping = new Rewrapping(database, keys);
  }

  @AfterEach
  void close() {
    mongo.close();
  }

  @Test
  void shouldKeepWhatWasStatedFirstWithTheTimeAtWhichItWas() {
    // given
    assertThat(put(CONTENT)).isEqualTo(new Put.Kept(stated));
    clock.advance(Duration.ofHours(1));

    // then
    assertThat(put(CONTENT)).isEqualTo(new Put.Kept(stated));
    assertThat(put("another-hash")).isEqualTo(new Put.Occupied());
    assertThat(all())
        .containsExactly(
            new Statement(decisionId, requestId, Kind.REFUSAL, "Because", "ticket 7", stated));
    assertThat(mongo.dump()).doesNotContain("Because").doesNotContain("ticket 7");
    assertThat(all().getFirst().toString()).doesNotContain("Because");
  }

  @Test
  void shouldKeepTheReasonsOfAHoldWhileItLastsAndThenAsThoseOfAnyDecision() {
    // given
    put(CONTENT);
    reasons.held(requestId).block(PATIENCE);

    // then
    shred(stated.plus(ACCOUNTABLE.multipliedBy(20)));
    assertThat(all()).hasSize(1);

    // when
    Instant released = stated.plus(Duration.ofDays(9_000));
    reasons.released(requestId, released).block(PATIENCE);
    reasons.held(requestId).block(PATIENCE);

    // then
    shred(released.plus(ACCOUNTABLE).minusSeconds(1));
    assertThat(all()).hasSize(1);
    shred(released.plus(ACCOUNTABLE));
    assertThat(all()).isEmpty();
  }

  @Test
  void shouldShredWhatNeverBecameADecision() {
    // given
    put(CONTENT);

    // then
    shred(stated.plus(UNDECIDED).minusSeconds(1));
    assertThat(all()).hasSize(1);
    shred(stated.plus(UNDECIDED));
    assertThat(all()).isEmpty();
    assertThat(mongo.dump()).doesNotContain(requestId);
  }

  @Test
  void shouldKeepReasonsForAsLongAsTheyMayBeAskedForAfterTheRequestClosed() {
    // given
    put(CONTENT);
    reasons.decided(decisionId, stated).block(PATIENCE);
    Instant closed = stated.plus(Duration.ofDays(40));

    // when
    reasons.requestClosed(requestId, closed).block(PATIENCE);
    reasons.decided(decisionId, stated).block(PATIENCE);

    // then
    shred(closed.plus(ACCOUNTABLE).minusSeconds(1));
    assertThat(all()).hasSize(1);
    shred(closed.plus(ACCOUNTABLE));
    assertThat(all()).isEmpty();
  }

  @Test
  void shouldHaveItsKeysWrappedAnewAsTheOthersAre() {
    put(CONTENT);

    assertThat(rewrapping.run().block(PATIENCE)).isEqualTo(new Rewrapping.Report(0, 0, 0));
    assertThat(reasons.find(decisionId, requestId, Kind.REFUSAL).block(PATIENCE)).isNotNull();
    assertThat(reasons.find(decisionId, requestId, Kind.HOLD).block(PATIENCE)).isNull();
  }

  private Put put(String content) {
    return reasons
        .put(decisionId, requestId, Kind.REFUSAL, "Because", "ticket 7", content)
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  private List<Statement> all() {
    return reasons.of(requestId).collectList().blockOptional(PATIENCE).orElseThrow();
  }

  private void shred(Instant now) {
    reasons.shredExpired(now).block(PATIENCE);
  }
}
