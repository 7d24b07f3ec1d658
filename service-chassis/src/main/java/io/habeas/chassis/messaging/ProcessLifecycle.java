package io.habeas.chassis.messaging;

import io.habeas.chassis.health.Dependency;
import io.habeas.process.ProcessHealth;
import io.habeas.process.ProcessRunner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;

/** Starts a service's processes once its topics are as they should be; answers for them. */
final class ProcessLifecycle implements SmartLifecycle, Dependency {
  private final List<ProcessRunner> runners;
  private volatile boolean running;

  ProcessLifecycle(List<ProcessRunner> runners) {
    this.runners = List.copyOf(runners);
  }

  @Override
  public void start() {
    runners.forEach(ProcessRunner::start);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    runners.forEach(ProcessRunner::close);
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
    return "processes";
  }

  @Override
  public Finding check() {
    Map<String, Object> details = new LinkedHashMap<>();
    boolean ready = true;
    for (ProcessRunner runner : runners) {
      ProcessHealth health = runner.health();
      ready &= health.ready();
      details.put(runner.name(), health);
    }
    return new Finding(ready, details);
  }
}
