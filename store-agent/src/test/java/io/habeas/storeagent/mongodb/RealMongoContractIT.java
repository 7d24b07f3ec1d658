package io.habeas.storeagent.mongodb;

import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.StoreUnderTest;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * The same contract on MongoDB itself, where there is one: {@code -Dtests.mongodb.uri}. Makes
 * databases named {@code contract-...} there and drops them; breaks nothing off.
 */
class RealMongoContractIT extends DataHolderContract {
  private static final String URI = "tests.mongodb.uri";

  @BeforeAll
  static void server() {
    Assumptions.assumeTrue(
        System.getProperty(URI) != null,
        "Expected a MongoDB server, named by -D" + URI + ", but none is");
  }

  @Override
  protected StoreUnderTest open() {
    return new Conversations(Objects.requireNonNull(System.getProperty(URI)), Optional.empty());
  }
}
