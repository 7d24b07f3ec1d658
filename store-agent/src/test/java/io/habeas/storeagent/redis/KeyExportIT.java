package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Deferred;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyExportIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000a1");

  private final RedisDatabases.Database shop = RedisDatabases.create();
  private final RedisAgent agent = RedisAgent.on(shop, Shop.plan()).knowing("4");

  @BeforeEach
  void open() {
    Shop.open(shop);
  }

  @AfterEach
  void close() {
    agent.close();
    shop.close();
  }

  @Test
  void shouldReadOutEveryTypeByteForByte() throws Deferred {
    // when
    List<String> records = agent.export(REQUEST, 1);

    // then
    assertThat(records)
        .contains(
            "profiles {\"key\":\"user:4\",\"type\":\"hash\",\"fields\":"
                + "{\"name\":\"N4\",\"email\":\"4@x.org\"}}",
            "pictures {\"key\":\"picture:4\",\"type\":\"string\",\"value\":"
                + "{\"base64\":\"AP/+NA==\"}}",
            "rooms {\"key\":\"room:two:members\",\"type\":\"set\",\"member\":\"4\"}",
            "scores {\"key\":\"leaderboard\",\"type\":\"zset\",\"member\":\"4/chess\","
                + "\"score\":7.5}",
            "presence {\"key\":\"presence\",\"type\":\"hash\",\"field\":\"account:4\","
                + "\"value\":\"online\"}",
            "queues {\"key\":\"queue:mail\",\"type\":\"list\",\"element\":\"4\"}",
            "tokens {\"key\":\"token:4t\",\"type\":\"hash\",\"fields\":"
                + "{\"account_id\":\"4\",\"agent\":\"A\"}}",
            "notes {\"key\":\"note:4:1\",\"type\":\"json\",\"value\":"
                + "{\"author\":{\"name\":\"N4\"},\"text\":\"t\",\"n\":1}}",
            "journeys {\"key\":\"journey:4\",\"type\":\"stream\",\"entries\":"
                + "[{\"id\":\"1-1\",\"fields\":{\"page\":\"home\"}}]}");
    assertThat(records).noneMatch(record -> record.contains("42"));
    assertThat(records.stream().filter(record -> record.startsWith("sessions ")))
        .hasSize(5)
        .allMatch(record -> record.contains("\"expires_in_seconds\":"));
    assertThat(records.stream().filter(record -> record.startsWith("events "))).hasSize(2);
  }

  @Test
  void shouldReadALongListOutInSeveralLinesOfOneRecord() throws Deferred {
    // when
    List<String> records = agent.export(REQUEST, 1);

    // then
    assertThat(records)
        .containsSubsequence(
            "carts {\"key\":\"cart:4\",\"type\":\"list\",\"elements\":"
                + "[\"tea\",\"cup\",\"tea\",\"pot\",\"tea\",\"can\"]}",
            "+carts {\"key\":\"cart:4\",\"elements\":[\"jug\"]}");
  }

  @Test
  void shouldReadALargeValueOutInPieces() throws Deferred {
    // given
    shop.client().set("picture:4", "x".repeat(1_000_000));

    // when
    List<String> pictures =
        agent.export(REQUEST, 1).stream().filter(r -> r.contains("pictures ")).toList();

    // then
    assertThat(pictures).hasSize(3);
    assertThat(pictures.get(0)).startsWith("pictures {").contains("\"piece\":1,\"of\":3");
    assertThat(pictures.get(2)).startsWith("+pictures {").contains("\"piece\":3,\"of\":3");
  }

  @Test
  void shouldSayWhatIsRestrictedAndWhatIsKept() throws Deferred {
    // given
    agent.restrict(REQUEST, 1);
    List<String> restricted = agent.export(REQUEST, 2);
    agent.erase(REQUEST, 3);

    // when
    List<String> kept = agent.export(REQUEST, 4);

    // then
    assertThat(restricted).hasSize(24);
    assertThat(restricted)
        .anyMatch(r -> r.startsWith("profiles ") && r.contains("\"restricted\":true"));
    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst())
        .startsWith("invoices {\"key\":\"invoice:4:1\"")
        .contains("\"retained_until\":\"2032-03-01T00:00:00Z\"", "\"amount\":12.50");
  }

  @Test
  void shouldWithholdWhatIsAboutOthers() throws Deferred {
    // given
    String map =
        """
        dataset:
          - fides_key: shop
            collections:
              - name: notes
                habeas:
                  keys: {pattern: 'note:{account_id}:*', type: json}
                fields:
                  - name: text
                    habeas: {third-party: somebody else wrote it}
              - name: users
                habeas:
                  keys: {pattern: 'user:{account_id}', type: hash}
                  third-party: it is about others
        """;

    // when
    List<String> records;
    try (RedisAgent other = RedisAgent.on(shop, RedisAgent.plan(map)).knowing("4")) {
      records = other.export(REQUEST, 1);
    }

    // then
    assertThat(records).hasSize(2);
    assertThat(records.get(0))
        .contains("\"N4\"", "\"habeas:withheld\":\"ART_15_4\"", "\"somebody else wrote it\"")
        .doesNotContain("\"t\"");
    assertThat(records.get(1)).contains("\"it is about others\"").doesNotContain("N4");
  }
}
