package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryIT {

  private static final String ONE_FIELD =
      """
      {"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"R\\",\\"fields\\":\
      [{\\"name\\":\\"a\\",\\"type\\":\\"string\\"}]}"}\
      """;
  private static final String ANOTHER_FIELD_WITHOUT_DEFAULT =
      ONE_FIELD.replace("\\\"a\\\"", "\\\"b\\\"");

  @TempDir Path data;

  @Test
  void shouldKeepSchemasAndTheirIdsOverRestart() throws Exception {
    // given
    String registered;
    try (EmbeddedRegistry registry =
        EmbeddedRegistry.start(new EmbeddedRegistry.Options(data, 0))) {
      registered =
          Clients.registry(
              "POST", registry.confluentUrl() + "/subjects/topic-value/versions", ONE_FIELD);
    }

    // when
    try (EmbeddedRegistry registry =
        EmbeddedRegistry.start(new EmbeddedRegistry.Options(data, 0))) {
      String subject = registry.confluentUrl() + "/subjects/topic-value/versions";

      // then
      assertThat(registered).startsWith("200 {\"id\":");
      assertThat(Clients.registry("POST", subject, ONE_FIELD)).isEqualTo(registered);
      assertThat(Clients.registry("POST", subject, ANOTHER_FIELD_WITHOUT_DEFAULT))
          .startsWith("409 ");
      assertThat(Clients.registry("GET", registry.confluentUrl() + "/config", ""))
          .isEqualTo("200 {\"compatibilityLevel\":\"BACKWARD_TRANSITIVE\"}");
    }
  }

  @Test
  void shouldRunBesideAnother(@TempDir Path others) throws Exception {
    try (EmbeddedRegistry other = EmbeddedRegistry.start(new EmbeddedRegistry.Options(others, 0));
        EmbeddedRegistry registry = EmbeddedRegistry.start(new EmbeddedRegistry.Options(data, 0))) {
      assertThat(Clients.registry("GET", other.confluentUrl() + "/subjects", ""))
          .isEqualTo("200 []");
      assertThat(Clients.registry("GET", registry.confluentUrl() + "/subjects", ""))
          .isEqualTo("200 []");
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedRegistry.start(new EmbeddedRegistry.Options(data, port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Expected port " + port + " to be free for the schema registry but it is taken");
    }
  }
}
