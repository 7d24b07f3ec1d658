package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.rest.Definition.CallForm;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One processor as it is spoken to: its definition, and what the connection fills in. */
final class Speaking {
  private final Definition definition;
  private final ProcessorMap map;
  private final ProcessorClient client;
  private final CallWriter calls;
  private final Pages pages;
  private final Map<String, String> settings;
  private final Clock clock;

  /**
   * @param settings a value for each that the definition has
   */
  Speaking(
      Definition definition,
      ProcessorMap map,
      ProcessorClient client,
      Map<String, String> settings,
      Clock clock) {
    this.definition = definition;
    this.map = map;
    this.client = client;
    this.calls = new CallWriter(client.endpoint().base(), definition.headers());
    this.pages = new Pages(client, calls);
    this.settings = settings;
    this.clock = clock;
  }

  Definition definition() {
    return definition;
  }

  ProcessorMap map() {
    return map;
  }

  ProcessorClient client() {
    return client;
  }

  Searching searching(Identifiers identifiers) {
    return new Searching(definition, map, pages, values(), identifiers);
  }

  RestOrdering ordering(OrderForm form, Variables values) {
    return new RestOrdering(form, client, calls, pages, values);
  }

  /** Makes a call of which nothing but its success is of interest. */
  int call(CallForm form, Variables values, Set<Integer> accepts) {
    return client.call(calls.write(form, values, accepts)).status();
  }

  /** What is filled in for every call. */
  Variables values() {
    Map<String, JsonNode> values = new HashMap<>();
    values.put(
        Variables.TODAY,
        JsonNodeFactory.instance.stringNode(
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString()));
    settings.forEach(
        (name, value) ->
            values.put(Variables.SETTING + name, JsonNodeFactory.instance.stringNode(value)));
    return new Variables(values);
  }
}
