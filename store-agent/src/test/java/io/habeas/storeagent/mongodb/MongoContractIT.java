package io.habeas.storeagent.mongodb;

import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.StoreUnderTest;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** The contract on the stand-in for MongoDB, with the sample controller's documents and map. */
class MongoContractIT extends DataHolderContract {
  private static final FaultyMongo SERVER = new FaultyMongo();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Override
  protected StoreUnderTest open() {
    return new Conversations(
        SERVER.uri(),
        Optional.of(
            new Interruptions() {
              @Override
              public void at(int n, Moment moment) {
                SERVER.failWrite(n, FaultyMongo.Moment.valueOf(moment.name()));
              }

              @Override
              public boolean mend() {
                return SERVER.mend();
              }
            }));
  }
}
