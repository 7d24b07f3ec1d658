package io.habeas.storeagent.connector;

/** What a connector is made for. */
public enum Use {
  /** To carry out tasks. What is noted in the store is this dataset's from then on. */
  SERVING,
  /** To see whether that could be done. */
  LOOKING
}
