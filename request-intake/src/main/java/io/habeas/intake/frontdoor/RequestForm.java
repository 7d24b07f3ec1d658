package io.habeas.intake.frontdoor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as it is sent; anything can be missing. */
record RequestForm(
    @Nullable String right,
    @Nullable List<@Nullable IdentifierForm> identifiers,
    @Nullable String locale,
    @Nullable String channel,
    @Nullable List<@Nullable CorrectionForm> corrections,
    @Nullable String statement,
    @Nullable String ground,
    @Nullable List<@Nullable String> purposes) {

  /** Says nothing about whom it is. */
  @Override
  public String toString() {
    return "RequestForm[***]";
  }

  record IdentifierForm(@Nullable String type, @Nullable String value) {
    @Override
    public String toString() {
      return "IdentifierForm[***]";
    }
  }

  record CorrectionForm(@Nullable String category, @Nullable String value) {
    @Override
    public String toString() {
      return "CorrectionForm[***]";
    }
  }
}
