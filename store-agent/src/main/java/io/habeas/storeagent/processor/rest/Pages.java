package io.habeas.storeagent.processor.rest;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.Answered;
import io.habeas.storeagent.processor.Call;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import io.habeas.storeagent.processor.rest.Definition.CallForm;
import io.habeas.storeagent.processor.rest.Definition.Paging;
import io.habeas.storeagent.processor.rest.Definition.Send;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Goes through all pages of a list, one in memory at a time. */
final class Pages {
  /** A processor that has more to say about one person goes round in circles. */
  private static final int MOST = 20_000;

  /** RFC 8288: an address in angle brackets and its parameters. */
  private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:\\s*;[^,;]*)*)");

  private static final Pattern NEXT = Pattern.compile("(?i);\\s*rel\\s*=\\s*\"?next\"?\\s*(;|$)");

  private final ProcessorClient client;
  private final CallWriter calls;

  Pages(ProcessorClient client, CallWriter calls) {
    this.client = client;
    this.calls = calls;
  }

  /**
   * Gives each record of each page until {@code taker} has enough.
   *
   * @param records where the list is
   * @param noneOn statuses that mean that there is none
   * @param taker says whether it wants more
   * @throws ProcessorFailure if the processor fails or does not answer as it should
   */
  void each(
      CallForm form,
      Variables values,
      String records,
      @Nullable Paging paging,
      Set<Integer> noneOn,
      Predicate<JsonNode> taker) {
    Call call = calls.write(form, values, noneOn);
    if (paging != null && paging.page() != null) {
      call = next(form, values, paging, String.valueOf(paging.page()), noneOn);
    }
    String before = "";
    for (int number = 0; number < MOST; number++) {
      Answered answered = client.call(call);
      if (noneOn.contains(answered.status())) {
        return;
      }
      JsonNode answer = answered.json();
      JsonNode list = Answers.list(answer, records);
      for (JsonNode record : list) {
        if (!taker.test(record)) {
          return;
        }
      }
      Optional<String> name =
          paging == null ? Optional.empty() : nextPage(paging, answered, answer, list, number);
      if (paging == null || name.isEmpty()) {
        return;
      }
      if (name.get().equals(before)) {
        throw circling();
      }
      before = name.get();
      call =
          paging.link() ? linked(name.get(), call) : next(form, values, paging, name.get(), noneOn);
    }
    throw circling();
  }

  private static ProcessorFailure circling() {
    return new ProcessorFailure(
        WaitReason.MAP_MISMATCH, Trace.UNKNOWN, "pages that do not come to an end");
  }

  private static Optional<String> nextPage(
      Paging paging, Answered answered, JsonNode answer, JsonNode list, int number) {
    if (paging.cursor() != null) {
      return Answers.text(answer, paging.cursor());
    }
    if (paging.link()) {
      return answered.headers().allValues("Link").stream()
          .flatMap(header -> LINK.matcher(header).results())
          .filter(link -> NEXT.matcher(link.group(2)).find())
          .map(link -> link.group(1))
          .findFirst();
    }
    if (list.isEmpty()) {
      return Optional.empty();
    }
    if (paging.afterLast() != null) {
      boolean more =
          paging.more() == null || answer.at(JsonPointer.compile(paging.more())).asBoolean(false);
      return more ? Answers.text(list.get(list.size() - 1), paging.afterLast()) : Optional.empty();
    }
    if (paging.page() != null) {
      return Optional.of(String.valueOf(paging.page() + number + 1));
    }
    Integer size = paging.offset();
    return size == null
        ? Optional.empty()
        : Optional.of(String.valueOf((long) size * (number + 1)));
  }

  /** Only at the processor itself: a link could lead anywhere, and the credentials with it. */
  private Call linked(String link, Call before) {
    URI target;
    try {
      target = before.uri().resolve(link);
    } catch (IllegalArgumentException e) {
      throw Answers.malformed("a link that is no address");
    }
    if (!client.endpoint().isOwn(target)) {
      throw new ProcessorFailure(
          WaitReason.MAP_MISMATCH, Trace.UNKNOWN, "a next page at another place");
    }
    return new Call(
        before.method(), target, before.headers(), before.body(), true, before.accepts());
  }

  private Call next(
      CallForm form, Variables values, Paging paging, String name, Set<Integer> accepts) {
    Send send = paging.send();
    if (send == null) {
      throw new IllegalStateException("Expected a place for the name of a page but there is none");
    }
    if (send.query() != null) {
      return calls.write(form, values, Map.of(send.query(), name), Optional.empty(), accepts);
    }
    JsonNode body =
        CallWriter.json(form, values)
            .orElseThrow(() -> new IllegalStateException("Expected a body but there is none"));
    put(body, JsonPointer.compile(String.valueOf(send.json())), name);
    return calls.write(form, values, Map.of(), Optional.of(body), accepts);
  }

  private static void put(JsonNode body, JsonPointer place, String value) {
    JsonNode parent = place.head() == null ? body : body.at(place.head());
    if (!(parent instanceof ObjectNode object)) {
      throw new IllegalStateException("Expected an object for the name of a page but it is none");
    }
    object.put(place.last().getMatchingProperty(), value);
  }
}
