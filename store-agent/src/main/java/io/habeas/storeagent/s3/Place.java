package io.habeas.storeagent.s3;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.s3.ObjectPlan.ObjectSet;
import io.habeas.storeagent.s3.StoredObject.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one set's objects of one person lie. No object is in two places.
 *
 * @param value the identifier's value
 * @param path the key, or how all keys begin
 */
record Place(ObjectSet set, String value, String path) {
  private static final Logger log = LoggerFactory.getLogger(Place.class);

  /** Written in any case (RFC 5321 section 2.4); no two people differ by it. */
  private static final String EMAIL = "email";

  /** All places that the identifiers lead to; none if nothing here can be the person's. */
  static List<Place> of(ObjectPlan plan, Identifiers identifiers) {
    List<Place> places = new ArrayList<>();
    for (ObjectSet set : plan.sets()) {
      boolean anyCase = set.identifier().equals(EMAIL);
      var values =
          new TreeSet<String>(
              anyCase ? String.CASE_INSENSITIVE_ORDER : java.util.Comparator.naturalOrder());
      values.addAll(identifiers.of(set.identifier()));
      for (String value : values) {
        if (set.tag().isEmpty()) {
          Optional<String> path = set.keys().of(value);
          path.ifPresent(found -> places.add(new Place(set, value, found)));
          if (path.isEmpty()) {
            log.warn(
                "Expected an identifier of type {} that can stand in a key but one cannot; nothing"
                    + " of {} is found by it",
                set.identifier(),
                set.name());
          }
        } else if (!value.isBlank()) {
          places.add(new Place(set, value, set.keys().before()));
        }
      }
    }
    return places;
  }

  /** Whether an object with this key can be here. Where a tag decides, more is asked. */
  boolean covers(String key) {
    return (set.keys().below() ? key.startsWith(path) : key.equals(path))
        // What begins like the place of everybody may be the agent's own.
        && !key.startsWith(KeyPattern.RESERVED);
  }

  /** What of {@code object}, whose key is covered, is in this place; empty if nothing is. */
  Optional<StoredObject> within(StoredObject object, Bucket bucket) {
    if (set.tag().isEmpty()) {
      return Optional.of(object);
    }
    String tag = set.tag().get().name();
    List<Version> tagged =
        object.versions().stream()
            .filter(Version::isData)
            .filter(version -> bucket.tag(object.key(), version, tag).filter(this::is).isPresent())
            .toList();
    if (tagged.isEmpty()) {
      return Optional.empty();
    }
    boolean whole = tagged.size() == object.versions().stream().filter(Version::isData).count();
    // A marker hides all versions of a key, also those that are somebody else's.
    return Optional.of(whole ? object : new StoredObject(object.key(), tagged));
  }

  private boolean is(String tagValue) {
    return set.identifier().equals(EMAIL)
        ? tagValue.strip().equalsIgnoreCase(value.strip())
        : tagValue.equals(value);
  }

  /**
   * By what applications look up whether this place is hidden: the path; where a tag decides, with
   * {@code ?tag=value} behind it, mail addresses in lower case.
   */
  String label() {
    return set.tag()
        .map(
            tag ->
                path
                    + "?"
                    + tag.name()
                    + "="
                    + (set.identifier().equals(EMAIL)
                        ? value.strip().toLowerCase(Locale.ROOT)
                        : value))
        .orElse(path);
  }

  /** Names the set, never the value. */
  @Override
  public String toString() {
    return "Place[" + set.name() + "]";
  }
}
