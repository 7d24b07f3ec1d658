package io.habeas.verifier.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

/** Work that dies before one of its steps. */
final class Crash {
  private Crash() {}

  /**
   * Does it until it dies, or is done without.
   *
   * @param step the one before which it dies, from 1
   * @param work is given what it has to call before each step
   */
  static void before(int step, Consumer<Runnable> work) {
    int[] steps = {0};
    try {
      work.accept(
          () -> {
            if (++steps[0] == step) {
              throw new IllegalStateException("Expected to live on but died");
            }
          });
    } catch (IllegalStateException died) {
      assertThat(died).hasMessageEndingWith("died");
    }
  }
}
