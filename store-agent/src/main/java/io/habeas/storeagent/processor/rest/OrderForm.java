package io.habeas.storeagent.processor.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.habeas.storeagent.processor.rest.Definition.CallForm;
import io.habeas.storeagent.processor.rest.Definition.Paging;
import io.habeas.storeagent.processor.rest.Definition.Subjects;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that is ordered.
 *
 * @param reference where the answer has its name (JSON Pointer); null if it is done at once
 * @param repeat whether it may be placed again without knowing whether it was placed before
 * @param goneOn statuses that mean that there was nothing to do it with
 * @param find how it is looked for; null if it cannot be
 * @param status how one asks how far it is; null if it is done at once
 * @param records what becomes of the records
 * @param results how what was ordered is fetched; null if nothing is
 */
record OrderForm(
    String collection,
    Subjects subjects,
    CallForm call,
    @Nullable String reference,
    Repeat repeat,
    Set<Integer> goneOn,
    @Nullable Find find,
    @Nullable Status status,
    Becomes records,
    @Nullable Results results) {
  OrderForm {
    Objects.requireNonNull(collection, "collection");
    Objects.requireNonNull(subjects, "subjects");
    Objects.requireNonNull(call, "call");
    repeat = Objects.requireNonNullElse(repeat, Repeat.NEVER);
    goneOn = Set.copyOf(Objects.requireNonNullElse(goneOn, Set.of()));
    records = Objects.requireNonNullElse(records, Becomes.ERASED);
  }

  /** Whether an order may be placed again. */
  enum Repeat {
    /** It does no harm. */
    HARMLESS,
    /** Only where it was looked for and not found. */
    NEVER
  }

  /** What an erasure makes of records. */
  enum Becomes {
    ERASED,
    ANONYMISED
  }

  /**
   * How an order is looked for.
   *
   * @param records as of a search
   * @param where as of a search
   * @param since where a record says when it was made, an ISO date and time: earlier ones are
   *     others; null if it does not say
   * @param reference where a record has its name
   */
  record Find(
      CallForm call,
      String records,
      Map<String, JsonNode> where,
      @Nullable String since,
      String reference,
      @Nullable Paging paging) {
    Find {
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(records, "records");
      Objects.requireNonNull(reference, "reference");
      where = Map.copyOf(Objects.requireNonNullElse(where, Map.of()));
    }
  }

  /**
   * How one asks how far an order is.
   *
   * @param records where the answer has a list of orders; null if it is about this one only
   * @param where which of the list it is
   * @param state where the order says it
   * @param done values that mean that it is carried out
   * @param working values that mean that it is worked on
   * @param failed values that mean that it was not, or not wholly
   * @param proceed values that mean that it waits for a further call, and which
   * @param forgottenOn statuses that mean that the processor does not know it any more
   */
  record Status(
      CallForm call,
      @Nullable String records,
      Map<String, JsonNode> where,
      String state,
      Set<String> done,
      Set<String> working,
      Set<String> failed,
      Map<String, CallForm> proceed,
      Set<Integer> forgottenOn) {
    Status {
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(state, "state");
      where = Map.copyOf(Objects.requireNonNullElse(where, Map.of()));
      done = Set.copyOf(Objects.requireNonNullElse(done, Set.of()));
      working = Set.copyOf(Objects.requireNonNullElse(working, Set.of()));
      failed = Set.copyOf(Objects.requireNonNullElse(failed, Set.of()));
      proceed = Map.copyOf(Objects.requireNonNullElse(proceed, Map.of()));
      forgottenOn = Set.copyOf(Objects.requireNonNullElse(forgottenOn, Set.of()));
    }
  }

  /**
   * How what was ordered is fetched.
   *
   * @param urls where the status has its address, or a list of them (JSON Pointer)
   * @param format what is there
   */
  record Results(String urls, Format format) {
    Results {
      Objects.requireNonNull(urls, "urls");
      Objects.requireNonNull(format, "format");
    }
  }

  /** What a file of results has in it. */
  enum Format {
    /** A JSON object on each line. */
    @JsonProperty("json-lines")
    JSON_LINES,
    /** The same, compressed (RFC 1952). */
    @JsonProperty("json-lines-gzip")
    JSON_LINES_GZIP
  }
}
