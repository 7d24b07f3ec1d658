package io.habeas.endtoend.killed;

import io.habeas.platform.EmbeddedKafka;
import java.nio.file.Path;

/** The broker in a process of its own; public, since another class calls it by name. */
public final class BrokerProcess {
  private BrokerProcess() {}

  /** Its directory and its port. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedKafka.start(new EmbeddedKafka.Options(Path.of(args[0]), Integer.parseInt(args[1])));
    Thread.currentThread().join();
  }
}
