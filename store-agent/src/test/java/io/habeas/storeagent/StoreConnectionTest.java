package io.habeas.storeagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.storeagent.manual.ManualConnection;
import io.habeas.storeagent.mongodb.MongoConnection;
import io.habeas.storeagent.processor.objects.ObjectsConnection;
import io.habeas.storeagent.redis.RedisConnection;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class StoreConnectionTest {

  @Test
  void shouldReadTheConnectionOfADocumentStore() {
    // given
    Map<String, String> settings =
        Map.of(
            "shop.mongodb.uri", "mongodb://eraser:secret@db/",
            "shop.mongodb.database", "shop",
            "shop.mongodb.read-only-uri", "mongodb://looker:secret@db/");

    // when
    StoreConnection connection =
        new Binder(new MapConfigurationPropertySource(settings))
            .bind("shop", StoreConnection.class)
            .get();

    // then
    assertThat(connection.mongodb())
        .isEqualTo(
            new MongoConnection(
                "mongodb://eraser:secret@db/",
                "shop",
                "mongodb://looker:secret@db/",
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                500));
    assertThat(connection.isOfOneKind()).isTrue();
    assertThat(connection.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "postgres.url, jdbc:postgresql://db/shop, read-only-username",
    "mongodb.uri, mongodb://db/, read-only-uri",
    "redis.uri, redis://db:6379/0, read-only-uri",
    "s3.bucket, shop, read-only-access-key",
    "search.uri, https://db:9200, read-only-username"
  })
  void shouldAdviseSomebodyElseToReadThanWhoErases(String key, String value, String setting) {
    // given
    Map<String, String> settings =
        new java.util.HashMap<>(Map.of("shop." + key, value, "shop.postgres.username", "eraser"));
    if (!key.startsWith("postgres")) {
      settings.remove("shop.postgres.username");
    }

    // when
    Optional<String> without = bound(settings).advice();
    settings.put("shop." + key.substring(0, key.indexOf('.') + 1) + setting, "redis://db:6379/1");
    if (setting.equals("read-only-uri") && key.startsWith("mongodb")) {
      settings.put("shop.mongodb.read-only-uri", "mongodb://looker@db/");
    }
    Optional<String> with = bound(settings).advice();

    // then
    assertThat(without.orElseThrow()).startsWith("Expected " + setting);
    assertThat(with).isEmpty();
  }

  private static StoreConnection bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bind("shop", StoreConnection.class)
        .get();
  }

  @Test
  void shouldReadTheConnectionsOfProcessors() {
    // given
    Map<String, String> settings =
        Map.of(
            "segment.rest.definition", "segment",
            "segment.rest.secrets.token", "secret",
            "segment.rest.settings.regulation-type", "DELETE_INTERNAL",
            "cdp.opendsr.base-url", "https://opendsr.processor.example/v2",
            "cdp.opendsr.domain", "opendsr.processor.example",
            "cdp.opendsr.password", "secret");
    var binder = new Binder(new MapConfigurationPropertySource(settings));

    // when
    StoreConnection rest = binder.bind("segment", StoreConnection.class).get();
    StoreConnection opendsr = binder.bind("cdp", StoreConnection.class).get();

    // then
    assertThat(rest.isOfOneKind()).isTrue();
    assertThat(rest.rest())
        .isNotNull()
        .satisfies(
            connection -> {
              assertThat(connection.secrets()).containsOnlyKeys("token");
              assertThat(connection.settings())
                  .containsExactly(Map.entry("regulation-type", "DELETE_INTERNAL"));
              assertThat(connection.timeout()).isEqualTo(Duration.ofSeconds(30));
            });
    assertThat(opendsr.isOfOneKind()).isTrue();
    assertThat(opendsr.opendsr())
        .isNotNull()
        .satisfies(
            connection -> {
              assertThat(connection.requestTypes()).containsExactlyInAnyOrder("erasure", "access");
              assertThat(connection.signedAnswers()).isTrue();
            });
    assertThat(rest.toString() + opendsr).doesNotContain("secret");
  }

  @Test
  void shouldReadTheConnectionOfARedisDatabase() {
    // given
    Map<String, String> settings =
        Map.of(
            "shop.redis.uri", "redis://eraser:secret@cache:6379/2",
            "shop.redis.read-only-uri", "rediss://looker:secret@cache:6380");

    // when
    StoreConnection connection =
        new Binder(new MapConfigurationPropertySource(settings))
            .bind("shop", StoreConnection.class)
            .get();

    // then
    assertThat(connection.redis())
        .isEqualTo(
            new RedisConnection(
                "redis://eraser:secret@cache:6379/2",
                "rediss://looker:secret@cache:6380",
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                500));
    assertThat(connection.isOfOneKind()).isTrue();
    assertThat(connection.toString()).contains("cache:6379/2").doesNotContain("secret");
  }

  @Test
  void shouldReadTheConnectionToAProviderAndToPeopleWithDefaults() {
    // given
    Map<String, String> settings =
        Map.of(
            "ai.objects.definition", "openai",
            "ai.objects.secret", "env:OPENAI_KEY",
            "archive.manual.due-within", "3d");

    // when
    var binder = new Binder(new MapConfigurationPropertySource(settings));
    StoreConnection ai = binder.bind("ai", StoreConnection.class).get();
    StoreConnection archive = binder.bind("archive", StoreConnection.class).get();

    // then
    assertThat(ai.objects())
        .isEqualTo(
            new ObjectsConnection(
                "openai",
                "env:OPENAI_KEY",
                null,
                Map.of(),
                Set.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                DataSize.ofMegabytes(16)));
    assertThat(archive.manual())
        .isEqualTo(
            new ManualConnection(
                EnumSet.complementOf(EnumSet.of(Action.SEED, Action.EXPIRE)),
                Duration.ofDays(3),
                Duration.ofDays(1095),
                DataSize.ofMegabytes(256)));
    assertThat(ai.isOfOneKind() && archive.isOfOneKind()).isTrue();
  }
}
