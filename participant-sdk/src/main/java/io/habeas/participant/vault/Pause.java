package io.habeas.participant.vault;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Lets time pass between two attempts; a test lets it pass at once. */
@FunctionalInterface
public interface Pause {

  /**
   * @throws CancellationException if the thread was interrupted, and stays interrupted
   */
  void pause(Duration duration);

  /** Makes the calling thread wait. */
  static Pause sleeping() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("Expected to wait but was interrupted");
      }
    };
  }
}
