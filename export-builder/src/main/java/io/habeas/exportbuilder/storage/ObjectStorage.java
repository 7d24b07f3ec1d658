package io.habeas.exportbuilder.storage;

import io.habeas.exportbuilder.export.UploadAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
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
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * One bucket: {@code parts/REQUEST/PARTICIPANT/STEP} is what participants upload, {@code
 * packages/REQUEST/ATTEMPT} what is handed over. Everything in it is encrypted. Every method but
 * {@link #of} blocks and may throw {@link StorageUnavailable}.
 */
public final class ObjectStorage implements UploadAddresses, AutoCloseable {
  private static final int PIECE = 64 * 1024 * 1024;
  private static final long LARGEST_IN_ONE = 4L * PIECE;

  private final StorageSettings settings;
  private final Consumer<AwsRequestOverrideConfiguration.Builder> transfer;
  private final S3Client client;
  private final S3Presigner presigner;
  private final Clock clock;

  public ObjectStorage(StorageSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.transfer = call -> call.apiCallTimeout(settings.longestTransfer());
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
        ? DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build()
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

  /** Under which all packages of a request lie, one for each attempt to make it. */
  public static String packagesOf(UUID requestId) {
    return "packages/" + requestId + "/";
  }

  /** A place for a package of a request that nothing else has. */
  public static String newPackageKey(UUID requestId) {
    return packagesOf(requestId) + UUID.randomUUID();
  }

  /** Whether it answers and has the bucket, which is created if the settings say so. */
  public boolean ready() {
    return call(
        "have a bucket",
        () -> {
          try {
            client.headBucket(request -> request.bucket(settings.bucket()));
          } catch (NoSuchBucketException missing) {
            if (!settings.createBucket()) {
              throw missing;
            }
            create();
          }
          return true;
        });
  }

  private void create() {
    try {
      client.createBucket(request -> request.bucket(settings.bucket()));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException there) {
      // Another instance was first.
      return;
    }
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

  /** How long an object is, in bytes; empty if there is none. */
  public OptionalLong length(String key) {
    return call(
        "describe an object",
        () -> {
          try {
            return OptionalLong.of(
                client.headObject(head -> head.bucket(settings.bucket()).key(key)).contentLength());
          } catch (NoSuchKeyException missing) {
            return OptionalLong.empty();
          }
        });
  }

  /** Copies an object into a file; false if there is none. */
  public boolean fetch(String key, Path file) {
    return call(
        "give an object",
        () -> {
          try {
            client.getObject(
                get -> get.bucket(settings.bucket()).key(key).overrideConfiguration(transfer),
                ResponseTransformer.toFile(file));
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
                client.getObject(
                    get -> get.bucket(settings.bucket()).key(key).overrideConfiguration(transfer)));
          } catch (NoSuchKeyException missing) {
            return Optional.empty();
          }
        });
  }

  /** Stores a file under a key, replacing what was there. */
  public void put(String key, Path file) {
    if (call("measure a file", () -> file.toFile().length()) > LARGEST_IN_ONE) {
      putInPieces(key, file);
      return;
    }
    call(
        "take an object",
        () ->
            client.putObject(
                put -> put.bucket(settings.bucket()).key(key).overrideConfiguration(transfer),
                RequestBody.fromFile(file)));
  }

  /** One PUT may have 5 GiB at most. */
  private void putInPieces(String key, Path file) {
    String upload =
        call(
            "begin an upload",
            () ->
                client
                    .createMultipartUpload(create -> create.bucket(settings.bucket()).key(key))
                    .uploadId());
    boolean complete = false;
    try {
      List<CompletedPart> pieces = pieces(key, file, upload);
      call(
          "complete an upload",
          () ->
              client.completeMultipartUpload(
                  done ->
                      done.bucket(settings.bucket())
                          .key(key)
                          .uploadId(upload)
                          .overrideConfiguration(transfer)
                          .multipartUpload(all -> all.parts(pieces))));
      complete = true;
    } finally {
      if (!complete) {
        call(
            "abort an upload",
            () ->
                client.abortMultipartUpload(
                    abort -> abort.bucket(settings.bucket()).key(key).uploadId(upload)));
      }
    }
  }

  private List<CompletedPart> pieces(String key, Path file, String upload) {
    List<CompletedPart> pieces = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        int number = pieces.size() + 1;
        byte[] bytes = piece;
        String tag =
            call(
                "take a piece of an object",
                () ->
                    client
                        .uploadPart(
                            part ->
                                part.bucket(settings.bucket())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .overrideConfiguration(transfer),
                            RequestBody.fromBytes(bytes))
                        .eTag());
        pieces.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pieces;
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
