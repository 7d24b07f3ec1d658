package io.habeas.intake.decisions;

import org.jspecify.annotations.Nullable;

/** A decision as it was sent, of whichever kind: nothing is known of it yet. */
record DecisionForm(
    @Nullable String ground,
    @Nullable String participant,
    @Nullable String outcome,
    @Nullable String finding,
    @Nullable String reasons,
    @Nullable String evidence) {

  /** Free text stays here. */
  @Override
  public String toString() {
    return "DecisionForm[***]";
  }
}
