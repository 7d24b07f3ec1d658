package io.habeas.chassis.messaging;

import io.habeas.chassis.health.Dependency;
import io.habeas.process.listener.ListenerHealth;
import io.habeas.process.listener.ListenerRunner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;

/** Starts a service's listeners once its topics are as they should be; answers for them. */
final class ListenerLifecycle implements SmartLifecycle, Dependency {
  private final List<ListenerRunner> runners;
  private volatile boolean running;

  ListenerLifecycle(List<ListenerRunner> runners) {
    this.runners = List.copyOf(runners);
  }

  @Override
  public void start() {
    runners.forEach(ListenerRunner::start);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    runners.forEach(ListenerRunner::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return TopicsLifecycle.PHASE + 1;
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
