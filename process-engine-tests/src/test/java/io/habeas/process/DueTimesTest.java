package io.habeas.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.process.DueTimes.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When instances are woken, and how often a store is searched for that. */
class DueTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  private final SearchedStore byInstant = new SearchedStore();
  private final DueTimes times = new DueTimes(new InMemoryKeyValueStore("by-instance"), byInstant);

  @Test
  void shouldNameWhatIsDueOnceAndTheLongestOverdueFirst() {
    // given
    times.set("later", NOW.plusMillis(1));
    times.set("b", NOW);
    times.set("a", NOW.minusSeconds(1));

    // when
    List<Due> first = times.next(NOW, 1);

    // then
    assertThat(first).containsExactly(new Due("a", NOW.minusSeconds(1)));
    assertThat(times.lag(NOW)).isZero();
    assertThat(times.next(NOW, 10)).containsExactly(new Due("b", NOW));
    assertThat(times.next(NOW, 10)).isEmpty();
    assertThat(times.next(NOW.plusMillis(1), 10))
        .containsExactly(new Due("later", NOW.plusMillis(1)));
  }

  @Test
  void shouldSayHowLongTheNextOneHasBeenOverdue() {
    // given
    times.set("a", NOW.minusSeconds(3));

    // when
    Duration lag = times.lag(NOW);

    // then
    assertThat(lag).isEqualTo(Duration.ofSeconds(3));
    times.set("a", NOW.plusSeconds(1));
    assertThat(times.lag(NOW)).isZero();
  }

  @Test
  void shouldNotSearchBeforeSomethingCanBeDue() {
    // given
    times.set("far", NOW.plus(Duration.ofDays(30)));
    times.next(NOW, 10);
    times.lag(NOW);
    int searched = byInstant.searched;

    // when: others come and go in the time between, as everybody who is asked and answers does
    for (int i = 0; i < 1_000; i++) {
      times.set("r" + i, NOW.plusSeconds(60));
      times.set("r" + i, null);
      times.next(NOW.plusMillis(i), 10);
      times.lag(NOW.plusMillis(i));
    }

    // then
    assertThat(byInstant.searched).isEqualTo(searched);
    assertThat(times.next(NOW.plusSeconds(61), 10)).isEmpty();
    assertThat(times.next(NOW.plusSeconds(3_600), 10)).isEmpty();
    assertThat(byInstant.searched).isEqualTo(searched + 1);
    assertThat(times.next(NOW.plus(Duration.ofDays(30)), 10))
        .extracting(Due::instance)
        .containsExactly("far");
  }

  @Test
  void shouldFindWhatIsSetBeforeWhatItWaitsFor() {
    // given
    times.set("far", NOW.plusSeconds(60));
    times.next(NOW, 10);

    // when
    times.set("near", NOW.plusSeconds(1));

    // then
    assertThat(times.next(NOW.plusSeconds(1), 10))
        .extracting(Due::instance)
        .containsExactly("near");
  }

  @Test
  void shouldFindWhatIsSetWhereThereWasNothing() {
    // given
    assertThat(times.next(NOW, 10)).isEmpty();

    // when
    times.set("a", NOW);

    // then
    assertThat(times.next(NOW, 10)).containsExactly(new Due("a", NOW));
  }

  @Test
  void shouldNameAgainWhatIsSetToTheSameInstantAnew() {
    // given
    times.set("a", NOW);
    times.next(NOW, 10);

    // when
    times.set("a", NOW);

    // then
    assertThat(times.next(NOW, 10)).containsExactly(new Due("a", NOW));
  }

  /** Counts how often somebody looked for an entry. */
  private static final class SearchedStore extends InMemoryKeyValueStore {
    private int searched;

    SearchedStore() {
      super("by-instant");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
      searched++;
      return super.range(from, to);
    }
  }
}
