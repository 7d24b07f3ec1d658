package io.habeas.storeagent.ledger;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.Order.State;
import io.habeas.storeagent.mongodb.MongoFailures;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Orders in one document per request and operation. */
final class MongoOrders implements Orders {
  static final String KEY = "key";
  static final String REQUEST = "request";
  private static final String STEP = "step";
  private static final String OPERATION = "operation";
  private static final String STATE = "state";
  private static final String DETAIL = "detail";
  private static final String PLACED_AT = "placedAt";
  private static final String CHANGED_AT = "changedAt";

  private static final String PLACED = "PLACED";
  private static final String SENT = "SENT";
  private static final String FINISHED = "FINISHED";
  private static final String ABANDONED = "ABANDONED";

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,200}");

  /** Every turn that is lost was somebody else's to win. */
  private static final int TURNS = 5;

  private final Ledger ledger;
  private final Clock clock;

  MongoOrders(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Order place(TaskId task, String operation) throws Deferred {
    if (!CODE.matcher(operation).matches()) {
      throw new IllegalArgumentException(
          "Expected the code of an operation but got something else");
    }
    String id = ledger.name(task.requestId().toString(), operation);
    for (int turn = 0; turn < TURNS; turn++) {
      Optional<Order> placed = ledger.guarded(() -> tryToPlace(id, task, operation));
      if (placed.isPresent()) {
        if (placed.get().task().step() > task.step()) {
          break;
        }
        return placed.get();
      }
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  /** The order; empty if somebody else changed it meanwhile. */
  private Optional<Order> tryToPlace(String id, TaskId task, String operation) {
    BsonDocument found = orders().find(Filters.eq(id)).first();
    if (found == null) {
      BsonDocument fresh = fresh(id, task, operation);
      try {
        orders().insertOne(fresh);
        return Optional.of(read(fresh));
      } catch (MongoException e) {
        if (MongoFailures.isDuplicate(e)) {
          return Optional.empty();
        }
        throw e;
      }
    }
    Order standing = read(found);
    int step = standing.task().step();
    if (step > task.step()) {
      return Optional.of(standing);
    }
    Bson unchanged =
        Filters.and(
            Filters.eq(id),
            Filters.eq(KEY, found.get(KEY)),
            Filters.eq(STATE, found.get(STATE)),
            Filters.eq(STEP, found.get(STEP)));
    boolean over =
        switch (standing.state()) {
          case State.Placed placed -> false;
          case State.Sent sent -> false;
          case State.Finished finished -> step < task.step();
          case State.Abandoned abandoned -> true;
        };
    if (over) {
      BsonDocument fresh = fresh(id, task, operation);
      return orders().replaceOne(unchanged, fresh).getMatchedCount() == 1
          ? Optional.of(read(fresh))
          : Optional.empty();
    }
    if (step == task.step()) {
      return Optional.of(standing);
    }
    Bson takeUp =
        Updates.combine(
            Updates.set(STEP, new BsonInt32(task.step())), Updates.set(CHANGED_AT, now()));
    return orders().updateOne(unchanged, takeUp).getMatchedCount() == 1
        ? Optional.of(
            new Order(standing.key(), task, operation, standing.placedAt(), standing.state()))
        : Optional.empty();
  }

  @Override
  public Order sent(Order order, String reference) throws Deferred {
    return change(order, SENT, reference, PLACED);
  }

  @Override
  public Order finished(Order order, String result) throws Deferred {
    return change(order, FINISHED, result, PLACED, SENT);
  }

  @Override
  public Order abandoned(Order order) throws Deferred {
    return change(order, ABANDONED, null, PLACED, SENT);
  }

  private Order change(Order order, String to, @Nullable String detail, String... from)
      throws Deferred {
    Bson same =
        Filters.and(
            Filters.eq(ledger.name(order.task().requestId().toString(), order.operation())),
            Filters.eq(KEY, order.key().toString()));
    List<Bson> changes = new ArrayList<>();
    changes.add(Updates.set(STATE, to));
    changes.add(Updates.set(CHANGED_AT, now()));
    changes.add(detail == null ? Updates.unset(DETAIL) : Updates.set(DETAIL, detail));
    Optional<Order> standing =
        ledger.guarded(
            () -> {
              orders()
                  .updateOne(
                      Filters.and(same, Filters.in(STATE, List.of(from))),
                      Updates.combine(changes));
              return Optional.ofNullable(orders().find(same).first()).map(this::read);
            });
    return standing.orElseThrow(() -> new Deferred(WaitReason.RECORD_LOCKED));
  }

  @Override
  public Optional<Order> byKey(UUID key) throws Deferred {
    return ledger.guarded(
        () ->
            Optional.ofNullable(orders().find(Filters.eq(KEY, key.toString())).first())
                .filter(found -> found.getString("_id").getValue().startsWith(ledger.name("")))
                .map(this::read));
  }

  @Override
  public List<Order> of(UUID requestId) throws Deferred {
    return ledger.guarded(
        () ->
            orders()
                .find(ofRequest(requestId))
                .sort(Sorts.ascending("_id"))
                .map(this::read)
                .into(new ArrayList<>()));
  }

  /** Drops what no step after this one can need. */
  void dropAfter(TaskId task, Action action, Outcome outcome) {
    Bson done =
        switch (action) {
          case RESTRICT, ERASE -> Filters.lt(STEP, 0);
          case LIFT -> Filters.lte(STEP, task.step());
          case VERIFY ->
              outcome instanceof Outcome.ErasureVerified
                  ? Filters.lte(STEP, task.step())
                  : Filters.eq(STEP, task.step());
          case LOCATE, EXPORT, RECTIFY, SEED, EXPIRE -> Filters.eq(STEP, task.step());
        };
    orders().deleteMany(Filters.and(ofRequest(task.requestId()), done));
  }

  void dropUntouchedSince(Instant since) {
    orders().deleteMany(Filters.lt(CHANGED_AT, new BsonDateTime(since.toEpochMilli())));
  }

  private Bson ofRequest(UUID requestId) {
    return Filters.eq(REQUEST, ledger.name(requestId.toString()));
  }

  private BsonDocument fresh(String id, TaskId task, String operation) {
    return new BsonDocument("_id", new BsonString(id))
        .append(REQUEST, new BsonString(ledger.name(task.requestId().toString())))
        .append(KEY, new BsonString(UUID.randomUUID().toString()))
        .append(STEP, new BsonInt32(task.step()))
        .append(OPERATION, new BsonString(operation))
        .append(STATE, new BsonString(PLACED))
        .append(PLACED_AT, now())
        .append(CHANGED_AT, now());
  }

  private Order read(BsonDocument order) {
    String request = order.getString(REQUEST).getValue();
    return new Order(
        UUID.fromString(order.getString(KEY).getValue()),
        new TaskId(
            UUID.fromString(request.substring(ledger.name("").length())),
            order.getInt32(STEP).getValue()),
        order.getString(OPERATION).getValue(),
        Instant.ofEpochMilli(order.getDateTime(PLACED_AT).getValue()),
        state(order));
  }

  private static State state(BsonDocument order) {
    String state = order.getString(STATE).getValue();
    return switch (state) {
      case PLACED -> new State.Placed();
      case SENT -> new State.Sent(order.getString(DETAIL).getValue());
      case FINISHED -> new State.Finished(order.getString(DETAIL).getValue());
      case ABANDONED -> new State.Abandoned();
      default ->
          throw new IllegalStateException("Expected the state of an order but it is " + state);
    };
  }

  private BsonDateTime now() {
    return new BsonDateTime(clock.millis());
  }

  private MongoCollection<BsonDocument> orders() {
    return ledger.collection(LedgerStore.ORDERS);
  }
}
