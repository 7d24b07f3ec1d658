package io.habeas.storeagent.jdbc;

import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.StoreUnderTest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The contract on a real PostgreSQL, with the sample controller's tables and map. */
class PostgresContractIT extends DataHolderContract {

  /** Databases that nobody works on: to make one takes longer than to empty one. */
  private static final Deque<String> IDLE = new ArrayDeque<>();

  @Override
  protected StoreUnderTest open() {
    String url = Optional.ofNullable(IDLE.poll()).orElseGet(Databases::create);
    JdbcTemplate observer = Databases.observer(url);
    observer.execute("DROP SCHEMA IF EXISTS habeas CASCADE; DROP SCHEMA public CASCADE");
    observer.execute("CREATE SCHEMA public; " + Databases.sample("schema.sql"));
    return new Accounts(
        observer,
        () -> Agent.on(url, Databases.samplePath("accounts.yml")),
        "(SELECT generate_series(%d, %d) AS n)",
        new FailingStatement(observer),
        () -> IDLE.push(url));
  }
}
