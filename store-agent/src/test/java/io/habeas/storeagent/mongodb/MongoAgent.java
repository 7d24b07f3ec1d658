package io.habeas.storeagent.mongodb;

import com.mongodb.event.CommandListener;
import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlanner;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store agent on a MongoDB database, without its topics. */
final class MongoAgent extends TaskDesk implements AutoCloseable {
  static final byte[] HASH_KEY = new byte[32];
  static final Path SAMPLE = Path.of("..", "deploy", "sample", "anypromt", "conversations.yml");

  final MongoConnector connector;

  private MongoAgent(
      MongoConnector connector, DocumentPlan plan, MemoryVault vault, SettableClock clock) {
    super(connector.holder(), connector.outcomes(), plan.yields(), vault, clock);
    this.connector = connector;
  }

  static MongoAgent on(MongoDatabases.Database database, DocumentPlan plan) {
    return on(database, plan, new MemoryVault(), new SettableClock(), List.of());
  }

  static MongoAgent on(
      MongoDatabases.Database database,
      DocumentPlan plan,
      MemoryVault vault,
      SettableClock clock,
      List<CommandListener> listeners) {
    return on(connection(database, null), plan, vault, clock, listeners);
  }

  /**
   * @param reader the connection string of the user that only reads; null for the same one
   */
  static MongoConnection connection(MongoDatabases.Database database, @Nullable String reader) {
    return new MongoConnection(
        database.uri(),
        database.name(),
        reader,
        4,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        3);
  }

  /** One that makes the notes in the database those of its dataset. */
  static MongoAgent serving(MongoDatabases.Database database, DocumentPlan plan) {
    return on(
        connection(database, null),
        plan,
        new MemoryVault(),
        new SettableClock(),
        Use.SERVING,
        List.of());
  }

  static MongoAgent on(
      MongoConnection connection,
      DocumentPlan plan,
      MemoryVault vault,
      SettableClock clock,
      List<CommandListener> listeners) {
    return on(connection, plan, vault, clock, Use.LOOKING, listeners);
  }

  private static MongoAgent on(
      MongoConnection connection,
      DocumentPlan plan,
      MemoryVault vault,
      SettableClock clock,
      Use use,
      List<CommandListener> listeners) {
    return new MongoAgent(
        new MongoConnector(connection, plan, Optional.of(HASH_KEY), clock, use, listeners),
        plan,
        vault,
        clock);
  }

  static DocumentPlan sample() {
    return DocumentPlanner.plan(DataMapReader.read(SAMPLE).datasets().getFirst());
  }

  static DocumentPlan plan(String map) {
    return DocumentPlanner.plan(
        DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst());
  }

  /** What is read out, each record after the name of its collection. */
  List<String> export(UUID request, int step) throws Deferred {
    List<String> records = new ArrayList<>();
    connector
        .holder()
        .export(
            new Task(request, step, vault.identifiers()),
            (collection, json) -> records.add(collection + " " + json));
    return records;
  }

  @Override
  public void close() {
    connector.close();
  }
}
