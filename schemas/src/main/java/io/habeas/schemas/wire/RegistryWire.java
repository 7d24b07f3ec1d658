package io.habeas.schemas.wire;

import static io.apicurio.registry.resolver.config.SchemaResolverConfig.DEREFERENCE_SCHEMA;
import static io.apicurio.registry.serde.config.SerdeConfig.AUTO_REGISTER_ARTIFACT;
import static io.apicurio.registry.serde.config.SerdeConfig.AUTO_REGISTER_ARTIFACT_IF_EXISTS;
import static io.apicurio.registry.serde.config.SerdeConfig.EXPLICIT_ARTIFACT_GROUP_ID;
import static io.apicurio.registry.serde.config.SerdeConfig.HTTP_ADAPTER;
import static io.apicurio.registry.serde.config.SerdeConfig.REGISTRY_URL;
import static io.apicurio.registry.serde.config.SerdeConfig.USE_ID;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.data.SerdeMetadata;
import io.apicurio.registry.serde.data.SerdeRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wire format with a registry behind it, through Apicurio's serializer and schema resolver,
 * which any registry with Apicurio's API serves; ids are content ids, which its
 * Confluent-compatible API serves too.
 */
public final class RegistryWire implements Wire, AutoCloseable {
  private static final int NOT_FOUND = 404;

  /** Apicurio's client waits for an answer for as long as the connection stands. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  static {
    TrustedRecords.trust();
  }

  private final AvroKafkaSerializer<SpecificRecord> serializer = new AvroKafkaSerializer<>();
  private final Map<Subject, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> writerSchemas = new ConcurrentHashMap<>();
  private final Duration longestCall;

  /**
   * One that waits ten seconds for an answer of the registry.
   *
   * @param registryUrl base URL of the registry's core API, ending in {@code /apis/registry/v3}
   * @param overrides further settings of Apicurio's serializer, credentials say
   */
  public RegistryWire(String registryUrl, Map<String, String> overrides) {
    this(registryUrl, overrides, LONGEST_CALL);
  }

  RegistryWire(String registryUrl, Map<String, String> overrides, Duration longestCall) {
    this.longestCall = longestCall;
    Map<String, Object> settings = new HashMap<>();
    settings.put(REGISTRY_URL, registryUrl);
    settings.put(USE_ID, "contentId");
    settings.put(AUTO_REGISTER_ARTIFACT, true);
    settings.put(AUTO_REGISTER_ARTIFACT_IF_EXISTS, "FIND_OR_CREATE_VERSION");
    settings.put(EXPLICIT_ARTIFACT_GROUP_ID, "default");
    // Whole: the clients of other languages resolve references to references wrongly or not at all.
    settings.put(DEREFERENCE_SCHEMA, true);
    settings.put(HTTP_ADAPTER, "JDK");
    settings.putAll(overrides);
    serializer.configure(settings, false);
  }

  @Override
  public byte[] encode(String topic, SpecificRecord value) {
    var subject = new Subject(topic, value.getClass());
    Integer id = ids.get(subject);
    if (id == null) {
      id = register(topic, value);
      ids.put(subject, id);
    }
    return ConfluentFormat.encode(id, value);
  }

  private int register(String topic, SpecificRecord value) {
    try {
      return Math.toIntExact(
          answered(
                  () ->
                      serializer
                          .getSchemaResolver()
                          .resolveSchema(new SerdeRecord<>(new SerdeMetadata(topic, false), value)))
              .getContentId());
    } catch (RuntimeException e) {
      throw new RegistryUnavailable(e);
    }
  }

  @Override
  public <R extends SpecificRecord> Decoded<R> decode(Class<R> type, byte @Nullable [] bytes) {
    return ConfluentFormat.decode(type, bytes, this::writerSchema);
  }

  private @Nullable Schema writerSchema(int id) {
    Schema known = writerSchemas.get(id);
    if (known != null) {
      return known;
    }
    try {
      Schema found =
          answered(
                  () ->
                      serializer
                          .getSchemaResolver()
                          .resolveSchemaByArtifactReference(
                              ArtifactReference.fromContentId((long) id)))
              .getParsedSchema()
              .getParsedSchema();
      writerSchemas.put(id, found);
      return found;
    } catch (RuntimeException e) {
      if (isNotFound(e)) {
        return null;
      }
      throw new RegistryUnavailable(e);
    }
  }

  /** What the registry answers, asked on a thread of its own so that it can be given up. */
  private <T> T answered(Callable<T> question) {
    var answer = new FutureTask<>(question);
    Thread.ofVirtual().name("registry").start(answer);
    try {
      return answer.get(longestCall.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("Expected an answer but asking failed", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Expected an answer within " + longestCall, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected an answer but was interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private record Subject(String topic, Class<?> record) {}

  private static boolean isNotFound(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException api) {
        return api.getResponseStatusCode() == NOT_FOUND;
      }
    }
    return false;
  }

  @Override
  public void close() {
    serializer.close();
  }
}
