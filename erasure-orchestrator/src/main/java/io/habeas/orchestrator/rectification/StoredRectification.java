package io.habeas.orchestrator.rectification;

import io.habeas.orchestrator.joint.Joint;
import io.habeas.orchestrator.joint.StoredJoint;
import io.habeas.orchestrator.rectification.RectificationState.Abandoned;
import io.habeas.orchestrator.rectification.RectificationState.Completed;
import io.habeas.orchestrator.rectification.RectificationState.Halted;
import io.habeas.orchestrator.rectification.RectificationState.Locating;
import io.habeas.orchestrator.rectification.RectificationState.NotStarted;
import io.habeas.orchestrator.rectification.RectificationState.Rectifying;
import io.habeas.schemas.avro.state.RectificationPhase;

/** How a rectification is stored. */
public final class StoredRectification {
  private StoredRectification() {}

  /**
   * What is stored of it.
   *
   * @throws IllegalStateException if it has not begun
   */
  public static io.habeas.schemas.avro.state.RectificationState write(RectificationState state) {
    return switch (state) {
      case NotStarted s ->
          throw new IllegalStateException("Expected a rectification that has begun but it has not");
      case Locating s -> write(RectificationPhase.LOCATING, s.joint());
      case Rectifying s -> write(RectificationPhase.RECTIFYING, s.joint());
      case Halted s -> write(RectificationPhase.HALTED, s.joint());
      case Completed s -> write(RectificationPhase.COMPLETED, s.joint());
      case Abandoned s -> write(RectificationPhase.ABANDONED, s.joint());
    };
  }

  private static io.habeas.schemas.avro.state.RectificationState write(
      RectificationPhase phase, Joint joint) {
    return new io.habeas.schemas.avro.state.RectificationState(
        joint.requestId(), phase, StoredJoint.write(joint));
  }

  /** The rectification of which this is stored. */
  public static RectificationState read(io.habeas.schemas.avro.state.RectificationState stored) {
    Joint joint = StoredJoint.read(stored.getRequestId(), stored.getJoint());
    return switch (stored.getPhase()) {
      case LOCATING -> new Locating(joint);
      case RECTIFYING -> new Rectifying(joint);
      case HALTED -> new Halted(joint);
      case COMPLETED -> new Completed(joint);
      case ABANDONED -> new Abandoned(joint);
    };
  }
}
