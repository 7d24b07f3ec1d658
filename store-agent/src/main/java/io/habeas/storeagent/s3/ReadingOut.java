package io.habeas.storeagent.s3;

import io.habeas.participant.RecordSink;
import io.habeas.participant.WaitReason;
import io.habeas.participant.Withheld;
import io.habeas.storeagent.s3.StoredObject.Version;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads a person's objects out, byte by byte as they are stored, older versions too. Changes
 * nothing, and holds one piece at a time.
 *
 * <p>Each object is one record, of several lines where it is longer than a piece. The first says
 * what it is and has the first piece:
 *
 * <pre>{@code
 * {"object": "images/4/cat.png", "version": "...", "latest": true, "content_type": "image/png",
 *  "size": 500000, "last_modified": "2026-11-24T12:00:00Z", "metadata": {"title": "Cat"},
 *  "piece": 1, "of": 2, "base64": "..."}
 * }</pre>
 *
 * <p>the following ones only {@code object}, {@code version}, {@code piece}, {@code of} and {@code
 * base64}. Put together in order, the decoded pieces are the object. {@code version} is missing
 * where the storage has no versions; {@code content_encoding}, {@code content_language} and {@code
 * content_disposition} are there if the object has them. All records of an object follow each
 * other.
 *
 * <p>Of an object that is about other people too (Art. 15(4) GDPR, legal rule L16) there is one
 * line, which says that it is withheld and why; it is not opened.
 */
final class ReadingOut {
  /** Divisible by three, so that pieces in Base64 have no padding but for the last. */
  private static final int PIECE = 384 * 1024;

  private final Bucket bucket;
  private final RecordSink records;

  ReadingOut(Bucket bucket, RecordSink records) {
    this.bucket = bucket;
    this.records = records;
  }

  void readOut(List<Place> places) {
    for (Place place : places) {
      bucket.each(
          place.path(),
          object -> {
            if (place.covers(object.key())) {
              place.within(object, bucket).ifPresent(found -> readOut(place, found));
            }
          });
    }
  }

  /** All versions of an object are one record, as they are counted. */
  private void readOut(Place place, StoredObject object) {
    List<Version> versions = object.versions().stream().filter(Version::isData).toList();
    Optional<String> withheld = place.set().withheld();
    if (withheld.isPresent()) {
      if (!versions.isEmpty()) {
        records.add(place.set().name(), mark(object.key(), versions.getFirst(), withheld.get()));
      }
      return;
    }
    for (int i = 0; i < versions.size(); i++) {
      readOut(place, object.key(), versions.get(i), i == 0);
    }
  }

  private static String mark(String key, Version newest, String reason) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "object", key);
    put(json, "last_modified", String.valueOf(newest.lastModified()));
    put(json, Withheld.MARK, Withheld.OTHER_PEOPLE);
    put(json, Withheld.REASON, reason);
    return Json.write(json);
  }

  private void readOut(Place place, String key, Version version, boolean first) {
    Optional<ResponseInputStream<GetObjectResponse>> opened = bucket.open(key, version);
    if (opened.isEmpty()) {
      if (bucket.listings().find(key).stream().anyMatch(StoredObject::hasData)) {
        // Replaced while it was looked at: a copy without it would not be all that is held.
        throw new BucketFailure(WaitReason.RECORD_LOCKED, "another object under the same key");
      }
      return;
    }
    ResponseInputStream<GetObjectResponse> content = opened.get();
    boolean whole = false;
    try {
      readOut(place, key, version, first, content);
      whole = true;
    } catch (IOException e) {
      throw new BucketFailure(WaitReason.STORE_UNAVAILABLE, "a part of an object");
    } catch (SdkException e) {
      throw Failures.of(e);
    } finally {
      if (!whole) {
        content.abort();
      }
    }
  }

  private void readOut(
      Place place,
      String key,
      Version version,
      boolean first,
      ResponseInputStream<GetObjectResponse> content)
      throws IOException {
    GetObjectResponse head = content.response();
    Long size = head.contentLength();
    if (size == null) {
      throw new BucketFailure(WaitReason.STORE_UNAVAILABLE, "an object without a length");
    }
    long pieces = Math.max(1, (size + PIECE - 1) / PIECE);
    long left = size;
    try (content) {
      for (long piece = 1; piece <= pieces; piece++) {
        int length = (int) Math.min(PIECE, left);
        byte[] bytes = content.readNBytes(length);
        if (bytes.length < length) {
          throw new BucketFailure(WaitReason.STORE_UNAVAILABLE, "a part of an object");
        }
        left -= length;
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "object", key);
        put(json, "version", version.id());
        if (piece == 1) {
          describe(json, head, version);
        }
        put(json, "piece", piece);
        put(json, "of", pieces);
        put(json, "base64", Base64.getEncoder().encodeToString(bytes));
        if (first && piece == 1) {
          records.add(place.set().name(), Json.write(json));
        } else {
          records.addMore(place.set().name(), Json.write(json));
        }
      }
      if (content.read() >= 0) {
        throw new BucketFailure(WaitReason.STORE_UNAVAILABLE, "more than an object");
      }
    }
  }

  private static void describe(Map<String, Object> json, GetObjectResponse head, Version version) {
    put(json, "latest", version.latest());
    put(json, "content_type", head.contentType());
    put(json, "content_encoding", head.contentEncoding());
    put(json, "content_language", head.contentLanguage());
    put(json, "content_disposition", head.contentDisposition());
    put(json, "size", head.contentLength());
    put(json, "last_modified", String.valueOf(head.lastModified()));
    put(json, "metadata", head.metadata());
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
