package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.storeagent.StoreConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BucketConnectionTest {

  @Test
  void shouldBeBoundFromSettingsWithItsDefaults() {
    // given
    var settings =
        new MapConfigurationPropertySource(
            Map.of(
                "images.s3.endpoint", "https://s3.example",
                "images.s3.bucket", "images",
                "images.s3.access-key", "key",
                "images.s3.secret-key", "secret"));

    // when
    StoreConnection connection = new Binder(settings).bind("images", StoreConnection.class).get();

    // then
    assertThat(connection.isOfOneKind()).isTrue();
    assertThat(connection.s3())
        .isEqualTo(
            new BucketConnection(
                URI.create("https://s3.example"),
                "us-east-1",
                "images",
                "key",
                "secret",
                null,
                null,
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                null));
    assertThat(connection.toString()).doesNotContain("secret");
  }
}
