package io.habeas.process.probe;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Whether the brokers answer. */
public final class BrokerProbe implements Probe {
  private static final int PATIENCE_MILLIS = 2_000;
  private final Admin admin;

  /**
   * @param admin stays the caller's to close
   */
  public BrokerProbe(Admin admin) {
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
