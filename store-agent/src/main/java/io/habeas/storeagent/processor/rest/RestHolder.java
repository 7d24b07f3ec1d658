package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Action;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Rectified;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.connector.StoreWatch;
import io.habeas.storeagent.ledger.LedgerJournal;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.OrderDesk;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.Receipt;
import io.habeas.storeagent.processor.SubjectDigest;
import io.habeas.storeagent.processor.Waiting;
import io.habeas.storeagent.processor.rest.Definition.Actions;
import io.habeas.storeagent.processor.rest.Definition.Reading;
import io.habeas.storeagent.processor.rest.Definition.Verify;
import io.habeas.storeagent.processor.rest.OrderForm.Becomes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a processor holds about people, dealt with as its definition says. Nothing is told as done
 * before the processor has said so.
 */
final class RestHolder implements DataHolder {
  private static final String ERASE = "erase.";
  private static final String RECTIFY = "rectify.";

  private final Speaking speaking;
  private final Orders orders;
  private final LedgerJournal journal;
  private final StoreWatch<?> watch;
  private final Carrying carrying;
  private final Restricting restricting;
  private final ReadingOut readingOut;

  RestHolder(
      Speaking speaking,
      Orders orders,
      LedgerJournal journal,
      StoreWatch<?> watch,
      OrderDesk desk,
      SubjectDigest digest) {
    this.speaking = speaking;
    this.orders = orders;
    this.journal = journal;
    this.watch = watch;
    this.carrying = new Carrying(speaking, orders, desk, digest);
    this.restricting = new Restricting(speaking, orders, journal, digest);
    this.readingOut = new ReadingOut(speaking, orders, carrying);
  }

  @Override
  public Set<Action> actions() {
    Actions actions = definedActions();
    Set<Action> offered = EnumSet.noneOf(Action.class);
    if (!actions.locate().isEmpty()) {
      offered.add(Action.LOCATE);
    }
    if (actions.export() != null) {
      offered.add(Action.EXPORT);
    }
    if (!actions.erase().isEmpty()) {
      offered.add(Action.ERASE);
      offered.add(Action.VERIFY);
    }
    if (!actions.restrict().isEmpty()) {
      offered.add(Action.RESTRICT);
      offered.add(Action.LIFT);
    }
    if (!actions.rectify().isEmpty()) {
      offered.add(Action.RECTIFY);
    }
    return offered;
  }

  private Actions definedActions() {
    return speaking.definition().actions();
  }

  @Override
  public Optional<WaitReason> unfit() {
    return watch.current().unfit();
  }

  @Override
  public Located locate(Task task) throws Deferred {
    return deferring(() -> Locating.locate(speaking, searching(task), task.identifiers()));
  }

  @Override
  public Counts restrict(Task task) throws Deferred {
    return deferring(() -> restricting.restrict(id(task), searching(task)));
  }

  @Override
  public Counts lift(Task task) throws Deferred {
    return deferring(() -> restricting.lift(id(task)));
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    return deferring(
        () -> {
          Waiting waiting = new Waiting();
          Map<String, Long> erased = new TreeMap<>();
          Map<String, Long> anonymised = new TreeMap<>();
          Set<String> hidden = restricting.hidden(task.requestId());
          List<OrderForm> forms = definedActions().erase();
          for (int i = 0; i < forms.size(); i++) {
            OrderForm form = forms.get(i);
            long records =
                carrying.carry(
                    id(task),
                    ERASE + i + ".",
                    form,
                    searching(task).subjects(form.subjects(), hidden),
                    speaking.values(),
                    () -> journal.check(id(task)),
                    waiting);
            (form.records() == Becomes.ERASED ? erased : anonymised)
                .merge(form.collection(), records, Long::sum);
          }
          waiting.check();
          return new Erased(outcomes(erased, anonymised), List.of());
        });
  }

