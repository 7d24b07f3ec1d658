package io.habeas.benchmarks.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.habeas.benchmarks.ReportFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SagaBenchmarkIT {
  private static final List<String> KEYS =
      List.of(
          "sagasPerSecond",
          "cpuMillisPerRequest",
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
    assertThat(report.stretches())
        .containsOnlyKeys(
            "1-beginning", "2-locating", "3-restricting", "4-at-gate", "5-erasing", "6-verifying")
        .allSatisfy((stretch, took) -> assertThat(took.maxMillis()).isPositive());

    Path file = directory.resolve("report.json");
    ReportFile.write(file, report);
    JsonNode json = new JsonMapper().readTree(file.toFile());
    assertThat(KEYS).allSatisfy(key -> assertThat(json.path(key).asDouble()).isPositive());
  }

  /** Killing takes a while, and is left to where everything is tried. */
  @Test
  @Tag("thorough")
  void shouldMeasureAFewSagasBesideSomeThatWait() throws InterruptedException {
    // given
    boolean kill = Integer.getInteger("tests.every", 1) == 1;
    List<String> said = new ArrayList<>();

    // when
    BacklogReport report =
        BacklogBenchmark.run(
            new BacklogBenchmark.Options(2, List.of(20, 40), 30, kill, directory.resolve("data")),
            said::add);

    // then
    assertThat(report.everyRequestOnce()).as(said::toString).isTrue();
    assertThat(report.levels())
        .extracting(BacklogReport.Level::open, BacklogReport.Level::woken)
        .containsExactly(tuple(20, 5), tuple(40, 5));
    assertThat(report.levels())
        .allSatisfy(
            level -> {
              assertThat(level.loadedPerSecond()).isPositive();
              assertThat(level.sagasPerSecond()).isPositive();
              assertThat(level.latency().p99Millis()).isPositive();
              assertThat(level.wokenLate().maxMillis()).isPositive();
              assertThat(level.resumedAfterSeconds() != null).isEqualTo(kill);
              assertThat(level.resumedWithoutStateSeconds() != null).isEqualTo(kill);
            });
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
