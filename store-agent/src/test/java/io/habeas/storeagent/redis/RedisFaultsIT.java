package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.platform.EmbeddedRedis;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b1");
  private static final Duration A_WHILE = Duration.ofSeconds(31);

  @TempDir Path data;

  private EmbeddedRedis redis;
  private RedisDatabases.Database shop;

  @BeforeEach
  void open() {
    redis = RedisDatabases.start(data.resolve("shop"));
    shop = new RedisDatabases.Database(redis.uri());
  }

  @AfterEach
  void close() {
    shop.close();
    redis.close();
  }

  @Test
  void shouldWaitForAServerThatIsDownAndGoOnWhenItIsBack() {
    EmbeddedRedis.Options options = new EmbeddedRedis.Options(data.resolve("other"), 0);
    EmbeddedRedis first = EmbeddedRedis.start(options);
    try (RedisAgent agent = agent(first.uri(), null)) {
      // given
      try (var database = new RedisDatabases.Database(first.uri())) {
        database.command("HSET", "user:4", "name", "Ada");
      }
      assertThat(agent.locate(REQUEST, 1)).isInstanceOf(Answer.Done.class);

      // when
      first.close();
      Answer down = agent.restrict(REQUEST, 2);
      agent.clock.advance(A_WHILE);
      EmbeddedRedis second =
          EmbeddedRedis.start(new EmbeddedRedis.Options(data.resolve("other"), first.port()));
      Answer back = agent.restrict(REQUEST, 2);
      second.close();

      // then
      assertThat(down).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      assertThat(back).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldWaitForAServerThatIsTooSlow() {
    try (RedisAgent agent = agent(redis.uri(), null)) {
      // given
      Shop.open(shop);
      assertThat(agent.connector.holder().unfit()).isEmpty();

      // when
      shop.command("CLIENT", "PAUSE", "3000", "WRITE");
      Answer slow = agent.erase(REQUEST, 1);

      // then
      assertThat(slow).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      shop.command("CLIENT", "UNPAUSE");
      assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldWaitForSpace() {
    try (RedisAgent agent = agent(redis.uri(), null)) {
      // given
      Shop.open(shop);

      // when
      shop.command("CONFIG", "SET", "maxmemory", "100kb");
      Answer full = agent.erase(REQUEST, 1);
      shop.command("CONFIG", "SET", "maxmemory", "0");

      // then
      assertThat(full).isEqualTo(new Answer.Wait(WaitReason.STORE_FULL));
      assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldWaitForAReplicaToBecomeTheMaster() {
    try (EmbeddedRedis replica =
            RedisDatabases.start(
                data.resolve("replica"),
                "replicaof 127.0.0.1 " + redis.port(),
                "replica-serve-stale-data yes");
        RedisAgent agent = agent(replica.uri(), null)) {
      // then
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_READ_ONLY));
    }
  }

  @Test
  void shouldWaitForRightsAndCredentials() {
    // given
    shop.command("ACL", "SETUSER", "looker", "on", ">p", "~*", "+@read", "+info");
    String looker = redis.uri().replace("//", "//looker:p@");

    try (RedisAgent reading = agent(looker, null);
        RedisAgent wrong = agent(redis.uri().replace("//", "//looker:q@"), null)) {
      assertThat(reading.erase(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
      assertThat(wrong.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
    }
  }

  @Test
  void shouldWaitWhereTheUserMayNotDoWhatAScriptDoes() {
    // given
    Shop.open(shop);
    shop.command("ACL", "SETUSER", "half", "on", ">p", "~*", "+@all", "-unlink");

    try (RedisAgent agent = agent(redis.uri().replace("//", "//half:p@"), null)) {
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
    }
  }

  @Test
  void shouldLocateReadOutAndVerifyAsSomebodyWhoOnlyReads() throws Exception {
    // given
    Shop.open(shop);
    shop.command("ACL", "SETUSER", "looker", "on", ">p", "~*", "+@read", "+info");

    try (RedisAgent agent = agent(redis.uri(), redis.uri().replace("//", "//looker:p@"))) {
      assertThat(agent.locate(REQUEST, 1)).isInstanceOf(Answer.Done.class);
      assertThat(agent.export(REQUEST, 2)).hasSize(22);
      assertThat(agent.erase(REQUEST, 3)).isInstanceOf(Answer.Done.class);
      assertThat(agent.verify(REQUEST, 4)).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldSayThatTheMapIsWrongWhereAKeyIsOfAnotherType() {
    // given
    Shop.open(shop);
    shop.command("DEL", "leaderboard");
    shop.command("SET", "leaderboard", "x");

    try (RedisAgent agent = agent(redis.uri(), null)) {
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    }
  }

  @Test
  void shouldRefuseACluster() throws IOException {
    try (EmbeddedRedis cluster =
            EmbeddedRedis.start(
                new EmbeddedRedis.Options(
                    data.resolve("cluster"), portOfANode(), List.of("cluster-enabled yes")));
        var database = new RedisDatabases.Database(cluster.uri());
        RedisAgent agent = agent(cluster.uri(), null)) {
      // given
      database.command("CONFIG", "SET", "cluster-require-full-coverage", "no");
      for (int slot = 0; slot < 16_384; slot += 1024) {
        String[] command = new String[1026];
        command[0] = "CLUSTER";
        command[1] = "ADDSLOTS";
        for (int i = 0; i < 1024; i++) {
          command[i + 2] = Integer.toString(slot + i);
        }
        database.command(command);
      }

      // then
      org.awaitility.Awaitility.await()
          .untilAsserted(
              () -> {
                agent.clock.advance(A_WHILE);
                assertThat(agent.connector.contradictions())
                    .containsExactly(
                        "Expected the server of shop to stand alone, perhaps with replicas, but it"
                            + " is a cluster");
              });
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
    }
  }

  @Test
  void shouldAdviseAgainstLosingWhatItNotes() {
    try (RedisAgent agent = agent(redis.uri(), null)) {
      // given
      List<String> before = agent.connector.advice();

      // when
      shop.command("CONFIG", "SET", "appendonly", "no");
      shop.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

      // then
      assertThat(before).hasSize(1).allMatch(advice -> advice.contains("sessions"));
      assertThat(agent.connector.advice())
          .hasSize(3)
          .anyMatch(advice -> advice.contains("appendonly"))
          .anyMatch(advice -> advice.contains("allkeys-lru"));
    }
  }

  /** Nodes of a cluster talk to each other on a second port, ten thousand above the first. */
  private static int portOfANode() throws IOException {
    for (int port = 15_000; port < 22_000; port += 7) {
      try (var first = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          var second = new ServerSocket(port + 10_000, 1, InetAddress.getLoopbackAddress())) {
        return first.getLocalPort();
      } catch (BindException taken) {
        // The next may be free.
      }
    }
    throw new IOException("Expected two free ports but there are none");
  }

  private static RedisAgent agent(String uri, @org.jspecify.annotations.Nullable String reader) {
    var vault = new MemoryVault();
    vault.has("account_id", "4");
    return RedisAgent.on(
        new RedisConnection(uri, reader, 2, Duration.ofSeconds(2), Duration.ofSeconds(1), 100),
        Shop.plan(),
        vault,
        new SettableClock(),
        wire -> wire);
  }
}
