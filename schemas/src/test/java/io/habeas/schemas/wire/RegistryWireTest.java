package io.habeas.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.VerifyErasure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a registry that answers does is shown on a real one, by the engine's tests. */
class RegistryWireTest {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-0000000000b7");
  private static final byte[] UNKNOWN_SCHEMA = {0, 0, 0, 0, 7, 1};

  @Test
  void shouldGiveUpARegistryThatTakesCallsAndNeverAnswers() throws IOException {
    // given
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var wire =
            new RegistryWire(
                "http://127.0.0.1:" + silent.getLocalPort() + "/apis/registry/v3",
                Map.of(),
                Duration.ofMillis(300))) {
      var task = new ErasureTask(REQUEST, Instant.EPOCH, "orders", 1, new VerifyErasure());

      // when, then
      assertThatThrownBy(() -> wire.encode(Topics.erasureTasks("orders").name(), task))
          .isInstanceOf(RegistryUnavailable.class)
          .hasRootCauseInstanceOf(TimeoutException.class);
      assertThatThrownBy(() -> wire.decode(ErasureTask.class, UNKNOWN_SCHEMA))
          .isInstanceOf(RegistryUnavailable.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }
}
