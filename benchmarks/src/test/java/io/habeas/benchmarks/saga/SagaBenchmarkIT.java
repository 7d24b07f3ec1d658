package io.habeas.benchmarks.saga;

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

class SagaBenchmarkIT {
  private static final List<String> KEYS =
      List.of(
          "sagasPerSecond",
          "recordsPerRequest",
          "recordsPerSecond",
          "rawRecordsPerSecond",
          "ratio",
          "p50Millis",
          "p99Millis");

  /**
   * One request to three participants: acceptance, a task and two records of a reply for each
   * phase, and what is told.
   */
  private static final int FEWEST_RECORDS = 1 + 4 * 3 * 3 + 1;

  @TempDir Path directory;

  @Test
  void shouldMeasureAFewSagasAndFindEachCompletedOnce() {
    // given
    List<String> said = new ArrayList<>();

    // when
    SagaReport report = run(said);

    // then
    assertThat(report.everyRequestOnce()).as(said::toString).isTrue();
    assertThat(report.requests()).isGreaterThanOrEqualTo(50);
    assertThat(report.recordsPerRequest()).isGreaterThan(FEWEST_RECORDS);
    assertThat(report.recordsPerSecond())
        .isCloseTo(report.sagasPerSecond() * report.recordsPerRequest(), within(1e-6));
    assertThat(report.ratio())
        .isCloseTo(report.recordsPerSecond() / report.rawRecordsPerSecond(), within(1e-9));
    assertThat(report.p50Millis()).isLessThanOrEqualTo(report.p99Millis());

    Path file = directory.resolve("report.json");
    ReportFile.write(file, report);
    JsonNode json = new JsonMapper().readTree(file.toFile());
    assertThat(KEYS).allSatisfy(key -> assertThat(json.path(key).asDouble()).isPositive());
  }

  private SagaReport run(List<String> said) {
    try {
      return SagaBenchmark.run(
          new SagaBenchmark.Options(3, 1, 50, directory.resolve("data")), said::add);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
