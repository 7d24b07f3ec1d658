package io.habeas.storeagent.redis;

import io.habeas.storeagent.connector.StoreWatch.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Looks at a live server. */
final class LiveCheck {
  private static final int MAJOR = 6;
  private static final int MINOR = 2;
  private static final UUID NOBODY = new UUID(0, 0);

  private final List<Server> servers;
  private final KeyPlan plan;
  private final Names names;

  /**
   * @param servers the server as each credential sees it
   */
  LiveCheck(List<Server> servers, KeyPlan plan, Names names) {
    this.servers = List.copyOf(servers);
    this.plan = plan;
    this.names = names;
  }

  /** Whether tasks can be carried out there. */
  State<Boolean> find() {
    try {
      List<String> findings = new ArrayList<>();
      for (Server server : servers) {
        // While it is loading it answers INFO, but not this.
        boolean _ = server.exists(names.outcome(NOBODY));
        check(info(server, "server"), findings);
      }
      return findings.isEmpty()
          ? new State.Fits<>(true)
          : new State.Differs<>(findings.stream().distinct().toList());
    } catch (RedisFailure e) {
      return new State.Unreachable<>(e.reason());
    }
  }

  private void check(Map<String, String> info, List<String> findings) {
    String mode = info.getOrDefault("redis_mode", "standalone");
    if (!mode.equals("standalone")) {
      findings.add(
          "Expected the server of %s to stand alone, perhaps with replicas, but it is a %s"
              .formatted(plan.dataset(), mode));
    }
    String[] version = info.getOrDefault("redis_version", "").split("\\.");
    if (!isEnough(version)) {
      findings.add(
          "Expected the server of %s to be Redis %d.%d or later, or like it, but it is older"
              .formatted(plan.dataset(), MAJOR, MINOR));
    }
  }

  private static boolean isEnough(String[] version) {
    try {
      int major = Integer.parseInt(version[0]);
      int minor = version.length > 1 ? Integer.parseInt(version[1]) : 0;
      return major > MAJOR || (major == MAJOR && minor >= MINOR);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What makes the server lose what it should keep. */
  List<String> advice() {
    try {
      Server server = servers.getFirst();
      List<String> advice = new ArrayList<>();
      if (info(server, "persistence").getOrDefault("aof_enabled", "0").equals("0")) {
        advice.add(
            "Expected the server of %s to log every write (appendonly yes) but it does not: after a"
                    .formatted(plan.dataset())
                + " crash what was erased could be back, and what was noted of it be gone");
      }
      String policy = info(server, "memory").getOrDefault("maxmemory_policy", "noeviction");
      if (policy.startsWith("allkeys")) {
        advice.add(
            "Expected the server of %s to evict nothing but its policy is %s: it could evict what is"
                    .formatted(plan.dataset(), policy)
                + " noted and what must be kept");
      } else if (policy.startsWith("volatile")) {
        advice.add(
            "Expected the server of %s to evict nothing but its policy is %s: it could evict what must"
                    .formatted(plan.dataset(), policy)
                + " be kept until a day");
      }
      scanned(advice);
      return advice;
    } catch (RedisFailure e) {
      return List.of(
          "Expected the server of %s to say how it is set up but it did not"
              .formatted(plan.dataset()));
    }
  }

  private void scanned(List<String> advice) {
    List<String> scanned =
        plan.sets().stream()
            .filter(set -> !set.keys().isWhole())
            .map(KeyPlan.KeySet::name)
            .toList();
    if (!scanned.isEmpty()) {
      advice.add(
          "Expected patterns of %s to say keys whole but those of %s have a *: every task goes"
                  .formatted(plan.dataset(), String.join(", ", scanned))
              + " through all keys of the database");
    }
  }

  private static Map<String, String> info(Server server, String section) {
    Map<String, String> info = new HashMap<>();
    server
        .string("INFO", section)
        .orElse("")
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return info;
  }
}
