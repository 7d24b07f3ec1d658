package io.habeas.process;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of one process from outside, as metrics and for its health. Tags are codes and
 * names of types and topics, never ids. Safe for use by several threads.
 */
public final class ProcessMonitor {
  private final MeterRegistry meters;
  private final Tags process;
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();
  private volatile @Nullable String lastError;

  /**
   * @param process the process' name, a tag on everything
   */
  public ProcessMonitor(String process, MeterRegistry meters) {
    this.meters = meters;
    this.process = Tags.of("process", process);
    gauge("wakeups.lag", "seconds by which the next wake-up is late", Task::lagSeconds);
    gauge("held.records", "records that wait for another version", Task::heldRecords);
    gauge("held.instances", "instances that wait for another version", Task::heldInstances);
    gauge("stopped", "partitions that stand still", task -> task.stopped().isEmpty() ? 0 : 1);
  }

  private record Task(
      Map<String, String> stopped, int heldInstances, long heldRecords, double lagSeconds) {}

  /** How the process is, given whether its threads work. */
  public ProcessHealth health(ProcessHealth.State state) {
    Map<String, String> stopped = new TreeMap<>();
    int instances = 0;
    long records = 0;
    for (Task task : tasks.values()) {
      stopped.putAll(task.stopped());
      instances += task.heldInstances();
      records += task.heldRecords();
    }
    return new ProcessHealth(state, stopped, instances, records, lastError);
  }

  void task(
      String task,
      Map<String, String> stoppedPartitions,
      int heldInstances,
      long heldRecords,
      Duration lag) {
    tasks.put(
        task, new Task(stoppedPartitions, heldInstances, heldRecords, lag.toMillis() / 1_000.0));
  }

  void taskClosed(String task) {
    tasks.remove(task);
  }

  void failed(Throwable failure) {
    lastError = failure.getClass().getSimpleName();
    count("failures", "error", failure.getClass().getSimpleName());
  }

  void handled(String event) {
    meters
        .counter("habeas.process.events", process.and("type", event, "outcome", "handled"))
        .increment();
  }

  void ignored(String event, String reason) {
    meters
        .counter("habeas.process.events", process.and("type", event, "outcome", "ignored"))
        .increment();
    count("ignored", "reason", reason);
  }

  void held(String reason) {
    count("held", "reason", reason);
  }

  void command(String topic) {
    count("commands", "topic", topic);
  }

  void undeliverable(String topic) {
    count("undeliverable", "topic", topic);
  }

  void deadLetter(String topic, boolean written) {
    meters
        .counter(
            "habeas.process.dead.letters",
            process.and("topic", topic, "written", String.valueOf(written)))
        .increment();
  }

  void wokenUp() {
    meters.counter("habeas.process.wakeups", process).increment();
  }

  private void count(String name, String tag, String value) {
    meters.counter("habeas.process." + name, process.and(tag, value)).increment();
  }

  private void gauge(String name, String description, ToDoubleFunction<Task> figure) {
    Gauge.builder(
            "habeas.process." + name,
            tasks,
            all -> {
              double figures = all.values().stream().mapToDouble(figure).sum();
              return name.endsWith("lag")
                  ? all.values().stream().mapToDouble(figure).max().orElse(0)
                  : figures;
            })
        .description(description)
        .tags(process)
        .register(meters);
  }
}
