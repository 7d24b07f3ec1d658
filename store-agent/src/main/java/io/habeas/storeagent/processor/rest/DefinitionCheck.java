package io.habeas.storeagent.processor.rest;

import io.habeas.storeagent.processor.rest.Definition.CallForm;
import io.habeas.storeagent.processor.rest.Definition.Paging;
import io.habeas.storeagent.processor.rest.Definition.Search;
import io.habeas.storeagent.processor.rest.Definition.Subjects;
import io.habeas.storeagent.processor.rest.OrderForm.Find;
import io.habeas.storeagent.processor.rest.OrderForm.Repeat;
import io.habeas.storeagent.processor.rest.OrderForm.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds everything in a definition that could not be carried out, before anything is. */
final class DefinitionCheck {
  private static final Set<String> OF_EVERY_CALL = Set.of(Variables.TODAY);
  private static final Set<String> OF_A_SUBJECT = Set.of(Variables.SUBJECT);
  private static final Set<String> OF_AN_ORDER = Set.of(Variables.SUBJECT, Variables.KEY);

  /** Of an order that is looked at later: whom it is about is not known then. */
  private static final Set<String> OF_A_PLACED_ORDER = Set.of(Variables.KEY, Variables.REFERENCE);

  private static final Set<String> OF_WHAT_IS_LIFTED = Set.of(Variables.REFERENCE);

  /** Sent by the client, or by the credentials. */
  private static final Set<String> NOT_FOR_DEFINITIONS =
      Set.of("authorization", "host", "content-length", "connection", "cookie");

  private final Definition definition;
  private final List<String> errors = new ArrayList<>();

  DefinitionCheck(Definition definition) {
    this.definition = definition;
  }

  List<String> errors() {
    definition.searches().forEach((name, search) -> search("searches." + name, search));
    definition.headers().keySet().forEach(name -> header("headers", name));
    Definition.Actions actions = definition.actions();
    actions.locate().forEach(name -> known("actions.locate", name));
    if (actions.export() != null) {
      actions.export().searches().forEach(name -> known("actions.export", name));
      actions.export().orders().forEach(order -> fetched("actions.export", order));
    }
    actions.erase().forEach(order -> order("actions.erase", order, false));
    actions.rectify().forEach(order -> order("actions.rectify", order, true));
    actions.restrict().forEach(order -> restriction("actions.restrict", order));
    actions.lift().forEach(call -> call("actions.lift", call, OF_WHAT_IS_LIFTED, false));
    if (actions.lift().size() != actions.restrict().size()) {
      error("actions.lift", "Expected as many calls as there are under restrict but there are not");
    }
    if (actions.verify() != null) {
      actions.verify().searches().forEach(name -> known("actions.verify", name));
    }
    if (!actions.erase().isEmpty()
        && (actions.verify() == null
            || (actions.verify().searches().isEmpty() && !actions.verify().orders()))) {
      error("actions.verify", "Expected what is erased to be verified but nothing is asked for");
    }
    auth();
    return errors;
  }

  private void error(String where, String message, Object... arguments) {
    errors.add(where + ": " + message.formatted(arguments));
  }

  private void auth() {
    Definition.Auth auth = definition.auth();
    long kinds =
        Stream.of(auth.bearer(), auth.basic(), auth.header()).filter(Objects::nonNull).count();
    if (kinds > 1) {
      error("auth", "Expected one kind of credentials but there are more");
    }
    if (auth.header() != null && !auth.header().name().equalsIgnoreCase("authorization")) {
      header("auth.header", auth.header().name());
    }
  }

  private void header(String where, String name) {
    if (!name.matches("[A-Za-z0-9-]+")
        || NOT_FOR_DEFINITIONS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
      error(where, "Expected a header that may be set but it is %s", name);
    }
  }

  private void known(String where, String search) {
    if (!definition.searches().containsKey(search)) {
      error(where, "Expected the name of a search but there is no %s", search);
    }
  }

  private void search(String where, Search search) {
    subjects(where, search.subjects(), new HashSet<>());
    if (search.subjects().restricted()) {
      error(where, "Expected a search not to depend on what is restricted but it does");
    }
    call(where + ".call", search.call(), OF_A_SUBJECT, false);
    pointer(where + ".records", search.records());
    pointer(where + ".key", search.key());
    where(where, search.where(), OF_A_SUBJECT);
    paging(where, search.call(), search.paging());
  }

  private void subjects(String where, Subjects subjects, Set<String> above) {
    if ((subjects.identifier() == null) == subjects.search().isEmpty()) {
      error(where, "Expected subjects to be an identifier or of searches but they are not");
      return;
    }
    if (subjects.identifier() != null) {
      return;
    }
    if (subjects.value() == null) {
      error(where, "Expected to be told where a record has its value but it is not said");
    } else {
      pointer(where, subjects.value());
    }
    for (String search : subjects.search()) {
      known(where, search);
      Search found = definition.searches().get(search);
      Set<String> path = new HashSet<>(above);
      if (!path.add(search)) {
        error(where, "Expected searches to lead somewhere but %s leads to itself", search);
      } else if (found != null) {
        subjects(where, found.subjects(), path);
      }
    }
  }

