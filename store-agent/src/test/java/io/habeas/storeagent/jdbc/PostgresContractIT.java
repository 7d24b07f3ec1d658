package io.habeas.storeagent.jdbc;

import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.plan.StorePlan;

/** The contract on a real PostgreSQL, with the sample controller's tables and map. */
class PostgresContractIT extends DataHolderContract {
  private static final StorePlan PLAN = Agent.plan(Databases.samplePath("accounts.yml"));
  private static final ReusedDatabases DATABASES =
      new ReusedDatabases(Databases.sample("schema.sql"));

  @Override
  protected StoreUnderTest open() {
    ReusedDatabases.Database database = DATABASES.take();
    return new Accounts(
        database.observer(),
        () -> Agent.on(Agent.connection(database.url(), "postgres", null), PLAN),
        "(SELECT generate_series(%d, %d) AS n)",
        new FailingStatement(database.observer()),
        () -> DATABASES.giveBack(database));
  }
}
