package io.habeas.participant.autoconfigure;

import io.habeas.participant.DataHolder;
import io.habeas.participant.WaitReason;
import io.habeas.process.probe.Probe;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether this application takes part, and if not, why not. Names things, never people. */
final class ParticipantHealth implements HealthIndicator {
  private final DataHolder holder;
  private final List<Probe> probes;

  ParticipantHealth(DataHolder holder, List<Probe> probes) {
    this.holder = holder;
    this.probes = List.copyOf(probes);
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (Probe probe : probes) {
      Probe.Finding finding = probe.check();
      if (!finding.up()) {
        health.down();
      }
      health.withDetail(probe.name(), finding.details().isEmpty() ? "up" : finding.details());
    }
    holder().ifPresent(reason -> health.down().withDetail("holder", reason));
    return health.build();
  }

  /** Why the holder takes no tasks. Of a failure only the kind is told: its text may quote data. */
  private Optional<String> holder() {
    try {
      return holder.unfit().map(WaitReason::name);
    } catch (RuntimeException e) {
      return Optional.of(e.getClass().getSimpleName());
    }
  }
}
