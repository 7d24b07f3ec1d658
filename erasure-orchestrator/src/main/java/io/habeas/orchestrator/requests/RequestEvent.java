package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryEvent;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.orchestrator.stopping.StoppingEvent;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.Right;
import java.util.List;

/**
 * What can happen to a request. What arrives is read once, in the terms of an erasure as far as an
 * erasure knows it; whose request it is, only its state tells.
 */
public sealed interface RequestEvent {

  /** What it is called in metrics. */
  String name();

  /** Something that an erasure knows. */
  sealed interface Known extends RequestEvent {
    /** In the terms of an erasure. */
    ErasureEvent event();
  }

  /** Something that an erasure knows. */
  record Common(ErasureEvent event) implements Known {
    @Override
    public String name() {
      return event.getClass().getSimpleName();
    }
  }

  /**
   * A store restricts records.
   *
   * @param counts how many, as it said: no erasure asks, but the person is told of a restriction
   */
  record Restricted(ErasureEvent.RecordsRestricted event, List<CollectionCount> counts)
      implements Known {
    public Restricted {
      counts = List.copyOf(counts);
    }

    @Override
    public String name() {
      return event.getClass().getSimpleName();
    }
  }

  /** Something that an erasure does not know. */
  record OfJoint(JointEvent event) implements RequestEvent {
    @Override
    public String name() {
      return event.getClass().getSimpleName();
    }
  }

  /** Something that concerns only requests for which processing stops. */
  record OfStopping(StoppingEvent event) implements RequestEvent {
    @Override
    public String name() {
      return event.getClass().getSimpleName();
    }
  }

  /** Something that only a canary knows. */
  record OfCanary(CanaryEvent event) implements RequestEvent {
    @Override
    public String name() {
      return event.getClass().getSimpleName();
    }
  }

  /** A request for another right than erasure is accepted. */
  record Accepted(Right right, JointEvent.RequestAccepted event) implements RequestEvent {
    @Override
    public String name() {
      return event.getClass().getSimpleName();
    }
  }
}
