package io.habeas.storeagent.processor;

import io.habeas.participant.WaitReason;

/** A call to a processor came to nothing. */
public final class ProcessorFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final WaitReason reason;
  private final Trace trace;

  /** What the call may have left at the processor. */
  public enum Trace {
    /** It was refused or never arrived: nothing was changed there. */
    NONE,
    /** It may have been carried out all the same. */
    UNKNOWN
  }

  /**
   * @param what what happened, in codes; never what was sent or answered
   */
  public ProcessorFailure(WaitReason reason, Trace trace, String what) {
    super(what);
    this.reason = reason;
    this.trace = trace;
  }

  /** Why the task must wait. */
  public WaitReason reason() {
    return reason;
  }

  /** Whether the processor may have carried it out. */
  public Trace trace() {
    return trace;
  }
}
