package io.habeas.intake.decisions;

import org.jspecify.annotations.Nullable;

/** A hold on a whole store, or its release, as it was sent: nothing is known of it yet. */
record StoreHoldForm(
    @Nullable String participant, @Nullable String collection, @Nullable String reasons) {

  /** Free text stays here. */
  @Override
  public String toString() {
    return "StoreHoldForm[***]";
  }
}
