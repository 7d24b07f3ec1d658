package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryCommand;
import io.habeas.orchestrator.erasure.ErasureCommand;
import io.habeas.orchestrator.joint.JointCommand;
import io.habeas.orchestrator.stopping.StoppingCommand;

/** What the policy of a right asks of others. */
public sealed interface RequestCommand {

  /** Of an erasure. */
  record OfErasure(ErasureCommand command) implements RequestCommand {}

  /** Of a right for which all participants do one thing. */
  record OfJoint(JointCommand command) implements RequestCommand {}

  /** Of a right for which processing stops. */
  record OfStopping(StoppingCommand command) implements RequestCommand {}

  /** Of somebody made up. */
  record OfCanary(CanaryCommand command) implements RequestCommand {}
}
