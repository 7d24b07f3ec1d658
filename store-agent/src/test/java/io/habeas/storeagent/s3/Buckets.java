package io.habeas.storeagent.s3;

import io.habeas.platform.EmbeddedS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One storage per test JVM, another with versions, and a fresh bucket in it for whoever asks. */
public final class Buckets {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<URI, S3Client> OBSERVERS = new ConcurrentHashMap<>();

  private Buckets() {}

  /** A bucket, seen and changed from outside of the agent. */
  public record TestBucket(URI endpoint, String name, S3Client observer) {

    BucketConnection connection() {
      return Buckets.connection(endpoint, name, "secret");
    }

    void put(String key, String content) {
      observer.putObject(put -> put.bucket(name).key(key), RequestBody.fromString(content));
    }

    String read(String key) {
      return observer.getObjectAsBytes(get -> get.bucket(name).key(key)).asUtf8String();
    }

    List<String> keys(String prefix) {
      return observer
          .listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }

    /** Everything that is not the agent's own, byte by byte. */
    Map<String, String> contents() {
      Map<String, String> contents = new TreeMap<>();
      keys("").stream()
          .filter(key -> !key.startsWith(".habeas/"))
          .forEach(key -> contents.put(key, read(key)));
      return contents;
    }

    /** Names of the agent's own objects in dataset {@code shop}, below {@code prefix}. */
    List<String> notes(String prefix) {
      String root = ".habeas/shop/";
      return keys(root + prefix).stream().map(key -> key.substring(root.length())).toList();
    }
  }

  /** A new bucket without versions. */
  public static TestBucket create() {
    return create(Plain.SERVER.endpoint());
  }

  /** A new bucket with versions. */
  static TestBucket createVersioned() {
    TestBucket bucket = create(Versioned.endpoint());
    bucket
        .observer()
        .putBucketVersioning(
            put ->
                put.bucket(bucket.name())
                    .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    return bucket;
  }

  static TestBucket create(URI endpoint) {
    String name = "bucket-" + NUMBER.incrementAndGet();
    S3Client observer =
        OBSERVERS.computeIfAbsent(
            endpoint,
            there ->
                Clients.of(connection(there, name, "secret"), UnaryOperator.identity()).writing());
    observer.createBucket(bucket -> bucket.bucket(name));
    return new TestBucket(endpoint, name, observer);
  }

  static BucketConnection connection(URI endpoint, String bucket, String secret) {
    return new BucketConnection(
        endpoint,
        EmbeddedS3.REGION,
        bucket,
        "client",
        secret,
        null,
        null,
        true,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        null);
  }

  private static final class Plain {
    private static final EmbeddedS3 SERVER = start();

    private static EmbeddedS3 start() {
      try {
        EmbeddedS3 server =
            EmbeddedS3.start(
                new EmbeddedS3.Options(
                    Files.createTempDirectory("habeas-s3-"), 0, "client", "secret"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Versioned {
    private static final S3Proxy SERVER = start();

    private static URI endpoint() {
      return URI.create("http://127.0.0.1:" + SERVER.getPort());
    }

    private static S3Proxy start() {
      try {
        S3Proxy server =
            S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "client", "secret")
                .build();
        server.start();
        return server;
      } catch (Exception e) {
        throw new IllegalStateException("Expected a storage to start but it failed", e);
      }
    }
  }
}
