package io.habeas.orchestrator.erasure.history;

import java.util.SplittableRandom;

/**
 * All that is left to chance in one history; its seed alone decides it. What does not change what
 * else happens has dice of its own.
 */
final class Dice {
  /** What happens, when, and what goes wrong. */
  final SplittableRandom random;

  /** When the same person asks for accesses. */
  final SplittableRandom accesses;

  /** What becomes of data maps. */
  final SplittableRandom maps;

  /** When stores report what they keep, and what is done to that by hand. */
  final SplittableRandom reports;

  /** On what participants rest, and when that changes. */
  final SplittableRandom bases;

  private int faultsLeft;

  Dice(long seed) {
    random = new SplittableRandom(seed);
    accesses = new SplittableRandom(~seed);
    maps = new SplittableRandom(Long.reverse(seed));
    reports = new SplittableRandom(~Long.reverse(seed));
    bases = new SplittableRandom(Long.reverse(~seed));
    faultsLeft = random.nextInt(5) == 0 ? 0 : random.nextInt(60);
  }

  /** Whether something goes wrong now, which happens only so often in a history. */
  boolean fault(int percent) {
    if (faultsLeft == 0 || random.nextInt(100) >= percent) {
      return false;
    }
    faultsLeft--;
    return true;
  }

  /** Nothing goes wrong any more. */
  boolean isCalm() {
    return faultsLeft == 0;
  }

  void calm() {
    faultsLeft = 0;
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
