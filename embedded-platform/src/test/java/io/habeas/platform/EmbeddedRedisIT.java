package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisAccessControlException;

class EmbeddedRedisIT {
  @TempDir Path data;

  @Test
  void shouldKeepKeysOverARestart() {
    // given
    try (EmbeddedRedis redis = EmbeddedRedis.start(new EmbeddedRedis.Options(data, 0));
        RedisClient client = RedisClient.create(redis.uri())) {
      client.set("a", "something");
    }

    // then
    try (EmbeddedRedis redis = EmbeddedRedis.start(new EmbeddedRedis.Options(data, 0));
        RedisClient client = RedisClient.create(redis.uri())) {
      assertThat(client.get("a")).isEqualTo("something");
    }
  }

  @Test
  void shouldTakeFurtherSettings() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(
                new EmbeddedRedis.Options(data, 0, List.of("requirepass not-guessed")));
        RedisClient client = RedisClient.create(redis.uri())) {
      assertThatThrownBy(() -> client.get("a")).isInstanceOf(JedisAccessControlException.class);
    }
  }

  @Test
  void shouldSayThatASettingIsWrong() {
    assertThatThrownBy(
            () ->
                EmbeddedRedis.start(
                    new EmbeddedRedis.Options(data, 0, List.of("no-such-setting yes"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected Redis to start but it failed");
  }
}
