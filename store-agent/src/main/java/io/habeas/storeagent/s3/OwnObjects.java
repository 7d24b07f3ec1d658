package io.habeas.storeagent.s3;

import io.habeas.storeagent.s3.Bucket.Doomed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The agent's own small objects, all below {@code .habeas/DATASET/} of the journal's bucket. Every
 * method may throw {@link BucketFailure}.
 *
 * <p>A single write is atomic in S3: an object is there whole or not at all, and whoever reads or
 * lists after it sees it.
 */
final class OwnObjects {
  private static final int PRECONDITION_FAILED = 412;
  private static final int DROPPED_AT_ONCE = 1000;

  private final S3Client client;
  private final String bucketName;
  private final Bucket bucket;
  private final String root;

  OwnObjects(S3Client client, String bucketName, String dataset) {
    this.client = client;
    this.bucketName = bucketName;
    this.bucket = new Bucket(client, bucketName);
    this.root = KeyPattern.RESERVED + dataset + "/";
  }

  /** Whether their bucket is there. */
  boolean canBe() {
    return bucket.exists();
  }

  /** What {@code name} holds; empty if there is no such object. */
  Optional<String> read(String name) {
    return Failures.calling(
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(get -> get.bucket(bucketName).key(root + name))
                    .asUtf8String());
          } catch (NoSuchKeyException missing) {
            return Optional.empty();
          }
        });
  }

  /** Writes, also over what is there. */
  void write(String name, String text) {
    Failures.calling(
        () ->
            client.putObject(
                put -> put.bucket(bucketName).key(root + name).contentType("application/json"),
                RequestBody.fromString(text)));
  }

  /**
   * Writes unless something is there already. Where the storage does not know the condition
   * (If-None-Match) or ignores it, of two that write in the same moment the later one stands.
   *
   * @return what is there now
   */
  String writeOnce(String name, String text) {
    // Asked beforehand too, for the sake of storages that ignore the condition.
    Optional<String> before = read(name);
    if (before.isPresent()) {
      return before.get();
    }
    boolean conditional =
        Failures.calling(
            () -> {
              try {
                client.putObject(
                    put ->
                        put.bucket(bucketName)
                            .key(root + name)
                            .contentType("application/json")
                            .ifNoneMatch("*"),
                    RequestBody.fromString(text));
                return true;
              } catch (AwsServiceException e) {
                if (e.statusCode() == PRECONDITION_FAILED) {
                  return true;
                }
                if (Failures.isNotImplemented(e)) {
                  return false;
                }
                throw e;
              }
            });
    if (!conditional) {
      write(name, text);
    }
    // Whoever repeats a write whose answer was lost is told that something is there: its own.
    return read(name).orElse(text);
  }

  /** Whether anything begins like this. */
  boolean isAny(String prefix) {
    boolean[] any = {false};
    bucket
        .listings()
        .current(
            root + prefix,
            null,
            object -> {
              any[0] = true;
              return false;
            });
    return any[0];
  }

  /** Names of all that begin like this. */
  List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    eachName(prefix, names::add);
    return names;
  }

  /** The same, one after the other, in their order. */
  void eachName(String prefix, Consumer<String> visitor) {
    bucket
        .listings()
        .current(
            root + prefix,
            null,
            object -> {
              visitor.accept(object.key().substring(root.length()));
              return true;
            });
  }

  /** Deletes all that begin like this, for good: a versioned bucket would keep what they say. */
  void drop(String prefix) {
    List<Doomed> doomed = new ArrayList<>();
    bucket.each(
        root + prefix,
        object -> object.versions().forEach(v -> doomed.add(new Doomed(object.key(), v.id()))));
    for (int from = 0; from < doomed.size(); from += DROPPED_AT_ONCE) {
      bucket.delete(doomed.subList(from, Math.min(from + DROPPED_AT_ONCE, doomed.size())));
    }
  }
}
