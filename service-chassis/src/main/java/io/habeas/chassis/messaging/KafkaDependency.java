package io.habeas.chassis.messaging;

import io.habeas.chassis.health.Dependency;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Whether the brokers answer. */
final class KafkaDependency implements Dependency {
  private static final int PATIENCE_MILLIS = 2_000;
  private final Admin admin;

  KafkaDependency(Admin admin) {
    this.admin = admin;
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Finding check() {
    try {
      var nodes =
          admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS)).nodes();
      return new Finding(true, java.util.Map.of("brokers", nodes.get().size()));
    } catch (ExecutionException e) {
      return Finding.failed(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.failed(e);
    }
  }
}
