package io.habeas.storeagent.s3;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.s3.StoredObject.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Lists a bucket's objects, a page at a time. Versions are always asked for: a bucket that has none
 * says so, and one whose versions were switched off still has the old ones.
 */
final class Listings {
  private final S3Client client;
  private final String bucket;
  private volatile boolean withoutVersions;

  Listings(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /** Looks anew whether the storage knows versions. */
  void look() {
    withoutVersions = false;
    try {
      client.listObjectVersions(list -> list.bucket(bucket).maxKeys(1));
    } catch (AwsServiceException e) {
      if (!Failures.isNotImplemented(e)) {
        throw e;
      }
      withoutVersions = true;
    }
  }

  /** All objects whose keys begin like this, each once with all its versions. */
  void each(String prefix, Consumer<StoredObject> visitor) {
    from(
        prefix,
        null,
        object -> {
          visitor.accept(object);
          return true;
        });
  }

  /** The object with this very key; empty if there is none. */
  Optional<StoredObject> find(String key) {
    List<StoredObject> found = new ArrayList<>();
    from(
        key,
        null,
        object -> {
          if (object.key().equals(key)) {
            found.add(object);
          }
          // Keys come in order, and the key itself is the first that begins with it.
          return false;
        });
    return found.stream().findFirst();
  }

  /**
   * All objects from some key on, in the order of keys.
   *
   * @param after where to begin, not included; null for the beginning
   * @param visitor says whether to go on
   */
  void from(String prefix, @Nullable String after, Predicate<StoredObject> visitor) {
    if (withoutVersions) {
      current(prefix, after, visitor);
      return;
    }
    Boolean listed =
        Failures.calling(
            () -> {
              try {
                versions(prefix, after, visitor);
                return true;
              } catch (AwsServiceException e) {
                if (!Failures.isNotImplemented(e)) {
                  throw e;
                }
                withoutVersions = true;
                return false;
              }
            });
    if (!listed) {
      current(prefix, after, visitor);
    }
  }

  /** What is there without looking at older versions. */
  void current(String prefix, @Nullable String after, Predicate<StoredObject> visitor) {
    String token = null;
    while (true) {
      String continuation = token;
      ListObjectsV2Response page =
          Failures.calling(
              () ->
                  client.listObjectsV2(
                      list ->
                          list.bucket(bucket)
                              .prefix(prefix)
                              .startAfter(continuation == null ? after : null)
                              .encodingType(EncodingType.URL)
                              .continuationToken(continuation)));
      for (var object : page.contents()) {
        var version = new Version(null, object.eTag(), object.lastModified(), true);
        if (!visitor.test(new StoredObject(object.key(), List.of(version)))) {
          return;
        }
      }
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return;
      }
      token = page.nextContinuationToken();
      expectProgress(token != null && !token.equals(continuation));
    }
  }

  private void versions(String prefix, @Nullable String after, Predicate<StoredObject> visitor) {
    String key = after;
    String id = null;
    Map<String, List<Version>> open = new LinkedHashMap<>();
    while (true) {
      String keyMarker = key;
      String idMarker = id;
      ListObjectVersionsResponse page =
          client.listObjectVersions(
              list ->
                  list.bucket(bucket)
                      .prefix(prefix)
                      .encodingType(EncodingType.URL)
                      .keyMarker(keyMarker)
                      .versionIdMarker(idMarker));
      page.versions()
          .forEach(
              version ->
                  open.computeIfAbsent(version.key(), any -> new ArrayList<>())
                      .add(
                          new Version(
                              version.versionId(),
                              version.eTag(),
                              version.lastModified(),
                              Boolean.TRUE.equals(version.isLatest()))));
      page.deleteMarkers()
          .forEach(
              marker ->
                  open.computeIfAbsent(marker.key(), any -> new ArrayList<>())
                      .add(
                          new Version(
                              marker.versionId(),
                              null,
                              marker.lastModified(),
                              Boolean.TRUE.equals(marker.isLatest()))));
      boolean more = Boolean.TRUE.equals(page.isTruncated());
      key = page.nextKeyMarker();
      id = page.nextVersionIdMarker();
      // Versions of one key may go on in the next page.
      List<Version> unfinished = more && key != null ? open.remove(key) : null;
      for (var entry : open.entrySet()) {
        if (!visitor.test(new StoredObject(entry.getKey(), entry.getValue()))) {
          return;
        }
      }
      open.clear();
      if (!more) {
        return;
      }
      expectProgress(
          key != null && !(Objects.equals(key, keyMarker) && Objects.equals(id, idMarker)));
      if (unfinished != null) {
        open.put(key, unfinished);
      }
    }
  }

  /** A storage that gives the same page for ever would never be done. */
  static void expectProgress(boolean progress) {
    if (!progress) {
      throw new BucketFailure(WaitReason.STORE_UNAVAILABLE, "a list that does not go on");
    }
  }
}
