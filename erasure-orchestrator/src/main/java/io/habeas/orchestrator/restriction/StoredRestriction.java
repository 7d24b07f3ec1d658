package io.habeas.orchestrator.restriction;

import io.habeas.orchestrator.joint.Joint;
import io.habeas.orchestrator.joint.StoredJoint;
import io.habeas.orchestrator.restriction.RestrictionState.Abandoned;
import io.habeas.orchestrator.restriction.RestrictionState.Halted;
import io.habeas.orchestrator.restriction.RestrictionState.Lifted;
import io.habeas.orchestrator.restriction.RestrictionState.Lifting;
import io.habeas.orchestrator.restriction.RestrictionState.Locating;
import io.habeas.orchestrator.restriction.RestrictionState.NotStarted;
import io.habeas.orchestrator.restriction.RestrictionState.Restricting;
import io.habeas.orchestrator.restriction.RestrictionState.Standing;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.state.RestrictionPhase;
import org.jspecify.annotations.Nullable;

/** How a restriction is stored. */
public final class StoredRestriction {
  private StoredRestriction() {}

  /**
   * What is stored of it.
   *
   * @throws IllegalStateException if it has not begun
   */
  public static io.habeas.schemas.avro.state.RestrictionState write(RestrictionState state) {
    return switch (state) {
      case NotStarted s ->
          throw new IllegalStateException("Expected a restriction that has begun but it has not");
      case Locating s -> write(RestrictionPhase.LOCATING, s.joint(), null);
      case Restricting s -> write(RestrictionPhase.RESTRICTING, s.joint(), null);
      case Halted s -> write(RestrictionPhase.HALTED, s.joint(), null);
      case Standing s -> write(RestrictionPhase.STANDING, s.joint(), null);
      case Lifting s -> write(RestrictionPhase.LIFTING, s.joint(), s.endingFor());
      case Lifted s -> write(RestrictionPhase.LIFTED, s.joint(), null);
      case Abandoned s -> write(RestrictionPhase.ABANDONED, s.joint(), null);
    };
  }

  private static io.habeas.schemas.avro.state.RestrictionState write(
      RestrictionPhase phase, Joint joint, @Nullable EndCause endingFor) {
    return new io.habeas.schemas.avro.state.RestrictionState(
        joint.requestId(), phase, endingFor, StoredJoint.write(joint));
  }

  /** The restriction of which this is stored. */
  public static RestrictionState read(io.habeas.schemas.avro.state.RestrictionState stored) {
    Joint joint = StoredJoint.read(stored.getRequestId(), stored.getJoint());
    return switch (stored.getPhase()) {
      case LOCATING -> new Locating(joint);
      case RESTRICTING -> new Restricting(joint);
      case HALTED -> new Halted(joint);
      case STANDING -> new Standing(joint);
      case LIFTING -> new Lifting(joint, stored.getEndingFor());
      case LIFTED -> new Lifted(joint);
      case ABANDONED -> new Abandoned(joint);
    };
  }
}
