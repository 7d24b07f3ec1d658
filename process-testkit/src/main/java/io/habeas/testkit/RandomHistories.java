package io.habeas.testkit;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

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
    Long only = Long.getLong(SEED);
    if (only != null) {
      run(only, history);
      return;
    }
    long first = new SplittableRandom().nextLong();
    for (int i = 0; i < count; i++) {
      run(first + i, history);
    }
  }

  private static void run(long seed, Consumer<RandomGenerator> history) {
    try {
      history.accept(new SplittableRandom(seed));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("History failed; run it alone by -D" + SEED + "=" + seed, e);
    }
  }
}
