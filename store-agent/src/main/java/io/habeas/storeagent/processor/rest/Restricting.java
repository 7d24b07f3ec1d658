package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.ledger.LedgerJournal;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.SubjectDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Hides records at a processor and shows them again. What is hidden is noted by the processor's own
 * name for it before it is, and the note stays until it is shown again: lifting has no identifiers.
 */
final class Restricting {
  private static final String KIND = "restrict.";

  private final Speaking speaking;
  private final Orders orders;
  private final LedgerJournal journal;
  private final SubjectDigest digest;

  Restricting(Speaking speaking, Orders orders, LedgerJournal journal, SubjectDigest digest) {
    this.speaking = speaking;
    this.orders = orders;
    this.journal = journal;
    this.digest = digest;
  }

  /**
   * Hides what is found. Each call may be repeated.
   *
   * @throws Deferred if the ledger fails, or the task is not to be worked on any more
   */
  Counts restrict(TaskId task, Searching searching) throws Deferred {
    Map<String, Long> counts = new HashMap<>();
    List<OrderForm> forms = speaking.definition().actions().restrict();
    for (int i = 0; i < forms.size(); i++) {
      OrderForm form = forms.get(i);
      // What a search does not find any more because it is hidden is still to be told.
      Set<String> subjects = new TreeSet<>(hidden(task.requestId(), i));
      subjects.addAll(searching.subjects(form.subjects(), Set.of()));
      for (String subject : subjects) {
        restrict(task, i, form, subject);
        counts.merge(form.collection(), 1L, Long::sum);
      }
    }
    return new Counts(counts);
  }

  private void restrict(TaskId task, int i, OrderForm form, String subject) throws Deferred {
    journal.check(task);
    Order order = orders.place(task, KIND + i + "." + digest.of(task.requestId(), subject));
    if (order.state() instanceof Order.State.Placed) {
      orders.sent(order, subject);
    }
    Variables values =
        speaking
            .values()
            .with(Variables.SUBJECT, subject)
            .with(Variables.KEY, order.key().toString());
    speaking.call(form.call(), values, form.goneOn());
    try {
      journal.check(task);
    } catch (Deferred overtaken) {
      // A later step may have shown it just before it was hidden.
      if (orders.byKey(order.key()).filter(Order::isOpen).isEmpty()) {
        show(i, subject);
      }
      throw overtaken;
    }
  }

  /**
   * Shows again what is noted as hidden for a request.
   *
   * @throws Deferred if the ledger fails
   */
  Counts lift(TaskId task) throws Deferred {
    Map<String, Long> counts = new HashMap<>();
    for (Order order : orders.of(task.requestId())) {
      if (!order.operation().startsWith(KIND)) {
        continue;
      }
      int i = index(order);
      if (order.state() instanceof Order.State.Sent(var subject)) {
        show(i, subject);
        orders.finished(order, "lifted." + task.step());
      }
      boolean now =
          order.state() instanceof Order.State.Sent
              || order.state().equals(new Order.State.Finished("lifted." + task.step()));
      if (now) {
        String collection = speaking.definition().actions().restrict().get(i).collection();
        counts.merge(collection, 1L, Long::sum);
      }
    }
    return new Counts(counts);
  }

  private void show(int i, String subject) {
    speaking.call(
        speaking.definition().actions().lift().get(i),
        speaking.values().with(Variables.REFERENCE, subject),
        speaking.definition().actions().restrict().get(i).goneOn());
  }

  /** The processor's names for what is hidden for a request. */
  Set<String> hidden(UUID requestId) throws Deferred {
    Set<String> hidden = new TreeSet<>();
    for (int i = 0; i < speaking.definition().actions().restrict().size(); i++) {
      hidden.addAll(hidden(requestId, i));
    }
    return hidden;
  }

  private Set<String> hidden(UUID requestId, int i) throws Deferred {
    Set<String> hidden = new TreeSet<>();
    for (Order order : orders.of(requestId)) {
      if (order.operation().startsWith(KIND + i + ".")
          && order.state() instanceof Order.State.Sent(var subject)) {
        hidden.add(subject);
      }
    }
    return hidden;
  }

  private static int index(Order order) {
    String rest = order.operation().substring(KIND.length());
    return Integer.parseInt(rest.substring(0, rest.indexOf('.')));
  }
}