  private static List<Erased.CollectionOutcome> outcomes(
      Map<String, Long> erased, Map<String, Long> anonymised) {
    Set<String> collections = new java.util.TreeSet<>(erased.keySet());
    collections.addAll(anonymised.keySet());
    List<Erased.CollectionOutcome> outcomes = new ArrayList<>();
    for (String collection : collections) {
      long gone = erased.getOrDefault(collection, 0L);
      long changed = anonymised.getOrDefault(collection, 0L);
      if (gone + changed > 0) {
        outcomes.add(new Erased.CollectionOutcome(collection, gone, changed, 0));
      }
    }
    return outcomes;
  }

  @Override
  public Counts verify(Task task) throws Deferred {
    return deferring(
        () -> {
          Map<String, Long> residue = new HashMap<>();
          Verify verify = definedActions().verify();
          if (verify != null) {
            searching(task)
                .each(
                    verify.searches(),
                    (collection, record) -> residue.merge(collection, 1L, Long::sum));
            if (verify.orders()) {
              openOrders(task, residue);
            }
          }
          return new Counts(residue);
        });
  }

  /** Asks the processor itself, and not the ledger, whether what it said to be done is. */
  private void openOrders(Task task, Map<String, Long> residue) throws Deferred {
    for (Order order : orders.of(task.requestId())) {
      if (!order.operation().startsWith(ERASE)) {
        continue;
      }
      String rest = order.operation().substring(ERASE.length());
      OrderForm form =
          definedActions().erase().get(Integer.parseInt(rest.substring(0, rest.indexOf('.'))));
      boolean done =
          switch (order.state()) {
            case Order.State.Finished(var result) -> {
              String reference = Receipt.read(result).reference();
              yield reference.equals(RestOrdering.UNNAMED)
                  || speaking.ordering(form, speaking.values()).isDone(order, reference);
            }
            case Order.State.Placed placed -> false;
            case Order.State.Sent sent -> false;
            case Order.State.Abandoned abandoned -> false;
          };
      if (!done) {
        residue.merge(form.collection(), 1L, Long::sum);
      }
    }
  }

  @Override
  public void export(Task task, RecordSink records) throws Deferred {
    deferring(
        () -> {
          Reading reading = definedActions().export();
          if (reading != null) {
            readingOut.readOut(task, reading, searching(task), records);
          }
          return true;
        });
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) throws Deferred {
    return deferring(
        () -> {
          Waiting waiting = new Waiting();
          Map<String, Long> corrected = new TreeMap<>();
          List<OrderForm> forms = definedActions().rectify();
          for (int i = 0; i < forms.size(); i++) {
            OrderForm form = forms.get(i);
            if (!concerns(form, corrections)) {
              continue;
            }
            long records =
                carrying.carry(
                    id(task),
                    RECTIFY + i + ".",
                    form,
                    searching(task).subjects(form.subjects(), Set.of()),
                    correcting(corrections),
                    () -> journal.check(id(task)),
                    waiting);
            corrected.merge(form.collection(), records, Long::sum);
          }
          waiting.check();
          return new Rectified(new Counts(corrected), Counts.NONE);
        });
  }

  private static boolean concerns(OrderForm form, Corrections corrections) {
    return java.util.stream.Stream.of(form.call().json(), form.call().form())
        .filter(java.util.Objects::nonNull)
        .flatMap(body -> Template.variables(body).stream())
        .filter(name -> name.startsWith(Variables.CORRECTED))
        .anyMatch(
            name -> corrections.values().containsKey(name.substring(Variables.CORRECTED.length())));
  }

  private Variables correcting(Corrections corrections) {
    var values = new HashMap<>(speaking.values().values());
    corrections
        .values()
        .forEach(
            (category, value) ->
                values.put(
                    Variables.CORRECTED + category, JsonNodeFactory.instance.stringNode(value)));
    return new Variables(values);
  }

  private Searching searching(Task task) {
    return speaking.searching(task.identifiers());
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
      watch.forget();
      throw new Deferred(e.reason());
    }
  }
}
