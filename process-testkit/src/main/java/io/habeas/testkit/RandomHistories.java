package io.habeas.testkit;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Runs a property over many random histories. A failure names its seed; {@code
 * -Dhistories.seed=<seed>} runs that history alone.
 */
public final class RandomHistories {
  private static final String SEED = "histories.seed";

  private RandomHistories() {}

  /**
   * Checks so many of them, or only the one that is named.
   *
   * @param count how many histories
   * @param history builds one history from the given source of randomness alone, and checks it
   * @throws AssertionError naming the seed of the first history that fails
   */
  public static void check(int count, Consumer<RandomGenerator> history) {
    LongConsumer seeded = seed -> history.accept(new SplittableRandom(seed));
    Long only = Long.getLong(SEED);
    if (only != null) {
      run(only, seeded);
      return;
    }
    long first = new SplittableRandom().nextLong();
    for (int i = 0; i < count; i++) {
      run(first + i, seeded);
    }
  }

  /**
   * Checks those of the seeds from 0 on, several at a time, or only the one that is named: always
   * the same ones, so that what they come to together can be checked too.
   *
   * @param count how many histories
   * @param history builds the history of one seed, and checks it; must be safe for use by several
   *     threads
   * @return whether all were checked
   * @throws AssertionError naming the seed of a history that fails
   */
  public static boolean checkAll(long count, LongConsumer history) {
    Long only = Long.getLong(SEED);
    if (only != null) {
      run(only, history);
      return false;
    }
    LongStream.range(0, count).parallel().forEach(seed -> run(seed, history));
    return true;
  }

  private static void run(long seed, LongConsumer history) {
    try {
      history.accept(seed);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("History failed; run it alone by -D" + SEED + "=" + seed, e);
    }
  }
}
