package io.habeas.chassis.messaging;

import io.habeas.schemas.Topic;
import java.util.List;

/**
 * The topics of a service: brought into being, where it writes them, and held against the catalogue
 * before anything else starts.
 *
 * @param writes those whose one writer it is
 * @param reads those it listens to, whose dead letters it writes
 */
public record ServiceTopics(List<Topic<?>> writes, List<Topic<?>> reads) {
  public ServiceTopics {
    writes = List.copyOf(writes);
    reads = List.copyOf(reads);
  }
}
