package io.habeas.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habeas.benchmarks.ReportFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StoreBenchmarkIT {
  @TempDir Path directory;

  @Test
  void shouldEraseAFewPeopleInBothWaysAndCompareThem() {
    // given
    List<String> said = new ArrayList<>();

    // when
    StoreReport report =
        StoreBenchmark.run(
            new StoreBenchmark.Options(2, 5, 3, directory.resolve("data")), said::add);

    // then
    assertThat(report.asExpected()).as(said::toString).isTrue();
    assertThat(report.subjects()).isEqualTo(10);
    assertThat(report.ratio())
        .isCloseTo(
            report.subjectsPerSecond() / report.handWrittenSubjectsPerSecond(), within(1e-9));
    assertThat(report.ratios()).hasSize(2);

    Path file = directory.resolve("report.json");
    ReportFile.write(file, report);
    JsonNode json = new JsonMapper().readTree(file.toFile());
    assertThat(List.of("subjectsPerSecond", "handWrittenSubjectsPerSecond", "ratio"))
        .allSatisfy(key -> assertThat(json.path(key).asDouble()).isPositive());
  }
}
