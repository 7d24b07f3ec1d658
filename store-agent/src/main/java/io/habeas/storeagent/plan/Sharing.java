package io.habeas.storeagent.plan;

/**
 * Whether a connector looks, before it touches a row that several people may share, for others who
 * do: an address that two customers have, say.
 */
public enum Sharing {
  /** It does not: a map with such rows is an error. */
  REFUSED,
  /** It does: such rows are reached by links marked {@link StorePlan.Link#shared}. */
  UNDERSTOOD
}
