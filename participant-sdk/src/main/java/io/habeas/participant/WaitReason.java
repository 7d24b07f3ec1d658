package io.habeas.participant;

/** Why a task cannot be carried out now. Shown in the status of the request. */
public enum WaitReason {
  /** Down, too slow, or refusing connections. */
  STORE_UNAVAILABLE,
  /** It can be read but not written. */
  STORE_READ_ONLY,
  /** Somebody else holds a lock on one of the records. */
  RECORD_LOCKED,
  /** The store no longer takes the credentials, or they no longer allow what is asked. */
  STORE_FORBIDDEN,
  /** The store has no space left to write what a change needs. */
  STORE_FULL,
  /** The store takes no more calls for now. */
  RATE_LIMITED,
  /** A processor took the order and has not carried it out yet. */
  PROCESSOR_WORKING,
  /** A person was asked to do it and has not said yet that it is done. */
  AWAITING_PERSON,
  /** The data map and the store contradict each other. */
  MAP_MISMATCH,
  /** The vault does not grant identifiers for this task yet. */
  IDENTIFIERS_NOT_YET_KNOWN,
  /** The vault does not answer. */
  VAULT_UNAVAILABLE,
  /** The storage takes no upload now, or not at this address any more. */
  STORAGE_UNAVAILABLE,
  /** Not approved for what it does, or not able to for a reason of its own. */
  UNFIT,
  /** A defect: somebody has to look. */
  INTERNAL_ERROR
}
