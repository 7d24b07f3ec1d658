package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import io.habeas.participant.vault.Vault;
import io.habeas.storeagent.api.Problems;
import io.habeas.storeagent.manual.Cabinet.Paper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what work items ask for, over their API, with the paper in a cabinet. What was done is
 * written down before it is said, so that it can be said again; and it is undone if it turns out
 * that nobody wanted it any more.
 */
final class Clerk {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PERSON = "X-Person";
  private static final String ITEMS = "/v1/work-items";

  private final Cabinet cabinet;
  private final WebTestClient web;
  private final Map<String, Done> done = new LinkedHashMap<>();

  /** What was done and not yet heard of, and what undoes it. */
  private record Done(String person, Map<String, Object> completion, Runnable undo) {}

  private record Reply(int status, JsonNode json) {
    boolean isOk() {
      return status == 200;
    }
  }

  Clerk(Cabinet cabinet, ManualConnector connector, Vault vault, Clock clock) {
    this.cabinet = cabinet;
    this.web =
        WebTestClient.bindToController(new WorkItemController(connector, vault, clock))
            .controllerAdvice(new Problems())
            .webFilter(
                (exchange, chain) ->
                    chain.filter(
                        exchange
                            .mutate()
                            .principal(
                                Mono.just(
                                    new TestingAuthenticationToken(
                                        exchange
                                            .getRequest()
                                            .getHeaders()
                                            .getOrEmpty(PERSON)
                                            .getFirst(),
                                        "")))
                            .build()))
            .build();
  }

  /** Does what is to be done now. */
  synchronized void work() {
    new ArrayList<>(done.keySet()).forEach(this::say);
    Reply open = call(HttpMethod.GET, ITEMS + "?show=open", "anna", "");
    if (open.isOk()) {
      open.json().path("workItems").forEach(item -> take(item.path("id").asString()));
    }
  }

  private void take(String id) {
    Reply item = call(HttpMethod.GET, ITEMS + "/" + id, "anna", "");
    if (!item.isOk()) {
      return;
    }
    // Who verifies is not who erased.
    String person = item.json().path("action").asString().equals("VERIFY") ? "bert" : "anna";
    Reply claimed = call(HttpMethod.POST, ITEMS + "/" + id + "/claim", person, "");
    if (claimed.isOk() && carryOut(id, person, claimed.json())) {
      say(id);
    }
  }

  /** Tells what was done; undoes it if nobody wants it any more. */
  private void say(String id) {
    Done what = Objects.requireNonNull(done.get(id));
    String body = JSON.writeValueAsString(what.completion());
    Reply reply = call(HttpMethod.POST, ITEMS + "/" + id + "/completion", what.person(), body);
    if (reply.status() == 404 || reply.json().path("type").asString("").endsWith(":withdrawn")) {
      what.undo().run();
    }
    if (reply.status() < 500) {
      done.remove(id);
    }
  }

  /** Returns whether there is something to say. */
  private boolean carryOut(String id, String person, JsonNode item) {
    Action action = Action.valueOf(item.path("action").asString());
    if (action != Action.LIFT && !item.path("subject").isObject()) {
      return false;
    }
    List<Paper> theirs = cabinet.find(paper -> isOf(paper, item.path("subject")));
    List<Paper> loose = theirs.stream().filter(paper -> !paper.kept()).toList();
    Map<String, Map<String, Object>> results = new TreeMap<>();
    String evidence = "looked through the cabinet";
    Runnable undo = () -> {};
    switch (action) {
      case LOCATE -> results.putAll(counted("records", theirs));
      case VERIFY -> results.putAll(counted("records", loose));
      case RESTRICT -> {
        evidence = "drawer " + item.path("requestId").asString();
        String drawer = evidence;
        List<Paper> seen = theirs.stream().filter(paper -> paper.drawer().isEmpty()).toList();
        cabinet.change(seen, paper -> paper.in(drawer));
        undo = () -> cabinet.change(seen, paper -> paper.in(""));
        results.putAll(counted("records", theirs));
      }
      case LIFT -> {
        String drawer = item.path("restriction").path("evidence").path("text").asString("none");
        List<Paper> locked = cabinet.find(paper -> paper.drawer().equals(drawer));
        cabinet.change(locked, paper -> paper.in(""));
        results.putAll(counted("records", locked));
      }
      case ERASE -> results.putAll(erase(theirs, loose));
      case RECTIFY -> results.putAll(correct(theirs, item.path("subject")));
      case EXPORT -> {
        if (!upload(id, person, theirs)) {
          return false;
        }
        results.putAll(counted("records", theirs));
      }
      case SEED, EXPIRE ->
          throw new IllegalStateException("Expected no such task for people but found it");
    }
    Map<String, Object> completion = new LinkedHashMap<>();
    completion.put("nothingHeld", results.isEmpty());
    completion.put("collections", List.copyOf(results.values()));
    completion.put("evidence", Map.of("text", evidence));
    done.put(id, new Done(person, completion, undo));
    return true;
  }

