package io.habeas.storeagent.mongodb;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** A stand-in for MongoDB that fails when it is told to. */
public final class FaultyMongo implements AutoCloseable {
  private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");
  private static final Set<String> READS = Set.of("find", "getMore", "listCollections");

  /** MaxTimeMSExpired: the driver neither tries again nor takes the server for lost. */
  private static final int TOO_SLOW = 50;

  private static final Fault NONE = new Fault(Set.of(), Moment.BEFORE, 0, false);

  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final MongoBackend backend = H2Backend.inMemory();
  private final MongoServer server;
  private final String uri;
  private volatile Fault fault = NONE;

  public FaultyMongo() {
    // It says at length that it did what it was told to.
    ((Logger) LoggerFactory.getLogger(MongoServer.class.getPackageName())).setLevel(Level.OFF);
    server =
        new MongoServer(
            (MongoBackend)
                Proxy.newProxyInstance(
                    FaultyMongo.class.getClassLoader(),
                    new Class<?>[] {MongoBackend.class},
                    (proxy, method, arguments) -> {
                      try {
                        return arguments != null && arguments[0] instanceof MongoMessage message
                            ? handle(message)
                            : method.invoke(backend, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
    uri = "mongodb://127.0.0.1:" + server.bind().getPort();
  }

  /** Whether what fails has happened all the same. */
  public enum Moment {
    BEFORE,
    AFTER
  }

  private record Fault(Set<String> commands, Moment moment, int code, boolean lasting) {}

  /** Where it answers. */
  public String uri() {
    return uri;
  }

  /** Fails the {@code n}th write from now on, once. */
  public void failWrite(int n, Moment moment) {
    fail(WRITES, n, moment, TOO_SLOW, false);
  }

  /** Fails the {@code n}th read from now on, once. */
  void failRead(int n) {
    fail(READS, n, Moment.BEFORE, TOO_SLOW, false);
  }

  /** Refuses every write from now on with {@code code}. */
  void refuseWrites(int code) {
    fail(WRITES, 1, Moment.BEFORE, code, true);
  }

  /** Refuses every read and write from now on with {@code code}. */
  void refuse(int code) {
    fail(
        Set.of("find", "insert", "update", "delete", "listCollections"),
        1,
        Moment.BEFORE,
        code,
        true);
  }

  private void fail(Set<String> commands, int n, Moment moment, int code, boolean lasting) {
    fault = new Fault(commands, moment, code, lasting);
    left.set(n);
  }

  /** Works again. Returns whether what was to fail once has failed. */
  public boolean mend() {
    fault = NONE;
    return left.getAndSet(Integer.MAX_VALUE) <= 0;
  }

  private Document handle(MongoMessage message) {
    String command = message.getDocument().keySet().iterator().next();
    Fault current = fault;
    boolean fails =
        current.commands().contains(command) && (current.lasting() || left.decrementAndGet() == 0);
    if (fails && current.moment() == Moment.BEFORE) {
      throw new MongoServerError(current.code(), "Fault", "secret of ada@example.com");
    }
    Document answer = backend.handleMessage(message);
    if (fails) {
      throw new MongoServerError(current.code(), "Fault", "secret of ada@example.com");
    }
    return answer;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
