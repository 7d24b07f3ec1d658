package io.habeas.storeagent.processor.rest;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.processor.Answered;
import io.habeas.storeagent.processor.Ordering;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import io.habeas.storeagent.processor.rest.Definition.CallForm;
import io.habeas.storeagent.processor.rest.OrderForm.Find;
import io.habeas.storeagent.processor.rest.OrderForm.Repeat;
import io.habeas.storeagent.processor.rest.OrderForm.Status;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Orders something about one subject as a definition says. */
final class RestOrdering implements Ordering {
  /** Of an order that has no name at the processor's. */
  static final String UNNAMED = "-";

  /** Clocks differ. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final OrderForm form;
  private final ProcessorClient client;
  private final CallWriter calls;
  private final Pages pages;
  private final Variables values;

  /**
   * @param values what is filled in, the subject included
   */
  RestOrdering(
      OrderForm form, ProcessorClient client, CallWriter calls, Pages pages, Variables values) {
    this.form = form;
    this.client = client;
    this.calls = calls;
    this.pages = pages;
    this.values = values;
  }

  @Override
  public Taken place(Order order) {
    Variables filled = values(order);
    Answered answered = client.call(calls.write(form.call(), filled, form.goneOn()));
    if (form.goneOn().contains(answered.status())) {
      // What was found, and noted, may be gone because an earlier attempt was not told of its
      // success; somebody who was only known by an identifier may never have been there.
      long noted = form.subjects().search().isEmpty() ? 0 : 1;
      return new Taken(UNNAMED, Optional.of(new Progress.Done(noted)));
    }
    if (form.reference() == null) {
      return new Taken(UNNAMED, Optional.of(new Progress.Done(1)));
    }
    String reference =
        Answers.text(answered.json(), form.reference())
            .orElseThrow(() -> Answers.malformed("an order without a name"));
    return new Taken(reference, Optional.empty());
  }

  @Override
  public Found find(Order order) {
    Find find = form.find();
    if (find == null) {
      return new Found.CannotTell(form.repeat() == Repeat.HARMLESS);
    }
    Variables filled = values(order);
    Instant since = order.placedAt().minus(SKEW);
    List<String> found = new ArrayList<>();
    pages.each(
        find.call(),
        filled,
        find.records(),
        find.paging(),
        Set.of(),
        record -> {
          if (Answers.matches(record, find.where(), filled, false)
              && isLater(record, find, since)) {
            Answers.text(record, find.reference()).ifPresent(found::add);
          }
          return found.isEmpty();
        });
    return found.isEmpty() ? new Found.NotThere() : new Found.There(found.getFirst());
  }

  private static boolean isLater(JsonNode record, Find find, Instant since) {
    if (find.since() == null) {
      return true;
    }
    Optional<String> made = Answers.text(record, find.since());
    try {
      return made.isPresent() && !OffsetDateTime.parse(made.get()).toInstant().isBefore(since);
    } catch (DateTimeException e) {
      throw Answers.malformed("a date that is none");
    }
  }

  @Override
  public Progress progress(Order order, String reference) {
    Status status = form.status();
    return status == null ? new Progress.Done(1) : progress(order, reference, status);
  }

  private Progress progress(Order order, String reference, Status status) {
    Set<String> proceeded = new HashSet<>();
    Variables filled = values(order).with(Variables.REFERENCE, reference);
    while (true) {
      Optional<JsonNode> asked = ask(filled, status);
      if (asked.isEmpty()) {
        return new Progress.Forgotten();
      }
      String state =
          Answers.text(asked.get(), status.state())
              .orElseThrow(() -> Answers.malformed("an order without a state"));
      if (status.done().contains(state)) {
        return new Progress.Done(1);
      }
      if (status.failed().contains(state)) {
        return new Progress.Failed();
      }
      if (status.working().contains(state)) {
        return new Progress.Working();
      }
      CallForm further = status.proceed().get(state);
      if (further == null) {
        // It must not pass for an end, nor for work.
        throw new ProcessorFailure(
            WaitReason.MAP_MISMATCH, Trace.UNKNOWN, "a state that is not described");
      }
      if (!proceeded.add(state)) {
        return new Progress.Working();
      }
      client.call(calls.write(further, filled, Set.of()));
    }
  }

  /** Whether the processor says that it is carried out; changes nothing. */
  boolean isDone(Order order, String reference) {
    Status status = form.status();
    return status == null
        || ask(order, reference)
            .flatMap(answer -> Answers.text(answer, status.state()))
            .filter(status.done()::contains)
            .isPresent();
  }

  /** What the processor says of the order; empty if it does not know it. */
  Optional<JsonNode> ask(Order order, String reference) {
    Status status = form.status();
    return status == null
        ? Optional.empty()
        : ask(values(order).with(Variables.REFERENCE, reference), status);
  }

  private Optional<JsonNode> ask(Variables filled, Status status) {
    Answered answered = client.call(calls.write(status.call(), filled, status.forgottenOn()));
    if (status.forgottenOn().contains(answered.status())) {
      return Optional.empty();
    }
    JsonNode answer = answered.json();
    if (status.records() == null) {
      return Optional.of(answer);
    }
    for (JsonNode record : Answers.list(answer, status.records())) {
      if (Answers.matches(record, status.where(), filled, false)) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  private Variables values(Order order) {
    return values.with(Variables.KEY, order.key().toString());
  }
}
