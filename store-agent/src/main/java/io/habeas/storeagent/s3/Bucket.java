package io.habeas.storeagent.s3;

import io.habeas.storeagent.s3.StoredObject.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * One bucket, seen as objects with all their versions. Every method blocks and may throw {@link
 * BucketFailure}.
 */
final class Bucket {
  /** S3 takes no more at once. */
  private static final int DELETED_AT_ONCE = 1000;

  /** A name that nobody gives. */
  private static final String NO_OBJECT = ".habeas-asks-for-tags";

  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final String name;
  private final Listings listings;

  Bucket(S3Client client, String name) {
    this.client = client;
    this.name = name;
    this.listings = new Listings(client, name);
  }

  /** One version of one object that is to go. */
  record Doomed(String key, @Nullable String version) {
    /** Leaves the key out. */
    @Override
    public String toString() {
      return "Doomed";
    }
  }

  /** Whether there is a bucket; looks anew also whether it can have versions. */
  boolean exists() {
    return Failures.calling(
        () -> {
          try {
            client.headBucket(head -> head.bucket(name));
            listings.look();
            return true;
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
              return false;
            }
            throw e;
          }
        });
  }

  /** Whether objects below {@code prefix} can have tags. */
  boolean hasTags(String prefix) {
    return Failures.calling(
        () -> {
          try {
            client.getObjectTagging(get -> get.bucket(name).key(prefix + NO_OBJECT));
            return true;
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
              return true;
            }
            if (Failures.isNotImplemented(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  /**
   * All objects whose keys begin like this, also those that are there in older versions only, each
   * once.
   */
  void each(String prefix, Consumer<StoredObject> visitor) {
    listings.each(prefix, visitor);
  }

  /** What the listings of this bucket are read by. */
  Listings listings() {
    return listings;
  }

  /** The value of an object's tag; empty if it has none, or is gone. */
  Optional<String> tag(String key, Version version, String tag) {
    return Failures.calling(
        () -> {
          try {
            return client
                .getObjectTagging(get -> get.bucket(name).key(key).versionId(version.id()))
                .tagSet()
                .stream()
                .filter(found -> found.key().equals(tag))
                .map(Tag::value)
                .findFirst();
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND && !(e instanceof NoSuchBucketException)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /**
   * What an object's version holds, the caller's to close; empty if it is gone, or has become
   * another.
   */
  Optional<ResponseInputStream<GetObjectResponse>> open(String key, Version version) {
    return Failures.calling(
        () -> {
          try {
            return Optional.of(
                client.getObject(
                    get ->
                        get.bucket(name).key(key).versionId(version.id()).ifMatch(version.etag())));
          } catch (NoSuchKeyException gone) {
            return Optional.empty();
          } catch (AwsServiceException e) {
            if (Failures.code(e).equals("NoSuchVersion") || e.statusCode() == PRECONDITION_FAILED) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Deletes for good; what is gone already does not matter. */
  void delete(List<Doomed> doomed) {
    List<ObjectIdentifier> together = new ArrayList<>();
    for (Doomed one : doomed) {
      if (isXml(one.key())) {
        together.add(ObjectIdentifier.builder().key(one.key()).versionId(one.version()).build());
      } else {
        delete(one);
      }
    }
    for (int from = 0; from < together.size(); from += DELETED_AT_ONCE) {
      deleteTogether(together.subList(from, Math.min(from + DELETED_AT_ONCE, together.size())));
    }
  }

  private void deleteTogether(List<ObjectIdentifier> objects) {
    List<S3Error> errors =
        Failures.calling(
            () -> {
              try {
                return client
                    .deleteObjects(
                        delete ->
                            delete.bucket(name).delete(all -> all.quiet(true).objects(objects)))
                    .errors();
              } catch (AwsServiceException e) {
                if (!Failures.isNotImplemented(e)) {
                  throw e;
                }
                objects.forEach(object -> delete(new Doomed(object.key(), object.versionId())));
                return List.of();
              }
            });
    List<S3Error> left =
        errors.stream()
            .filter(error -> !String.valueOf(error.code()).startsWith("NoSuch"))
            .toList();
    if (!left.isEmpty()) {
      throw Failures.ofDeletion(String.valueOf(left.getFirst().code()), left.size());
    }
  }

  private void delete(Doomed one) {
    Failures.calling(
        () ->
            client.deleteObject(
                delete -> delete.bucket(name).key(one.key()).versionId(one.version())));
  }

  /** What XML 1.0 cannot say cannot stand in a list of keys. */
  private static boolean isXml(String key) {
    return key.chars().noneMatch(c -> c < ' ' || c == '\u007f' || c == '\ufffe' || c == '\uffff');
  }

  /** Keys of uploads that begin like this and were not finished. */
  void eachUpload(String prefix, Consumer<MultipartUpload> visitor) {
    String key = null;
    String id = null;
    while (true) {
      String keyMarker = key;
      String idMarker = id;
      Optional<ListMultipartUploadsResponse> page =
          Failures.calling(
              () -> {
                try {
                  return Optional.of(
                      client.listMultipartUploads(
                          list ->
                              list.bucket(name)
                                  .prefix(prefix)
                                  .encodingType(EncodingType.URL)
                                  .keyMarker(keyMarker)
                                  .uploadIdMarker(idMarker)));
                } catch (AwsServiceException e) {
                  // A storage without such uploads has none that is not finished.
                  if (Failures.isNotImplemented(e)) {
                    return Optional.empty();
                  }
                  throw e;
                }
              });
      page.ifPresent(found -> found.uploads().forEach(visitor));
      if (page.isEmpty() || !Boolean.TRUE.equals(page.get().isTruncated())) {
        return;
      }
      key = page.get().nextKeyMarker();
      id = page.get().nextUploadIdMarker();
      Listings.expectProgress(!(Objects.equals(key, keyMarker) && Objects.equals(id, idMarker)));
    }
  }

  /** Throws away what an unfinished upload has sent. */
  void abort(MultipartUpload upload) {
    Failures.calling(
        () -> {
          try {
            client.abortMultipartUpload(
                abort -> abort.bucket(name).key(upload.key()).uploadId(upload.uploadId()));
          } catch (AwsServiceException e) {
            if (e.statusCode() != NOT_FOUND || e instanceof NoSuchBucketException) {
              throw e;
            }
          }
          return true;
        });
  }
}
