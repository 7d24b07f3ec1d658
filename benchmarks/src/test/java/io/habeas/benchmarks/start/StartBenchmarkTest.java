package io.habeas.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartBenchmarkTest {
  @TempDir Path directory;

  @Test
  void shouldStartAsOftenAsAskedAndStopEachTime() throws Exception {
    // given
    Path script =
        script(
            """
            #!/bin/sh
            echo "$$ $@" >> "$(dirname "$0")/started"
            echo "Ready after 0.1 s. Stop with Ctrl-C."
            exec sleep 600
            """);
    List<String> said = new ArrayList<>();

    // when
    StartReport report =
        StartBenchmark.run(new StartBenchmark.Options(script, 2, directory), said::add);

    // then
    assertThat(report.seconds()).hasSize(2).allSatisfy(took -> assertThat(took).isPositive());
    assertThat(said).hasSize(2);
    List<String[]> started =
        Files.readAllLines(directory.resolve("started")).stream()
            .map(line -> line.split(" ", 2))
            .toList();
    assertThat(started)
        .extracting(words -> words[1])
        .containsExactly(
            "up --data " + directory.resolve("run-1") + " --port-base 0",
            "up --data " + directory.resolve("run-2") + " --port-base 0");
    assertThat(started)
        .extracting(words -> ProcessHandle.of(Long.parseLong(words[0])))
        .allMatch(Optional::isEmpty);
  }

  @Test
  void shouldSayWhatWasSaidLastIfItEndsBeforeEverythingIsReady() throws Exception {
    // given
    Path script = script("#!/bin/sh\necho starting\necho broken >&2\n");
    var options = new StartBenchmark.Options(script, 1, directory);

    // when, then
    assertThatThrownBy(() -> StartBenchmark.run(options, line -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Expected everything to be ready but it ended with \"broken\"");
  }

  @Test
  void shouldTakeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
    assertThat(StartReport.of(List.of(4.0, 1.0, 2.0, 3.0)))
        .returns(1.0, StartReport::minSeconds)
        .returns(2.5, StartReport::medianSeconds)
        .returns(4.0, StartReport::maxSeconds);
  }

  private Path script(String content) throws IOException {
    return Files.setPosixFilePermissions(
        Files.writeString(directory.resolve("habeas"), content),
        PosixFilePermissions.fromString("rwx------"));
  }
}
