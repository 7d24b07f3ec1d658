package io.habeas.participant;

/** Art. 17(1): why erasure is owed. */
public enum ErasureGround {
  /** No longer needed. */
  ART_17_1_A,
  /** Consent withdrawn. */
  ART_17_1_B,
  /** Objection. */
  ART_17_1_C,
  /** Unlawfully processed. */
  ART_17_1_D,
  /** A legal obligation to erase. */
  ART_17_1_E,
  /** Collected from a child. */
  ART_17_1_F
}
