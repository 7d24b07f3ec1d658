package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.participant.vault.Pause;
import io.habeas.storeagent.outbound.OutboundAddresses;
import io.habeas.storeagent.processor.Answered;
import io.habeas.storeagent.processor.Call;
import io.habeas.storeagent.processor.Contradictions;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorClient.AnswerReader;
import io.habeas.storeagent.processor.ProcessorEndpoint;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Absent;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Content;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Calls to one processor about its objects. While the processor wants no calls none is made and the
 * task waits. What cannot be understood is never taken for an erasure.
 */
final class ProviderClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProviderClient.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Elsewhere is not where the controller agreed to send anything. */
  private static final Set<Integer> ELSEWHERE = Set.of(300, 301, 302, 303, 304, 305, 307, 308);

  private final ProviderDefinition definition;
  private final ObjectsConnection connection;
  private final OutboundAddresses addresses;
  private final ProcessorClient client;
  private final URI base;

  /**
   * @param secret the API key
   */
  ProviderClient(
      ProviderDefinition definition,
      ObjectsConnection connection,
      String secret,
      Contradictions contradictions,
      Clock clock) {
    this.definition = definition;
    this.connection = connection;
    this.addresses = new OutboundAddresses(connection.allowedHosts());
    URI configured = connection.baseUrl();
    this.base = configured == null ? definition.baseUrl() : configured;
    this.client =
        new ProcessorClient(
            new ProcessorEndpoint(
                base,
                Map.of(definition.auth().header(), definition.auth().prefix() + secret.strip()),
                connection.allowedHosts(),
                connection.connectTimeout(),
                connection.callTimeout(),
                connection.downloadTimeout(),
                // Many objects take many calls, so whatever is to be waited for puts the task off.
                Duration.ZERO,
                connection.largestAnswer().toBytes(),
                OptionalInt.empty()),
            contradictions,
            Pause.sleeping(),
            clock);
  }

  /** What became of a call about one object. */
  sealed interface Answer {
    record Given(JsonNode json) implements Answer {}

    /** The processor itself says that there is no such object. */
    record Absent() implements Answer {}
  }

  /**
   * Returns if the key is good.
   *
   * @throws Deferred if it is not, or that cannot be found out now
   */
  void probe() throws Deferred {
    Call call = call("GET", Map.of(), definition.probe().at(base, Map.of()), Set.of());
    refuseElsewhere(asked(call, () -> client.call(call)).status());
  }

  /** What the processor says of an object. */
  Answer read(Kind kind, Map<String, String> object) throws Deferred {
    return answer("GET", kind, kind.read().at(base, object));
  }

  /** One page of what is in an object. */
  Answer page(Kind kind, URI page) throws Deferred {
    return answer("GET", kind, page);
  }

  /** The address of a path. */
  URI address(PathTemplate path, Map<String, String> object) {
    return path.at(base, object);
  }

  /** Tells work on an object to stop. */
  Answer stop(Kind kind, PathTemplate path, Map<String, String> object) throws Deferred {
    return answer("POST", kind, path.at(base, object));
  }

  /**
   * Deletes an object. Returns only if the processor says that it is deleted, or not there.
   *
   * @throws Deferred if it may still be there
   */
  Answer delete(Kind kind, Map<String, String> object) throws Deferred {
    Answer answer = answer("DELETE", kind, kind.delete().at(base, object));
    if (answer instanceof Answer.Given(var json)
        && !text(json, kind.deleted().field()).equals(Optional.of(kind.deleted().value()))) {
      log.warn("Expected the processor to confirm a deletion but it did not");
      throw new Deferred(WaitReason.PROCESSOR_WORKING);
    }
    return answer;
  }

  /**
   * Has what is in an object read while it arrives, or that the processor withholds it.
   *
   * @throws Deferred if there is no such answer, or not all of it
   */
  void content(Kind kind, Content content, Map<String, String> object, AnswerReader<?> reader)
      throws Deferred {
    Set<Integer> withheld = new TreeSet<>(content.withheld());
    Call call = call("GET", kind.headers(), content.path().at(base, object), withheld);
    int status =
        asked(
            call,
            () ->
                client.downloadAny(
                    call,
                    (answered, body) -> {
                      if (!ELSEWHERE.contains(answered)) {
                        reader.read(answered, body);
                      }
                      return answered;
                    }));
    refuseElsewhere(status);
  }

  private Answer answer(String method, Kind kind, URI address) throws Deferred {
    Absent absent = definition.absent();
    Call call = call(method, kind.headers(), address, new TreeSet<>(absent.statuses()));
    Answered answered = asked(call, () -> client.call(call));
    refuseElsewhere(answered.status());
    JsonNode json = parsed(answered.body());
    if (answered.status() >= 200 && answered.status() < 300) {
      if (!json.isObject()) {
        log.warn("Expected the processor to answer with a JSON object but it did not");
        throw new Deferred(WaitReason.STORE_UNAVAILABLE);
      }
      return new Answer.Given(json);
    }
    if (saysAbsent(answered.status(), json)) {
      return new Answer.Absent();
    }
    throw new Deferred(client.refused(call, answered.status()).reason());
  }

  private boolean saysAbsent(int status, JsonNode json) {
    Absent absent = definition.absent();
    return absent.statuses().contains(status)
        && text(json, absent.field()).isPresent()
        && absent
            .except()
            .flatMap(
                except ->
                    text(json, except.field())
                        .filter(value -> except.pattern().matcher(value).matches()))
            .isEmpty();
  }

  /** The value at a path of names joined by dots; empty if it is none. */
  static Optional<String> text(JsonNode json, String path) {
    JsonNode found = json;
    for (String name : path.split("\\.", -1)) {
      found = found.path(name);
    }
    return found.isValueNode() && !found.isNull()
        ? Optional.of(found.asString())
        : Optional.empty();
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      // Something else than the API has answered.
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private Call call(String method, Map<String, String> ofKind, URI address, Set<Integer> accepted) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(definition.headers());
    headers.putAll(connection.headers());
    headers.putAll(ofKind);
    headers.put("Accept", "application/json");
    Set<Integer> accepts = new TreeSet<>(accepted);
    accepts.addAll(ELSEWHERE);
    return new Call(method, address, headers, Optional.empty(), true, accepts);
  }

  private <T> T asked(Call call, Supplier<T> asking) throws Deferred {
    addresses.check(call.uri());
    try {
      return asking.get();
    } catch (ProcessorFailure e) {
      throw new Deferred(e.reason());
    }
  }

  private static void refuseElsewhere(int status) throws Deferred {
    if (ELSEWHERE.contains(status)) {
      log.warn("Expected the processor to answer itself but it redirects, which is not followed");
      throw new Deferred(WaitReason.UNFIT);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
