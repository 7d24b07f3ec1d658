package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.storeagent.map.StoreKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/shop, TABLES",
    "jdbc:mysql://db/shop, TABLES",
    "jdbc:mariadb://db/shop, TABLES",
    "mongodb://db/shop, DOCUMENTS",
    "redis://cache:6379/1, KEYS",
    "rediss://cache:6380, KEYS",
    "s3://images?endpoint=https://s3.example&region=eu-west-1, OBJECTS",
    "https://search.example:9200, SEARCH",
  })
  void shouldKnowWhatStoreAUrlLeadsTo(String url, StoreKind kind) {
    assertThat(Connections.at(url, "reader", "secret").kind()).isEqualTo(kind);
  }

  @Test
  void shouldSayWhoLooksIntoTheStore() {
    assertThat(StoreUrl.settings("redis://cache:6379/1", null, "s e"))
        .isEqualTo(Map.of("redis.uri", "redis://default:s%20e@cache:6379/1"));
    assertThat(StoreUrl.settings("s3://images?endpoint=https://s3.example", "key", "secret"))
        .isEqualTo(
            Map.of(
                "s3.bucket", "images",
                "s3.endpoint", "https://s3.example",
                "s3.access-key", "key",
                "s3.secret-key", "secret"));
    assertThat(StoreUrl.settings("https://search.example:9200", null, null))
        .isEqualTo(Map.of("search.uri", "https://search.example:9200"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://secret.example/x",
        "jdbc:oracle:thin:secret",
        "jdbc:",
        "jdbc:mysql://secret/shop",
        "mongodb://secret",
        "redis://secret",
        "redis://secret host",
        "s3://bucket/secret",
        "s3://bucket?secret=x",
        "secret",
        ""
      })
  void shouldSayWhatIsWrongWithAUrlAndNotQuoteIt(String url) {
    assertThatThrownBy(() -> StoreUrl.settings(url, null, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Expected ")
        .hasMessageNotContaining("secret");
  }
}
