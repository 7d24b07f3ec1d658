package io.habeas.intake.decisions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hold on a person as it was sent: nothing is known of it yet. */
record SubjectHoldForm(
    @Nullable List<@Nullable IdentifierForm> identifiers,
    @Nullable String authority,
    @Nullable String reasons,
    @Nullable String evidence) {

  /** Says nothing about whom it is, and free text stays here. */
  @Override
  public String toString() {
    return "SubjectHoldForm[***]";
  }

  record IdentifierForm(@Nullable String type, @Nullable String value) {
    @Override
    public String toString() {
      return "IdentifierForm[***]";
    }
  }
}