  private void order(String where, OrderForm order, boolean corrects) {
    subjects(where, order.subjects(), new HashSet<>());
    call(where + ".call", order.call(), OF_AN_ORDER, corrects);
    if (order.reference() != null) {
      pointer(where + ".reference", order.reference());
    }
    if ((order.status() == null) != (order.reference() == null)) {
      error(
          where, "Expected an order to have a reference where it has a status but it has one only");
    }
    Find find = order.find();
    if (find != null) {
      call(where + ".find", find.call(), OF_AN_ORDER, false);
      pointer(where + ".find", find.records());
      pointer(where + ".find", find.reference());
      where(where + ".find", find.where(), OF_AN_ORDER);
      paging(where + ".find", find.call(), find.paging());
      if (order.reference() == null) {
        error(
            where + ".find", "Expected only what has a reference to be looked for but it has none");
      }
    }
    if (order.status() != null) {
      status(where + ".status", order.status());
    }
  }

  private void status(String where, Status status) {
    call(where, status.call(), OF_A_PLACED_ORDER, false);
    status.proceed().values().forEach(call -> call(where, call, OF_A_PLACED_ORDER, false));
    pointer(where + ".state", status.state());
    where(where, status.where(), OF_A_PLACED_ORDER);
    if (status.records() != null) {
      pointer(where + ".records", status.records());
    }
    if (status.done().isEmpty()) {
      error(where, "Expected to be told which state is the end but it is not said");
    }
    List<String> states =
        Stream.of(status.done(), status.working(), status.failed(), status.proceed().keySet())
            .flatMap(Set::stream)
            .toList();
    if (Set.copyOf(states).size() != states.size()) {
      error(where, "Expected each state to mean one thing but one means two");
    }
  }

  private void fetched(String where, OrderForm order) {
    order(where, order, false);
    if (order.results() == null || order.status() == null) {
      error(
          where, "Expected an order that is read out to have a status and results but it has not");
    } else {
      pointer(where + ".results", order.results().urls());
    }
  }

  private void restriction(String where, OrderForm order) {
    order(where, order, false);
    if (order.subjects().search().isEmpty()
        || order.reference() != null
        || order.repeat() != Repeat.HARMLESS) {
      error(
          where,
          "Expected a restriction to be of records found, done at once and harmless to repeat but"
              + " it is not");
    }
  }

  private void call(String where, CallForm call, Set<String> variables, boolean corrects) {
    if (!Template.isPath(call.path())) {
      error(where, "Expected a path that begins with / and needs no encoding but it is not");
    }
    if (call.json() != null && call.form() != null) {
      error(where, "Expected a body in JSON or a form but there are both");
    }
    Template.pathVariables(call.path()).forEach(name -> variable(where, name, variables, false));
    call.query().values().forEach(node -> template(where, node, variables, false));
    Stream.of(call.json(), call.form())
        .filter(Objects::nonNull)
        .forEach(node -> template(where, node, variables, corrects));
    call.headers()
        .forEach(
            (name, node) -> {
              header(where, name);
              // A value of a person's could hold what ends a header.
              template(where, node, Set.of(Variables.KEY), false);
            });
  }

  private void where(String where, Map<String, JsonNode> conditions, Set<String> variables) {
    conditions.forEach(
        (pointer, node) -> {
          pointer(where, pointer);
          template(where, node, variables, false);
        });
  }

  private void template(String where, JsonNode node, Set<String> variables, boolean corrects) {
    if (!Template.isWellFormed(node)) {
      error(where, "Expected braces around a whole value but they are around a part of one");
    }
    Template.variables(node).forEach(name -> variable(where, name, variables, corrects));
  }

  private void variable(String where, String name, Set<String> variables, boolean corrects) {
    boolean known =
        variables.contains(name)
            || OF_EVERY_CALL.contains(name)
            || (corrects && name.startsWith(Variables.CORRECTED))
            || (name.startsWith(Variables.SETTING)
                && definition.settings().containsKey(name.substring(Variables.SETTING.length())));
    if (!known) {
      error(where, "Expected a value that is known here but it is {%s}", name);
    }
  }

  private void paging(String where, CallForm call, @Nullable Paging paging) {
    if (paging == null) {
      return;
    }
    long kinds =
        Stream.of(paging.cursor(), paging.afterLast(), paging.page(), paging.offset())
                .filter(Objects::nonNull)
                .count()
            + (paging.link() ? 1 : 0);
    boolean sent =
        paging.send() != null && (paging.send().query() == null) != (paging.send().json() == null);
    if (kinds != 1 || (sent == paging.link())) {
      error(where, "Expected one way of paging, and where the page is named, but it is not so");
      return;
    }
    Stream.of(paging.cursor(), paging.afterLast(), paging.more())
        .filter(Objects::nonNull)
        .forEach(pointer -> pointer(where, pointer));
    if (paging.send() != null && paging.send().json() != null) {
      JsonPointer place = pointer(where, paging.send().json());
      JsonNode body = call.json() == null ? JsonNodeFactory.instance.missingNode() : call.json();
      JsonNode parent = place.head() == null ? body : body.at(place.head());
      if (!parent.isObject()) {
        error(where, "Expected the page to be named within the body but there is no such place");
      }
    }
  }

  private JsonPointer pointer(String where, String text) {
    try {
      return JsonPointer.compile(text);
    } catch (IllegalArgumentException e) {
      error(where, "Expected a JSON Pointer but it is %s", text);
      return JsonPointer.empty();
    }
  }
}
