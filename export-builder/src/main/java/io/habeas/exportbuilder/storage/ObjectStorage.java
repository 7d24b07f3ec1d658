package io.habeas.exportbuilder.storage;

import io.habeas.exportbuilder.export.UploadAddresses;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * One bucket: {@code parts/REQUEST/PARTICIPANT/STEP} is what participants upload, {@code
 * packages/REQUEST} what is handed over. Everything in it is encrypted. Every method but {@link
 * #of} blocks and may throw {@link StorageUnavailable}.
 */
public final class ObjectStorage implements UploadAddresses, AutoCloseable {
  private final StorageSettings settings;
  private final S3Client client;
  private final S3Presigner presigner;
  private final Clock clock;

  public ObjectStorage(StorageSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    AwsCredentialsProvider credentials = credentials(settings);
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .forcePathStyle(settings.pathStyle())
            .overrideConfiguration(o -> o.apiCallTimeout(settings.timeout()))
            .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(settings.timeout()));
    S3Presigner.Builder presigning =
        S3Presigner.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(settings.pathStyle()).build());
    URI endpoint = settings.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
      presigning.endpointOverride(endpoint);
    }
    this.client = builder.build();
    this.presigner = presigning.build();
  }

  private static AwsCredentialsProvider credentials(StorageSettings settings) {
    return settings.accessKey() == null || settings.secretKey() == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
  }

  /** Where the answer to one step lies. */
  public static String partsKey(UUID requestId, String participant, int step) {
    return partsOf(requestId) + participant + "/" + step;
  }

  /** Under which all parts of a request lie. */
  public static String partsOf(UUID requestId) {
    return "parts/" + requestId + "/";
  }

  /** Where a request's package lies. */
  public static String packageKey(UUID requestId) {
    return "packages/" + requestId;
  }

  /** Whether it answers and has the bucket, which is created if the settings say so. */
  public boolean ready() {
    return call(
        "have a bucket",
        () -> {
          if (settings.createBucket()) {
            try {
              client.createBucket(request -> request.bucket(settings.bucket()));
            } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException there) {
              return true;
            }
          }
          client.headBucket(request -> request.bucket(settings.bucket()));
          return true;
        });
  }

  /** The signature allows one method on one object, and so nobody can read with it. */
  @Override
  public UploadAddress of(UUID requestId, String participant, int step) {
    var presigned =
        presigner.presignPutObject(
            presign ->
                presign
                    .signatureDuration(settings.uploadValidity())
                    .putObjectRequest(
                        put ->
                            put.bucket(settings.bucket())
                                .key(partsKey(requestId, participant, step))));
    return new UploadAddress(
        URI.create(presigned.url().toString()), clock.instant().plus(settings.uploadValidity()));
  }

  /** Copies an object into a file; false if there is none. */
  public boolean fetch(String key, Path file) {
    return call(
        "give an object",
        () -> {
          try {
            client.getObject(
                get -> get.bucket(settings.bucket()).key(key), ResponseTransformer.toFile(file));
            return true;
          } catch (NoSuchKeyException missing) {
            return false;
          }
        });
  }

  /** An object as a stream, the caller's to close; empty if there is none. */
  public Optional<InputStream> open(String key) {
    return call(
        "give an object",
        () -> {
          try {
            return Optional.<InputStream>of(
                client.getObject(get -> get.bucket(settings.bucket()).key(key)));
          } catch (NoSuchKeyException missing) {
            return Optional.empty();
          }
        });
  }

  /** Stores a file under a key, replacing what was there. */
  public void put(String key, Path file) {
    call(
        "take an object",
        () ->
            client.putObject(
                put -> put.bucket(settings.bucket()).key(key), RequestBody.fromFile(file)));
  }

  /**
   * Deletes everything whose key begins like this, then looks again.
   *
   * @throws StorageUnavailable also if something is still there
   */
  public void deleteAll(String prefix) {
    for (String key : list(prefix)) {
      call(
          "delete an object",
          () -> client.deleteObject(delete -> delete.bucket(settings.bucket()).key(key)));
    }
    if (!list(prefix).isEmpty()) {
      throw new StorageUnavailable("delete objects", "objects that are still there");
    }
  }

  /** All keys that begin like this. */
  public List<String> list(String prefix) {
    return call(
        "list objects",
        () ->
            client
                .listObjectsV2Paginator(list -> list.bucket(settings.bucket()).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList());
  }

  private static <T> T call(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (AwsServiceException e) {
      throw new StorageUnavailable(what, "HTTP " + e.statusCode());
    } catch (SdkException e) {
      throw new StorageUnavailable(what, e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }
}
