package io.habeas.storeagent.processor.opendsr;

import io.habeas.storeagent.processor.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * One that holds records, and does with them what it is asked. A request is carried out when its
 * state is asked for the first time.
 */
final class KeepingProcessor extends Processor {
  private final Map<Integer, Entry> entries = new TreeMap<>();
  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private int serial;

  KeepingProcessor() {
    super(OpenDsrAgent.AUTHORITY.issue(DOMAIN));
  }

  private record Entry(String owner, String text) {
    boolean belongsTo(JsonNode identity) {
      String known =
          identity.path("identity_format").asString("").equals("sha256") ? sha256(owner) : owner;
      return known.equals(identity.path("identity_value").asString(""));
    }
  }

  synchronized void holds(String owner, String text) {
    entries.put(++serial, new Entry(owner, text));
  }

  synchronized String everything() {
    return entries.toString();
  }

  synchronized String everythingOf(String owner) {
    List<Entry> theirs =
        entries.values().stream().filter(entry -> entry.owner().equals(owner)).toList();
    return theirs.isEmpty() ? "" : theirs.toString();
  }

  @Override
  synchronized String state(String id) {
    String state = super.state(id);
    switch (state) {
      case "pending" -> {
        carryOut(id);
        states.put(id, "completed");
        return "completed";
      }
      // It is told once, and gets done.
      case "in_progress" -> states.put(id, "completed");
      default -> {}
    }
    return state;
  }

  private void carryOut(String id) {
    JsonNode request = Objects.requireNonNull(requests.get(id));
    Map<Integer, Entry> found = new TreeMap<>(entries);
    found
        .values()
        .removeIf(
            entry -> request.path("subject_identities").valueStream().noneMatch(entry::belongsTo));
    counts.put(id, (long) found.size());
    if (request.path("subject_request_type").asString("").equals("erasure")) {
      entries.keySet().removeAll(found.keySet());
      return;
    }
    List<Map<String, Object>> records = new ArrayList<>();
    found.forEach((key, entry) -> records.add(Map.of("id", key, "text", entry.text())));
    String json = JsonText.write(records);
    files.put(id, json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  String results(String id) {
    return ", 'results_count': %d, 'results_url': '%s/results/%s'"
        .formatted(counts.get(id), standIn.uri(), id);
  }

  @Override
  byte[] file(String name) {
    return files.getOrDefault(name, new byte[0]);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