  private Map<String, Map<String, Object>> erase(List<Paper> theirs, List<Paper> loose) {
    List<Paper> contracts = theirs.stream().filter(Clerk::isContract).toList();
    List<Paper> letters = loose.stream().filter(paper -> !isContract(paper)).toList();
    cabinet.shred(letters);
    cabinet.change(contracts, Paper::keptOnly);
    Map<String, Map<String, Object>> results = counted("erased", letters);
    if (!contracts.isEmpty()) {
      Map<String, Object> kept =
          Map.of(
              "rule", "nl-tax",
              "records", contracts.size(),
              "firstExpiry", "2033-01-01",
              "lastExpiry", "2033-12-31");
      results.put(Cabinet.CONTRACTS, Map.of("collection", Cabinet.CONTRACTS, "retained", kept));
    }
    return results;
  }

  private Map<String, Map<String, Object>> correct(List<Paper> theirs, JsonNode subject) {
    Optional<String> name = subject.path("corrections").path("user.name").asStringOpt();
    Optional<String> statement = subject.path("statement").asStringOpt();
    cabinet.change(
        theirs,
        paper -> paper.corrected(name.orElse(paper.name()), statement.orElse(paper.statement())));
    Map<String, Map<String, Object>> results = new TreeMap<>();
    name.ifPresent(n -> results.putAll(counted("corrected", theirs)));
    statement.ifPresent(
        s ->
            counted("supplemented", theirs)
                .forEach(
                    (collection, result) ->
                        results
                            .computeIfAbsent(collection, c -> new LinkedHashMap<>())
                            .putAll(result)));
    return results;
  }

  private boolean upload(String id, String person, List<Paper> theirs) {
    for (var entry : byCollection(theirs).entrySet()) {
      String lines =
          entry.getValue().stream()
              .map(
                  paper ->
                      JSON.writeValueAsString(
                          Map.of("name", paper.name(), "statement", paper.statement())))
              .collect(Collectors.joining("\n"));
      String path = ITEMS + "/" + id + "/uploads/" + entry.getKey() + "/1";
      if (!call(HttpMethod.PUT, path, person, lines, MediaType.APPLICATION_NDJSON).isOk()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isContract(Paper paper) {
    return paper.collection().equals(Cabinet.CONTRACTS);
  }

  private static boolean isOf(Paper paper, JsonNode subject) {
    JsonNode identifiers = subject.path("identifiers");
    return has(identifiers.path("email"), paper.owner().email())
        || has(identifiers.path("customer_number"), Cabinet.customerNumber(paper.owner()));
  }

  private static boolean has(JsonNode values, String value) {
    return values.valueStream().anyMatch(each -> each.asString("").equals(value));
  }

  private static Map<String, List<Paper>> byCollection(List<Paper> papers) {
    return papers.stream()
        .collect(Collectors.groupingBy(Paper::collection, TreeMap::new, Collectors.toList()));
  }

  private static Map<String, Map<String, Object>> counted(String what, List<Paper> papers) {
    Function<Map.Entry<String, List<Paper>>, Map<String, Object>> result =
        entry ->
            new LinkedHashMap<>(
                Map.of("collection", entry.getKey(), what, entry.getValue().size()));
    Map<String, Map<String, Object>> results = new TreeMap<>();
    byCollection(papers)
        .entrySet()
        .forEach(entry -> results.put(entry.getKey(), result.apply(entry)));
    return results;
  }

  private Reply call(HttpMethod method, String path, String person, String body) {
    return call(method, path, person, body, MediaType.APPLICATION_JSON);
  }

  private Reply call(HttpMethod method, String path, String person, String body, MediaType type) {
    var result =
        web.method(method)
            .uri(path)
            .header(PERSON, person)
            .contentType(type)
            .bodyValue(body.getBytes(StandardCharsets.UTF_8))
            .exchange()
            .expectBody()
            .returnResult();
    byte[] content = result.getResponseBody();
    return new Reply(
        result.getStatus().value(),
        JSON.readTree(content == null ? new byte[] {'{', '}'} : content));
  }
}
