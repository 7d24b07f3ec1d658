package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.Action;
import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.ledger.LedgerJournal;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.plan.HowTreated;
import io.habeas.storeagent.processor.Call;
import io.habeas.storeagent.processor.Contradictions;
import io.habeas.storeagent.processor.OrderDesk;
import io.habeas.storeagent.processor.OrderDesk.Fence;
import io.habeas.storeagent.processor.OrderDesk.Result;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.SubjectDigest;
import io.habeas.storeagent.processor.Waiting;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a processor holds about people that speaks OpenDSR: asked to erase it or to hand it over,
 * and asked until it has. OpenDSR has no way to look what is held, so nothing is located, and an
 * erasure is verified by asking once more, in an answer of its own that is signed, whether it is
 * completed: the most that a processor offers.
 */
final class OpenDsrHolder implements DataHolder {
  private static final String ERASE = "erase.";
  private static final String EXPORT = "export.";

  private final String collection;
  private final Set<RequestType> asked;
  private final Identities identities;
  private final OpenDsrClient client;
  private final ProcessorClient http;
  private final Orders orders;
  private final LedgerJournal journal;
  private final OrderDesk desk;
  private final SubjectDigest digest;
  private final Contradictions contradictions;
  private final StoreWatch<?> watch;

  OpenDsrHolder(
      String collection,
      Set<RequestType> asked,
      Identities identities,
      OpenDsrClient client,
      ProcessorClient http,
      Orders orders,
      LedgerJournal journal,
      OrderDesk desk,
      SubjectDigest digest,
      Contradictions contradictions,
      StoreWatch<?> watch) {
    this.collection = collection;
    this.asked = asked;
    this.identities = identities;
    this.client = client;
    this.http = http;
    this.orders = orders;
    this.journal = journal;
    this.desk = desk;
    this.digest = digest;
    this.contradictions = contradictions;
    this.watch = watch;
  }

  @Override
  public List<CollectionTreatment> treatments() {
    return HowTreated.erased(List.of(collection));
  }

  @Override
  public Set<Action> actions() {
    Set<Action> offered = EnumSet.noneOf(Action.class);
    if (asked.contains(RequestType.ERASURE)) {
      offered.add(Action.ERASE);
      offered.add(Action.VERIFY);
    }
    if (reading().isPresent()) {
      offered.add(Action.EXPORT);
    }
    return offered;
  }

  /** What is asked for where something is to be read out: all of it, if that can be. */
  private Optional<RequestType> reading() {
    return List.of(RequestType.ACCESS, RequestType.PORTABILITY).stream()
        .filter(asked::contains)
        .findFirst();
  }

  @Override
  public Optional<WaitReason> unfit() {
    return watch.current().unfit();
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    return deferring(
        () -> {
          long records = carry(task, ERASE, RequestType.ERASURE, () -> journal.check(id(task)));
          return new Erased(
              records == 0
                  ? List.of()
                  : List.of(new Erased.CollectionOutcome(collection, records, 0, 0)),
              List.of());
        });
  }

  /** Moves the request about these identities on, and those about fewer that are still open. */
  private long carry(Task task, String kind, RequestType type, Fence fence) throws Deferred {
    Waiting waiting = new Waiting();
    List<Identity> known = identities.of(task.identifiers(), client.known().discovery());
    long records = 0;
    String current = "";
    if (!known.isEmpty()) {
      current = operation(task, kind, known);
      records +=
          count(
              desk.advance(id(task), current, new OpenDsrOrdering(client, type, known), fence),
              waiting);
    }
    for (Order order : orders.of(task.requestId())) {
      boolean ours = order.isOpen() || order.task().step() == task.step();
      if (order.operation().startsWith(kind) && ours && !order.operation().equals(current)) {
        var replaced = new OpenDsrOrdering(client, type, List.of());
        records += count(desk.advance(id(task), order.operation(), replaced, fence), waiting);
      }
    }
    waiting.check();
    return records;
  }

  /** What is ordered for exactly these identities. */
  private String operation(Task task, String kind, List<Identity> known) {
    String all = known.stream().map(Identity::key).collect(Collectors.joining("\n"));
    return kind + digest.of(task.requestId(), all);
  }

  private static long count(Result result, Waiting waiting) {
    return switch (result) {
      case Result.Done(var records) -> records;
      case Result.Waits(var reason) -> {
        waiting.add(reason);
        yield 0;
      }
    };
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    return deferring(
        () -> {
          List<Order> erasures =
              orders.of(task.requestId()).stream()
                  .filter(order -> order.operation().startsWith(ERASE))
                  .toList();
          long left = 0;
          for (Order order : erasures) {
            if (!isErased(order)) {
              left++;
            }
          }
          // What nobody has asked to erase is not erased, whatever else was.
          if (left == 0 && !isAskedFor(task, erasures)) {
            left = 1;
          }
          return new Counts(Map.of(collection, left));
        });
  }

  /** Whether an erasure was asked for by just what the person is known by now. */
  private boolean isAskedFor(Task task, List<Order> erasures) {
    List<Identity> known = identities.of(task.identifiers(), client.known().discovery());
    String operation = operation(task, ERASE, known);
    return known.isEmpty()
        || erasures.stream().anyMatch(order -> order.operation().equals(operation));
  }

  private boolean isErased(Order order) throws Deferred {
    return switch (order.state()) {
      case Order.State.Finished(var result) -> {
        Optional<RequestStatus> status = client.status(order.key());
        // A request that was replaced before it was made is nothing to ask about.
        yield status.isPresent()
            ? status.get().state() == RequestStatus.State.COMPLETED
            : result.startsWith("0 ");
      }
      case Order.State.Placed placed -> false;
      case Order.State.Sent sent -> false;
      case Order.State.Abandoned abandoned -> false;
    };
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    deferring(
        () -> {
          carry(task, EXPORT, reading().orElseThrow(), () -> {});
          for (Order order : orders.of(task.requestId())) {
            if (order.operation().startsWith(EXPORT) && order.task().step() == task.step()) {
              fetch(order, records);
            }
          }
          return true;
        });
  }

  private void fetch(Order order, RecordSink records) throws Deferred {
    if (order.state() instanceof Order.State.Finished(var result) && result.startsWith("0 ")) {
      return;
    }
    RequestStatus status =
        client
            .status(order.key())
            .orElseThrow(() -> OpenDsrClient.malformed("a request that is not known any more"));
    if (status.count().equals(OptionalLong.of(0))) {
      return;
    }
    if (status.results().isEmpty()) {
      // That nothing is held is not to be read into silence.
      contradictions.show(
          "Expected the processor to say where its results are, or that there are none, but it says"
              + " neither");
      throw new Deferred(WaitReason.UNFIT);
    }
    URI address = status.results().get();
    http.download(
        Call.get(address),
        content -> {
          Results.read(content, collection, records);
          return true;
        });
  }

  private static TaskId id(Task task) {
    return new TaskId(task.requestId(), task.step());
  }

  /** Work with the processor. */
  private interface Work<T> {
    T carryOut() throws Deferred;
  }

  private <T> T deferring(Work<T> work) throws Deferred {
    Optional<WaitReason> unfit = unfit();
    if (unfit.isPresent()) {
      throw new Deferred(unfit.get());
    }
    try {
      return work.carryOut();
    } catch (ProcessorFailure e) {
      throw new Deferred(e.reason());
    }
  }
}
