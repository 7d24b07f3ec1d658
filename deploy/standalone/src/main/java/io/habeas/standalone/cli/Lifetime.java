package io.habeas.standalone.cli;

import io.habeas.standalone.Standalone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Sees to it that a standalone is stopped however this process ends: by itself, by Ctrl-C, or by a
 * polite kill.
 */
final class Lifetime {

  private final Standalone standalone;
  private final List<Path> leftovers = new CopyOnWriteArrayList<>();

  private Lifetime(Standalone standalone) {
    this.standalone = standalone;
  }

  static Lifetime begin(Standalone standalone, Terminal terminal) {
    Lifetime lifetime = new Lifetime(standalone);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  terminal.say("Stopping ...");
                  lifetime.end();
                  terminal.say("Stopped.");
                },
                "stop"));
    return lifetime;
  }

  Standalone standalone() {
    return standalone;
  }

  void deleteAtTheEnd(Path directory) {
    leftovers.add(directory);
  }

  /** Takes {@link #deleteAtTheEnd} back: what went wrong is to be looked at. */
  void keepEverything() {
    leftovers.clear();
  }

  private void end() {
    standalone.close();
    leftovers.forEach(Lifetime::delete);
  }

  private static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
