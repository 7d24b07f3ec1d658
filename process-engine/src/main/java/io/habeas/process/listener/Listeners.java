package io.habeas.process.listener;

import io.habeas.process.probe.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All listeners of a service: started and stopped together, and looked at together. */
public final class Listeners implements Probe, AutoCloseable {
  private final List<ListenerRunner> runners;

  public Listeners(List<ListenerRunner> runners) {
    this.runners = List.copyOf(runners);
  }

  /** Starts to listen. */
  public void start() {
    runners.forEach(ListenerRunner::start);
  }

  /** Stops each after the message at hand. */
  @Override
  public void close() {
    runners.forEach(ListenerRunner::close);
  }

  @Override
  public String name() {
    return "listeners";
  }

  @Override
  public Finding check() {
    Map<String, Object> details = new LinkedHashMap<>();
    boolean ready = true;
    for (ListenerRunner runner : runners) {
      ListenerHealth health = runner.health();
      ready &= health.ready();
      details.put(runner.name(), health);
    }
    return new Finding(ready, details);
  }
}
