package io.habeas.participant.testkit;

/** What every part of the contract is tried on. */
interface ContractPart {

  /** The trial of the test that is running. */
  Trial trial();
}
