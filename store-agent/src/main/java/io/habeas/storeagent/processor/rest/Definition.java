package io.habeas.storeagent.processor.rest;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a processor is spoken to, as its definition says. What stands in braces is filled in when a
 * call is made: a value stays a value, whatever it contains.
 *
 * @param processor its name
 * @param baseUrl where it is; null if the connection must say
 * @param auth how it is told who calls
 * @param headers sent with every call
 * @param limits what it takes
 * @param settings what the connection may set, and what it is otherwise; null where it must
 * @param searches how records are found, by name
 * @param actions what can be done
 */
record Definition(
    String processor,
    @Nullable URI baseUrl,
    Auth auth,
    Map<String, String> headers,
    Limits limits,
    Map<String, @Nullable String> settings,
    Map<String, Search> searches,
    Actions actions) {

  Definition {
    Objects.requireNonNull(processor, "processor");
    Objects.requireNonNull(actions, "actions");
    auth = Objects.requireNonNullElseGet(auth, () -> new Auth(null, null, null));
    headers = Map.copyOf(Objects.requireNonNullElse(headers, Map.of()));
    limits = Objects.requireNonNullElseGet(limits, () -> new Limits(null));
    settings =
        java.util.Collections.unmodifiableMap(
            new java.util.TreeMap<>(Objects.requireNonNullElse(settings, Map.of())));
    searches = Map.copyOf(Objects.requireNonNullElse(searches, Map.of()));
  }

  /**
   * Who calls: one of these, or nothing.
   *
   * @param bearer the name of a secret that is a token (RFC 6750)
   * @param basic the names of two secrets (RFC 7617)
   * @param header a header that is a secret
   */
  record Auth(@Nullable String bearer, @Nullable Basic basic, @Nullable SecretHeader header) {}

  /**
   * @param user the name of a secret
   * @param password the name of a secret; null if it is empty
   */
  record Basic(String user, @Nullable String password) {}

  /**
   * @param name the header's
   * @param secret the name of the secret that is its value
   */
  record SecretHeader(String name, String secret) {}

  /**
   * @param callsPerSecond how many calls it takes; null if it does not say
   */
  record Limits(@Nullable Integer callsPerSecond) {}

  /**
   * A call.
   *
   * @param path below the base URL; what stands in braces is percent-encoded
   * @param query parameters
   * @param headers besides those of every call
   * @param json the body; null if it has none or is a form
   * @param form the same, sent as a form with nested names in brackets; null if it is none
   */
  record CallForm(
      Method method,
      String path,
      Map<String, JsonNode> query,
      Map<String, JsonNode> headers,
      @Nullable JsonNode json,
      @Nullable JsonNode form) {
    CallForm {
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(path, "path");
      query = Map.copyOf(Objects.requireNonNullElse(query, Map.of()));
      headers = Map.copyOf(Objects.requireNonNullElse(headers, Map.of()));
    }
  }

  /** What a call does. */
  enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /**
   * Whom a call is about: a value of one of the processor's identifiers, or a value of each record
   * that a search finds.
   *
   * @param identifier the processor's identifier, which the data map has types for
   * @param search the names of searches
   * @param value where in a record found (JSON Pointer)
   * @param restricted whether what was restricted for the same request is meant too, since a search
   *     may not find it any more
   */
  record Subjects(
      @Nullable String identifier,
      List<String> search,
      @Nullable String value,
      boolean restricted) {
    Subjects {
      search = List.copyOf(Objects.requireNonNullElse(search, List.of()));
    }
  }

  /**
   * How records are found.
   *
   * @param records where the list of them is (JSON Pointer); empty for the answer itself
   * @param key what names a record (JSON Pointer)
   * @param where what a record must have to be one of the person's, by JSON Pointer: a value, or a
   *     list with it
   * @param ignoreCase whether upper and lower case are the same in {@code where}
   * @param paging how there is more; null if there never is
   * @param noneOn statuses that mean that there is nothing
   */
  record Search(
      String collection,
      Subjects subjects,
      CallForm call,
      String records,
      String key,
      Map<String, JsonNode> where,
      boolean ignoreCase,
      @Nullable Paging paging,
      Set<Integer> noneOn) {
    Search {
      Objects.requireNonNull(collection, "collection");
      Objects.requireNonNull(subjects, "subjects");
      Objects.requireNonNull(call, "call");
      Objects.requireNonNull(records, "records");
      Objects.requireNonNull(key, "key");
      where = Map.copyOf(Objects.requireNonNullElse(where, Map.of()));
      noneOn = Set.copyOf(Objects.requireNonNullElse(noneOn, Set.of()));
    }
  }

  /**
   * How there is more than one page, one of these.
   *
   * @param cursor where the answer has what names the next page (JSON Pointer)
   * @param afterLast where the last record has it
   * @param more where the answer says whether there is a next page, with {@code afterLast}
   * @param page the number of the first page
   * @param offset how many records a page has, of which the next one skips so many more
   * @param link whether the answer links to it (RFC 8288, {@code rel=next})
   * @param send where what names the next page is put; null with {@code link}
   */
  record Paging(
      @Nullable String cursor,
      @Nullable String afterLast,
      @Nullable String more,
      @Nullable Integer page,
      @Nullable Integer offset,
      boolean link,
      @Nullable Send send) {}

  /**
   * @param query the name of a parameter
   * @param json a place in the body (JSON Pointer)
   */
  record Send(@Nullable String query, @Nullable String json) {}

  /**
   * What can be done; what is empty cannot.
   *
   * @param locate names of searches
   * @param verify what is asked for after an erasure; null if nothing can be
   * @param restrict each lifted by the one of {@code lift} at the same place
   */
  record Actions(
      List<String> locate,
      @Nullable Reading export,
      List<OrderForm> erase,
      @Nullable Verify verify,
      List<OrderForm> restrict,
      List<CallForm> lift,
      List<OrderForm> rectify) {
    Actions {
      locate = List.copyOf(Objects.requireNonNullElse(locate, List.of()));
      erase = List.copyOf(Objects.requireNonNullElse(erase, List.of()));
      restrict = List.copyOf(Objects.requireNonNullElse(restrict, List.of()));
      lift = List.copyOf(Objects.requireNonNullElse(lift, List.of()));
      rectify = List.copyOf(Objects.requireNonNullElse(rectify, List.of()));
    }
  }

  /** What is read out: what searches find, and what orders result in. */
  record Reading(List<String> searches, List<OrderForm> orders) {
    Reading {
      searches = List.copyOf(Objects.requireNonNullElse(searches, List.of()));
      orders = List.copyOf(Objects.requireNonNullElse(orders, List.of()));
    }
  }

  /**
   * @param searches which must not find anything any more
   * @param orders whether the processor is asked again how far its orders are
   */
  record Verify(List<String> searches, boolean orders) {
    Verify {
      searches = List.copyOf(Objects.requireNonNullElse(searches, List.of()));
    }
  }
}
