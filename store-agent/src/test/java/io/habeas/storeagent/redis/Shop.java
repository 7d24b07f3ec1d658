package io.habeas.storeagent.redis;

import java.util.Map;
import java.util.TreeMap;

/** Of every type something: what is of account 4, what is of others, and what is of both. */
final class Shop {
  static final String MAP =
      """
      dataset:
        - fides_key: shop
          collections:
            - name: sessions
              habeas:
                keys: {pattern: 'session:{account_id}:*', type: hash}
                restriction: shadow
            - name: profiles
              habeas:
                keys: {pattern: 'user:{account_id}', type: hash}
                restriction: shadow
              fields:
                - name: name
                  data_categories: [user.name]
                - name: email
                  data_categories: [user.contact.email]
            - name: pictures
              habeas:
                keys: {pattern: 'picture:{account_id}', type: string}
                restriction: shadow
            - name: carts
              habeas:
                keys: {pattern: 'cart:{account_id}', type: list}
                restriction: shadow
            - name: journeys
              habeas:
                keys: {pattern: 'journey:{account_id}', type: stream}
                restriction: shadow
            - name: rooms
              habeas:
                keys: {pattern: 'room:*:members', type: set, member: '{account_id}'}
                restriction: shadow
            - name: scores
              habeas:
                keys: {pattern: leaderboard, type: zset, member: '{account_id}/*'}
                restriction: shadow
            - name: presence
              habeas:
                keys: {pattern: presence, type: hash, member: 'account:{account_id}'}
                restriction: shadow
            - name: queues
              habeas:
                keys: {pattern: 'queue:*', type: list, member: '{account_id}'}
            - name: tokens
              habeas:
                keys: {pattern: 'token:*', type: hash}
                restriction: shadow
              fields:
                - name: account_id
                  habeas: {identifier: account_id}
                - name: agent
                  data_categories: [user.device]
            - name: events
              habeas:
                keys: {pattern: events, type: stream}
              fields:
                - name: account_id
                  habeas: {identifier: account_id}
            - name: notes
              habeas:
                keys: {pattern: 'note:{account_id}:*', type: json}
                restriction: shadow
              fields:
                - name: author
                  fields:
                    - name: name
                      data_categories: [user.name]
                - name: text
                  data_categories: [user.content]
            - name: invoices
              habeas:
                keys: {pattern: 'invoice:{account_id}:*', type: json}
                restriction: shadow
                retention:
                  rule: invoices-7y
                  period: P7Y
                  from: issued
                  ground: ART_17_3_B
                  statute: NL-AWR-52
                  jurisdiction: NL
                  meanwhile: [restrict, pseudonymise]
              fields:
                - name: issued
                - name: name
                  data_categories: [user.name]
                  habeas: {erasure: keyed-hash}
                - name: amount
            - name: stats
              habeas:
                keys: {pattern: 'stats:{account_id}:*', type: hash}
              fields:
                - name: city
                  data_categories: [user.location]
                  habeas: {erasure: null}
                - name: day
                  habeas: {erasure: {generalise: month}}
                - name: visits
                  habeas: {erasure: keep}
      """;

  private Shop() {}

  static KeyPlan plan() {
    return RedisAgent.plan(MAP);
  }

  /** Puts everything in. */
  static void open(RedisDatabases.Database shop) {
    int entry = 0;
    for (String account : new String[] {"4", "42", "*"}) {
      for (String session : new String[] {"a", "b:c", "d", "e", "f"}) {
        shop.command("HSET", "session:" + account + ":" + session, "ip", "192.0.2." + account);
        shop.command("EXPIRE", "session:" + account + ":" + session, "86400");
      }
      shop.command("HSET", "user:" + account, "name", "N" + account, "email", account + "@x.org");
      shop.command("SET", "picture:" + account, "\u0000\u00ff\u00fe" + account);
      shop.command("RPUSH", "cart:" + account, "tea", "cup", "tea", "pot", "tea", "can", "jug");
      shop.command("XADD", "journey:" + account, "1-1", "page", "home");
      shop.command("SADD", "room:one:members", account);
      shop.command("SADD", "room:two:members", account);
      shop.command("ZADD", "leaderboard", "7.5", account + "/chess", "8", account + "/go");
      shop.command("HSET", "presence", "account:" + account, "online");
      shop.command("RPUSH", "queue:mail", account, "x", account);
      shop.command(
          "HSET",
          "token:" + (account.equals("*") ? "s" : account + "t"),
          "account_id",
          account,
          "agent",
          "A");
      shop.command("XADD", "events", ++entry + "-1", "account_id", account, "what", "in");
      shop.command("XADD", "events", ++entry + "-1", "account_id", account, "what", "out");
      shop.command(
          "SET",
          "note:" + account + ":1",
          "{\"author\":{\"name\":\"N" + account + "\"},\"text\":\"t\",\"n\":1}");
      shop.command(
          "SET",
          "invoice:" + account + ":1",
          "{\"issued\":\"2025-03-01\",\"name\":\"N\",\"amount\":12.50}");
      shop.command(
          "SET",
          "invoice:" + account + ":2",
          "{\"issued\":\"2011-03-01\",\"name\":\"N\",\"amount\":3}");
      shop.command(
          "HSET",
          "stats:" + account + ":nov",
          "city",
          "Delft",
          "day",
          "2026-11-24",
          "visits",
          "3",
          "extra",
          "x");
    }
    shop.command("SADD", "room:three:members", "42");
    shop.command("EXPIRE", "room:one:members", "86400");
    shop.command("SET", "unmapped:4", "stays");
  }

  /** What of {@code contents} is, or is of, somebody else than account 4. */
  static Map<String, String> others(Map<String, String> contents) {
    Map<String, String> others = new TreeMap<>(contents);
    others
        .keySet()
        .removeIf(
            key -> key.matches("(session|user|picture|cart|journey|note|invoice|stats):4(:.*)?"));
    others.remove("token:4t");
    others.keySet().removeIf(key -> key.startsWith("stats:erased-"));
    others.replaceAll(
        (key, value) ->
            switch (key) {
              case "room:one:members", "room:two:members" ->
                  value.replaceAll("\\b4, ", "").replaceAll(", 4\\b(?!2)", "");
              case "leaderboard" ->
                  value.replaceAll("(?<![0-9])4/[a-z]+=[0-9.]+(, )?", "").replace(", ]", "]");
              case "presence" -> value.replaceAll("account:4=online(, )?", "");
              case "queue:mail" -> value.replaceAll("(?<![0-9])4, ", "").replaceAll(", 4]", "]");
              case "events" ->
                  value.replaceAll(
                      "[0-9-]+ \\{what=[a-z]+, account_id=4}(, )?|[0-9-]+ \\{account_id=4,"
                          + " what=[a-z]+}(, )?",
                      "");
              default -> value;
            });
    return others;
  }
}
