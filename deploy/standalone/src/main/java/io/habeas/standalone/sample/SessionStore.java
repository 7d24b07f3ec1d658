package io.habeas.standalone.sample;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/** Who is signed in, how much they asked lately, and who waits: short-lived things, by account. */
public final class SessionStore implements AutoCloseable {
  private static final String SESSION = "session:";
  private static final String LIMIT = "ratelimit:";
  private static final String WAITING = "waiting-room";
  private static final long DAY_SECONDS = 24 * 60 * 60;

  private final RedisClient client;

  SessionStore(URI redis) {
    this.client = RedisClient.create(redis);
  }

  /** Signs an account in. */
  public void signIn(long account, Map<String, String> session) {
    client.hset(SESSION + account, session);
    client.expire(SESSION + account, 30 * DAY_SECONDS);
  }

  /** Counts what an account asked for. */
  public void count(long account, String what, int times) {
    client.setex(LIMIT + account + ":" + what, DAY_SECONDS, Integer.toString(times));
  }

  /** Has an account wait its turn. */
  public void queue(long account, double since) {
    client.zadd(WAITING, since, Long.toString(account));
  }

  /** Answers nobody for a while, as a store that is down does not either. */
  public void fallSilent(Duration time) {
    client.sendCommand(Protocol.Command.CLIENT, "PAUSE", Long.toString(time.toMillis()), "ALL");
  }

  SortedMap<String, Map<String, String>> sessions() {
    SortedMap<String, Map<String, String>> sessions = new TreeMap<>();
    for (String key : keys(SESSION)) {
      Map<String, String> row = new TreeMap<>(client.hgetAll(key));
      row.put("account_id", account(key));
      sessions.put(key, row);
    }
    return sessions;
  }

  SortedMap<String, Map<String, String>> limits() {
    SortedMap<String, Map<String, String>> limits = new TreeMap<>();
    for (String key : keys(LIMIT)) {
      String count = client.get(key);
      if (count != null) {
        limits.put(key, Map.of("account_id", account(key), "count", count));
      }
    }
    return limits;
  }

  SortedMap<String, Map<String, String>> waiting() {
    SortedMap<String, Map<String, String>> waiting = new TreeMap<>();
    for (Tuple place : client.zrangeWithScores(WAITING, 0, -1)) {
      waiting.put(
          place.getElement(),
          Map.of("account_id", place.getElement(), "since", Double.toString(place.getScore())));
    }
    return waiting;
  }

  private List<String> keys(String prefix) {
    ScanParams pattern = new ScanParams().match(prefix + "*").count(1_000);
    List<String> keys = new java.util.ArrayList<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = client.scan(cursor, pattern);
      keys.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return keys;
  }

  /** Whose the record under {@code key} is. */
  static String account(String key) {
    String[] parts = key.split(":", -1);
    return parts.length > 1 ? parts[1] : "";
  }

  @Override
  public void close() {
    client.close();
  }
}
