package io.habeas.participant.testkit;

/** A service that keeps the contract. */
class NotebookContractTest extends DataHolderContract {

  @Override
  protected StoreUnderTest open() {
    return new NotebookStore(Notebook::new);
  }
}
