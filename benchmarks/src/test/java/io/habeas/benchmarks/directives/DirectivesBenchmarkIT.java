package io.habeas.benchmarks.directives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark that measures nonsense is worse than none. */
class DirectivesBenchmarkIT {
  @TempDir Path directory;

  @Test
  void shouldLookUpWhatIsInTheTopicOfARealBroker() throws Exception {
    // given
    List<String> lines = new ArrayList<>();

    // when
    DirectivesReport report =
        DirectivesBenchmark.run(new DirectivesBenchmark.Options(500, 2_000, directory), lines::add);

    // then
    assertThat(report.asExpected()).isTrue();
    assertThat(report.people()).isEqualTo(500);
    assertThat(report.p99Micros()).isGreaterThanOrEqualTo(report.p50Micros());
    assertThat(lines).contains("Looking up 2,000 times");
  }
}
