package io.habeas.protocol.fanout;

/** Why a reply changes nothing. */
public enum Objection {
  /** By a participant that was not asked about this request. */
  UNKNOWN_PARTICIPANT("unknown-participant"),
  /** To a task that a later one has replaced. */
  STALE_STEP("stale-step"),
  /** To a task that was never asked. */
  FUTURE_STEP("future-step"),
  /** The task is answered already. */
  DUPLICATE("duplicate"),
  /** To the right step, but not what was asked. */
  OTHER_TASK("other-task");

  private final String code;

  Objection(String code) {
    this.code = code;
  }

  /** The reason as it is counted. */
  public String code() {
    return code;
  }
}
