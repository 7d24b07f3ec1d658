package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.outbound.OutboundAddresses;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Absent;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Calls to one processor. Every address is looked at before it is called, no redirect is followed,
 * every call has its time and its size, and while the processor wants no calls none is made. What
 * cannot be understood is never taken for an erasure.
 */
final class ProviderClient {
  private static final Logger log = LoggerFactory.getLogger(ProviderClient.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ProviderDefinition definition;
  private final URI base;
  private final String secret;
  private final ObjectsConnection connection;
  private final OutboundAddresses addresses;
  private final Pacing pacing;
  private final HttpClient client;

  /**
   * @param secret the API key
   */
  ProviderClient(
      ProviderDefinition definition, ObjectsConnection connection, String secret, Clock clock) {
    this.definition = definition;
    URI configured = connection.baseUrl();
    this.base = configured == null ? definition.baseUrl() : configured;
    this.secret = secret.strip();
    this.connection = connection;
    this.addresses = new OutboundAddresses(connection.allowedHosts());
    this.pacing = new Pacing(clock);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connection.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
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
    HttpResponse<byte[]> response =
        json(request(Map.of(), definition.probe().at(base, Map.of())).GET());
    if (response.statusCode() != 200) {
      throw refused(response);
    }
  }

  /** What the processor says of an object. */
  Answer read(Kind kind, Map<String, String> object) throws Deferred {
    return answer(json(request(kind.headers(), kind.read().at(base, object)).GET()));
  }

  /** One page of what is in an object. */
  Answer page(Kind kind, URI page) throws Deferred {
    return answer(json(request(kind.headers(), page).GET()));
  }

  /** The address of a path. */
  URI address(PathTemplate path, Map<String, String> object) {
    return path.at(base, object);
  }

  /** Tells work on an object to stop. */
  Answer stop(Kind kind, PathTemplate path, Map<String, String> object) throws Deferred {
    return answer(
        json(request(kind.headers(), path.at(base, object)).POST(BodyPublishers.noBody())));
  }

  /**
   * Deletes an object. Returns only if the processor says that it is deleted, or not there.
   *
   * @throws Deferred if it may still be there
   */
  Answer delete(Kind kind, Map<String, String> object) throws Deferred {
    Answer answer = answer(json(request(kind.headers(), kind.delete().at(base, object)).DELETE()));
    if (answer instanceof Answer.Given(var json)
        && !text(json, kind.deleted().field()).equals(Optional.of(kind.deleted().value()))) {
      log.warn("Expected the processor to confirm a deletion but it did not");
      throw new Deferred(WaitReason.PROCESSOR_WORKING);
    }
    return answer;
  }

  /** What is in an object, as it is sent; to be closed by the caller. */
  HttpResponse<InputStream> content(Kind kind, PathTemplate path, Map<String, String> object)
      throws Deferred {
    return send(request(kind.headers(), path.at(base, object)).GET(), BodyHandlers.ofInputStream());
  }

  /** Closes {@code content} if it takes too long, so that whoever reads it meets an error. */
  CompletableFuture<Void> watch(InputStream content) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            content.close();
          } catch (IOException e) {
            log.warn("Expected to close a download but it failed");
          }
        },
        CompletableFuture.delayedExecutor(
            connection.downloadTimeout().toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Why to wait after an answer that is none of those that are expected. */
  Deferred refused(HttpResponse<?> response) {
    int status = response.statusCode();
    WaitReason reason =
        switch (status) {
          case 401, 403 -> WaitReason.STORE_FORBIDDEN;
          case 409, 423 -> WaitReason.RECORD_LOCKED;
          case 429 -> WaitReason.RATE_LIMITED;
          case 408, 425 -> WaitReason.STORE_UNAVAILABLE;
          default -> {
            if (status >= 500) {
              yield WaitReason.STORE_UNAVAILABLE;
            }
            // Elsewhere is not where the controller agreed to send anything.
            yield status >= 300 && status < 400 ? WaitReason.UNFIT : WaitReason.MAP_MISMATCH;
          }
        };
    pacing.heed(response, reason);
    log.warn("Expected an answer of the processor's but it was status {}: {}", status, reason);
    return new Deferred(reason);
  }

  private Answer answer(HttpResponse<byte[]> response) throws Deferred {
    int status = response.statusCode();
    JsonNode json = parsed(response.body());
    if (status >= 200 && status < 300) {
      if (!json.isObject()) {
        log.warn("Expected the processor to answer with a JSON object but it did not");
        throw new Deferred(WaitReason.STORE_UNAVAILABLE);
      }
      return new Answer.Given(json);
    }
    if (saysAbsent(status, json)) {
      return new Answer.Absent();
    }
    throw refused(response);
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

  private HttpRequest.Builder request(Map<String, String> headers, URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(connection.callTimeout());
    definition.headers().forEach(request::setHeader);
    connection.headers().forEach(request::setHeader);
    headers.forEach(request::setHeader);
    return request
        .setHeader("Accept", "application/json")
        .setHeader(definition.auth().header(), definition.auth().prefix() + secret);
  }

  private HttpResponse<byte[]> json(HttpRequest.Builder request) throws Deferred {
    return send(
        request,
        BodyHandlers.limiting(BodyHandlers.ofByteArray(), connection.largestAnswer().toBytes()));
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder builder, BodyHandler<T> body)
      throws Deferred {
    pacing.check();
    HttpRequest request = builder.build();
    addresses.check(request.uri());
    CompletableFuture<HttpResponse<T>> call = client.sendAsync(request, body);
    try {
      return call.get(connection.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel(true);
      throw unavailable(e);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new Deferred(WaitReason.STORE_UNAVAILABLE);
    }
  }

  private static Deferred unavailable(Throwable failure) {
    log.warn("Expected the processor to answer but got {}", failure.getClass().getSimpleName());
    return new Deferred(WaitReason.STORE_UNAVAILABLE);
  }
}
