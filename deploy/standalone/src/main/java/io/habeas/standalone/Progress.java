package io.habeas.standalone;

import java.time.Duration;

/** Hears of each part as it becomes ready. Called from several threads. */
public interface Progress {

  /**
   * A part is ready.
   *
   * @param part its name
   * @param where its address
   * @param took how long it took to start
   */
  void ready(String part, String where, Duration took);
}
