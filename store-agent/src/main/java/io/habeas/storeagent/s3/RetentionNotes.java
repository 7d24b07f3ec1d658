package io.habeas.storeagent.s3;

import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.s3.StoredObject.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are kept under a duty (Art. 17(3)), and until when: one note for each version, with
 * its key, beside the objects. By these notes they are found again at expiry. Names of notes say
 * what is needed to count them, so that they need not be read one by one.
 */
final class RetentionNotes {
  private static final int PARTS_OF_NAME = 5;
  private static final String ROOT = "retentions/";

  private final OwnObjects objects;

  RetentionNotes(OwnObjects objects) {
    this.objects = objects;
  }

  /**
   * A note.
   *
   * @param version null where the storage has no versions
   * @param etag of what is kept: other content under the same key is not
   * @param expiry from when it may no longer be kept
   */
  record Retention(
      UUID request,
      String collection,
      String key,
      @Nullable String version,
      String etag,
      String rule,
      RetentionGround ground,
      String statute,
      String jurisdiction,
      Instant expiry) {

    String name() {
      return "%s%s~%s~%s"
          .formatted(
              ofObject(request, collection, key),
              Digest.of(String.valueOf(version)) + "-" + Digest.of(etag),
              rule,
              expiry.toEpochMilli());
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
      return "Retention[" + collection + ", " + rule + ", " + expiry + "]";
    }
  }

  /** What a note's name says. */
  record Named(
      String name, String collection, String object, String version, String rule, Instant expiry) {

    static Named of(String name) {
      String[] parts = name.split("/", PARTS_OF_NAME);
      String[] last = parts[PARTS_OF_NAME - 1].split("~", 3);
      return new Named(
          name,
          parts[2],
          parts[3],
          last[0],
          last[1],
          Instant.ofEpochMilli(Long.parseLong(last[2])));
    }

    static UUID requestOf(String name) {
      return UUID.fromString(name.split("/", PARTS_OF_NAME)[1]);
    }

    /** Whether it is on that version; where the version's id is not known, on that content. */
    boolean isOf(Version other) {
      String etag = other.etag();
      return etag != null
          && version.endsWith("-" + Digest.of(etag))
          && (other.id() == null || version.startsWith(Digest.of(other.id()) + "-"));
    }
  }

  void write(Retention retention) {
    objects.write(retention.name(), Json.write(retention));
  }

  Retention read(Named note) {
    return objects
        .read(note.name())
        .map(text -> Json.read(text, Retention.class))
        .orElseThrow(() -> new BucketFailure(WaitReason.RECORD_LOCKED, "a note that is gone"));
  }

  /** Whether the request keeps anything. */
  boolean isAny(UUID requestId) {
    return objects.isAny(ofRequest(requestId));
  }

  /** The request's notes, object by object. */
  void eachObject(UUID requestId, Consumer<List<Named>> visitor) {
    List<Named> open = new ArrayList<>();
    objects.eachName(
        ofRequest(requestId),
        name -> {
          Named note = Named.of(name);
          if (!open.isEmpty() && !same(open.getFirst(), note)) {
            visitor.accept(List.copyOf(open));
            open.clear();
          }
          open.add(note);
        });
    if (!open.isEmpty()) {
      visitor.accept(open);
    }
  }

  private static boolean same(Named one, Named other) {
    return one.collection().equals(other.collection()) && one.object().equals(other.object());
  }

  /** The request's notes on one object. */
  List<Named> on(UUID requestId, String collection, String key) {
    return objects.names(ofObject(requestId, collection, key)).stream().map(Named::of).toList();
  }

  void drop(Named note) {
    objects.drop(note.name());
  }

  /** Drops the request's notes on an object, but for {@code kept}. */
  void forget(UUID requestId, String collection, String key, Set<String> kept) {
    on(requestId, collection, key).stream()
        .map(Named::name)
        .filter(name -> !kept.contains(name))
        .forEach(objects::drop);
  }

  /** What the request keeps, objects counted once. */
  List<Retained> retained(UUID requestId) {
    Map<String, Kept> kept = new TreeMap<>();
    eachObject(
        requestId,
        notes ->
            notes.forEach(
                note ->
                    kept.computeIfAbsent(
                            note.collection() + "/" + note.rule(), any -> new Kept(note))
                        .add(note)));
    return kept.values().stream().map(this::retained).toList();
  }

  /** What every request keeps. */
  void report(RetentionSink sink) {
    Set<UUID> last = new HashSet<>();
    objects.eachName(
        ROOT,
        name -> {
          UUID request = Named.requestOf(name);
          // Names come in order, so that those of a request follow each other.
          if (!last.contains(request)) {
            last.clear();
            last.add(request);
            sink.add(request, retained(request));
          }
        });
  }

  private Retained retained(Kept kept) {
    Retention one = read(kept.example);
    return new Retained(
        one.collection(),
        one.rule(),
        one.ground(),
        one.statute(),
        one.jurisdiction(),
        kept.objects,
        kept.first,
        kept.last);
  }

  /** Counts notes of one rule, those of one object following each other. */
  private static final class Kept {
    private final Named example;
    private String object = "";
    private long objects;
    private Instant first;
    private Instant last;

    Kept(Named example) {
      this.example = example;
      this.first = example.expiry();
      this.last = example.expiry();
    }

    void add(Named note) {
      if (!note.object().equals(object)) {
        objects++;
        object = note.object();
      }
      first = note.expiry().isBefore(first) ? note.expiry() : first;
      last = note.expiry().isAfter(last) ? note.expiry() : last;
    }
  }

  private static String ofRequest(UUID requestId) {
    return ROOT + requestId + "/";
  }

  private static String ofObject(UUID requestId, String collection, String key) {
    return ofRequest(requestId) + collection + "/" + Digest.of(key) + "/";
  }
}
