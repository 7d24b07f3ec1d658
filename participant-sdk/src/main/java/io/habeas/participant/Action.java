package io.habeas.participant;

/** What a participant can be asked to do. */
public enum Action {
  LOCATE,
  RESTRICT,
  LIFT,
  ERASE,
  VERIFY,
  EXPORT,
  RECTIFY,
  SEED,
  EXPIRE
}
