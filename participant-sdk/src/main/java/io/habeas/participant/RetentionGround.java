package io.habeas.participant;

/** Art. 17(3): why a record may nevertheless be kept. */
public enum RetentionGround {
  /** Freedom of expression and information. */
  ART_17_3_A,
  /** A legal obligation, or a task in the public interest. */
  ART_17_3_B,
  /** Public health. */
  ART_17_3_C,
  /** Archiving, research or statistics. */
  ART_17_3_D,
  /** Legal claims. */
  ART_17_3_E
}
