package io.habeas.standalone.cli;

import io.habeas.standalone.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints what a person at a terminal wants to know. Safe for several threads. */
final class Terminal implements Progress {

  private final PrintWriter out;

  Terminal(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void ready(String part, String where, Duration took) {
    say("  %-22s %5.1f s   %s", part, took.toMillis() / 1000.0, where);
  }

  synchronized void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
