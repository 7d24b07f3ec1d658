package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Deferred;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.ledger.Order;
import io.habeas.storeagent.ledger.Orders;
import io.habeas.storeagent.processor.Call;
import io.habeas.storeagent.processor.JsonLines;
import io.habeas.storeagent.processor.JsonText;
import io.habeas.storeagent.processor.Receipt;
import io.habeas.storeagent.processor.Waiting;
import io.habeas.storeagent.processor.rest.Definition.Reading;
import io.habeas.storeagent.processor.rest.OrderForm.Format;
import io.habeas.storeagent.processor.rest.OrderForm.Results;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Reads out what a processor holds about a person: what searches find at once, and what the
 * processor was asked to put together. Nothing is read before everything is put together.
 */
final class ReadingOut {
  private static final String KIND = "export.";

  private final Speaking speaking;
  private final Orders orders;
  private final Carrying carrying;

  ReadingOut(Speaking speaking, Orders orders, Carrying carrying) {
    this.speaking = speaking;
    this.orders = orders;
    this.carrying = carrying;
  }

  /**
   * @throws Deferred if it cannot be done now, or the processor still works on it
   */
  void readOut(Task task, Reading reading, Searching searching, RecordSink records)
      throws Deferred {
    TaskId id = new TaskId(task.requestId(), task.step());
    Waiting waiting = new Waiting();
    for (int i = 0; i < reading.orders().size(); i++) {
      OrderForm form = reading.orders().get(i);
      carrying.carry(
          id,
          KIND + i + ".",
          form,
          searching.subjects(form.subjects(), Set.of()),
          speaking.values(),
          () -> {},
          waiting);
    }
    waiting.check();
    searching.each(
        reading.searches(),
        (collection, record) -> records.add(collection, JsonText.write(record)));
    for (Order order : orders.of(task.requestId())) {
      if (order.operation().startsWith(KIND)
          && order.task().step() == task.step()
          && order.state() instanceof Order.State.Finished(var result)) {
        fetch(reading.orders(), order, Receipt.read(result), records);
      }
    }
  }

  private void fetch(List<OrderForm> forms, Order order, Receipt receipt, RecordSink records) {
    String rest = order.operation().substring(KIND.length());
    OrderForm form = forms.get(Integer.parseInt(rest.substring(0, rest.indexOf('.'))));
    Results results = form.results();
    if (results == null || receipt.reference().equals(RestOrdering.UNNAMED)) {
      return;
    }
    JsonNode status =
        speaking
            .ordering(form, speaking.values())
            .ask(order, receipt.reference())
            .orElseThrow(() -> Answers.malformed("results that are not known any more"));
    for (URI address : addresses(status, results.urls())) {
      speaking
          .client()
          .download(
              Call.get(address),
              content -> {
                InputStream lines =
                    results.format() == Format.JSON_LINES_GZIP
                        ? new GZIPInputStream(content)
                        : content;
                JsonLines.each(lines, line -> records.add(form.collection(), JsonText.write(line)));
                return true;
              });
    }
  }

  private static List<URI> addresses(JsonNode status, String pointer) {
    JsonNode found = status.at(JsonPointer.compile(pointer));
    List<URI> addresses = new ArrayList<>();
    if (found.isArray()) {
      found.forEach(item -> addresses.add(address(item)));
    } else if (found.isString()) {
      addresses.add(address(found));
    }
    return addresses;
  }

  private static URI address(JsonNode node) {
    try {
      return URI.create(node.asString());
    } catch (IllegalArgumentException e) {
      throw Answers.malformed("an address that is none");
    }
  }
}
