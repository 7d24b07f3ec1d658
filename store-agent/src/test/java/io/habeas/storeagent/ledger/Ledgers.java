package io.habeas.storeagent.ledger;

import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.platform.EmbeddedMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One stand-in for MongoDB per test JVM, and ledgers in a fresh database of it. */
public final class Ledgers {
  private static final EmbeddedMongo SERVER = EmbeddedMongo.inMemory();

  private Ledgers() {}

  /** A database that no ledger is in yet. */
  public static LedgerConnection database() {
    return database(null);
  }

  /**
   * @param keyset where the keyset is; null for none
   */
  public static LedgerConnection database(@Nullable String keyset) {
    return at(SERVER.uri(), "ledger-" + UUID.randomUUID(), keyset);
  }

  /** A database of some server. */
  public static LedgerConnection at(String uri, String database, @Nullable String keyset) {
    return new LedgerConnection(
        uri,
        database,
        keyset,
        4,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofDays(180));
  }

  public static Ledger open(LedgerConnection connection, SettableClock clock) {
    return new Ledger(connection, "processor", clock);
  }

  public static Ledger open(
      LedgerConnection connection, SettableClock clock, List<CommandListener> listeners) {
    return new Ledger(connection, "processor", clock, listeners);
  }

  /** Everything there is, as JSON, the agent's own and anybody else's. */
  public static List<String> contents(LedgerConnection connection) {
    List<String> contents = new ArrayList<>();
    try (var client = MongoClients.create(connection.uri())) {
      var database = client.getDatabase(connection.database());
      for (String name : database.listCollectionNames()) {
        database.getCollection(name).find().forEach(each -> contents.add(name + each.toJson()));
      }
    }
    return contents;
  }
}
