package io.habeas.storeagent.processor.objects;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one processor is spoken to about its objects, as data: another processor is another file.
 *
 * @param baseUrl where its API is
 * @param headers sent with every call
 * @param probe answered with 200 if the key is good
 * @param absent what says that an object is not there
 * @param kinds kinds of objects, by the name that collections of a map have
 */
record ProviderDefinition(
    URI baseUrl,
    Auth auth,
    Map<String, String> headers,
    PathTemplate probe,
    Absent absent,
    Map<String, Kind> kinds) {
  ProviderDefinition {
    headers = Map.copyOf(headers);
    kinds = Map.copyOf(kinds);
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  Kind kind(String name) {
    Kind kind = kinds.get(name);
    if (kind == null) {
      throw new IllegalArgumentException("Expected a kind of objects but there is no " + name);
    }
    return kind;
  }

  /**
   * @param header in which the key goes
   * @param prefix before the key
   */
  record Auth(String header, String prefix) {}

  /**
   * An answer that says so has one of these statuses, and is an error of the API itself: one that
   * something on the way made up must not pass for an erasure.
   *
   * @param field that such an error has, a path of names joined by dots
   * @param except what makes it another error all the same; empty for nothing
   */
  record Absent(List<Integer> statuses, String field, Optional<Except> except) {
    Absent {
      statuses = List.copyOf(statuses);
    }
  }

  /** A field whose whole value matches. */
  record Except(String field, Pattern pattern) {}

  /**
   * One kind of objects.
   *
   * @param headers sent besides the definition's
   * @param read gives what the processor says of the object
   * @param content gives what is in it; empty where that is all in {@code read}
   * @param items gives what is in it, in pages; empty where there are none
   * @param stop what must be over before it can be deleted; empty for nothing
   * @param delete deletes it; its names are what a report of an object has
   * @param deleted what the answer says then
   */
  record Kind(
      Map<String, String> headers,
      PathTemplate read,
      Optional<Content> content,
      Optional<Items> items,
      Optional<Stop> stop,
      PathTemplate delete,
      Said deleted) {
    Kind {
      headers = Map.copyOf(headers);
    }

    /** What names an object. */
    List<String> names() {
      return delete.names();
    }
  }

  /**
   * @param withheld statuses that say that it is not given out
   */
  record Content(PathTemplate path, List<Integer> withheld) {
    Content {
      withheld = List.copyOf(withheld);
    }
  }

  /**
   * @param list the field with the items of a page
   */
  record Items(PathTemplate path, String list, Cursor cursor) {}

  /**
   * How the next page is asked for.
   *
   * @param parameter of the address
   * @param field of the page before that has its value
   * @param more the field that says whether there is one
   */
  record Cursor(String parameter, String field, String more) {}

  /**
   * Work on an object that keeps it from being deleted.
   *
   * @param path where it is told, by POST, to stop
   * @param field of what {@code read} gives that says how far it is
   * @param running its values before it was told
   * @param stopping its values until it has stopped
   */
  record Stop(PathTemplate path, String field, List<String> running, List<String> stopping) {
    Stop {
      running = List.copyOf(running);
      stopping = List.copyOf(stopping);
    }
  }

  /** A field and its value. */
  record Said(String field, String value) {}
}
