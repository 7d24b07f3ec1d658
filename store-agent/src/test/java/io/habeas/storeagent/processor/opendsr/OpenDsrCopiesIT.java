package io.habeas.storeagent.processor.opendsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a processor hands over becomes part of the copy. */
class OpenDsrCopiesIT extends ProcessorTasks {

  @Test
  void shouldPutResultsIntoTheCopy() throws Deferred {
    try (OpenDsrAgent agent = agent()) {
      // given
      assertThatThrownBy(() -> agent.export(REQUEST, 1)).isInstanceOf(Deferred.class);
      processor.all("completed");
      processor.results = ", 'results_url': '%s/results'".formatted(processor.standIn.uri());

      // when
      processor.file = "[{\"a\": 1}, {\"b\": 2}]".getBytes(StandardCharsets.UTF_8);
      List<String> json = agent.export(REQUEST, 1);
      processor.file = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
      List<String> other = agent.export(REQUEST, 1);

      // then
      assertThat(json).containsExactly("profiles {\"a\":1}", "profiles {\"b\":2}");
      assertThat(other)
          .containsExactly("profiles {\"piece\":1,\"last\":true,\"base64\":\"YSxiCjEsMgo=\"}");
      assertThat(submitted()).hasSize(1);
    }
  }

  @Test
  void shouldNotTakeSilenceForNothing() throws Deferred {
    // given
    processor.firstState = "completed";
    try (OpenDsrAgent agent = agent()) {
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.UNFIT));

      // when
      processor.results = ", 'results_count': 0, 'results_url': null";

      // then
      assertThat(agent.export(REQUEST, 1)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://10.1.2.3/results", "http://results.example/", "file:///etc/passwd"})
  void shouldFetchNoResultsFromWhereItMayNot(String url) {
    // given
    processor.firstState = "completed";
    processor.results = ", 'results_url': '%s'".formatted(url);
    try (OpenDsrAgent agent = agent()) {
      assertThatThrownBy(() -> agent.export(REQUEST, 1))
          .isInstanceOfSatisfying(
              Deferred.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.MAP_MISMATCH));
    }
  }
}
