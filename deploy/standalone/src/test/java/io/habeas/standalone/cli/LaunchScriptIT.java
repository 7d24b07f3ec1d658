package io.habeas.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchScriptIT {

  private static final Path SCRIPT = Path.of("").toAbsolutePath().resolve("../../habeas");

  @TempDir Path checkout;

  @Test
  void shouldSayInOneLineThatNoJdkIsNewEnough() throws Exception {
    // given
    Path script =
        Files.writeString(
            checkout.resolve("habeas"),
            Files.readString(SCRIPT).replace("required=25", "required=999"));

    // when
    Outcome outcome = run(script, Map.of());

    // then
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .startsWith("habeas: Expected a JDK 999 or newer but the newest found is ")
        .endsWith(". Install one, or set JAVA_HOME to it.")
        .doesNotContain("\n");
  }

  @Test
  void shouldSayInOneLineThatMavenIsMissing() throws Exception {
    // given
    Path script = Files.copy(SCRIPT, checkout.resolve("habeas"));
    Path tools = Files.createDirectory(checkout.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "sed", "env", "head", "find", "cat")) {
      Files.createSymbolicLink(tools.resolve(tool), existing(tool));
    }

    // when
    Outcome outcome =
        run(script, Map.of("PATH", tools.toString(), "JAVA_HOME", System.getProperty("java.home")));

    // then
    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                1,
                "habeas: Expected Maven (mvn) to build Habeas but found none."
                    + " Install Maven 3.8 or newer."));
  }

  private static Path existing(String tool) {
    return List.of(Path.of("/bin", tool), Path.of("/usr/bin", tool)).stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private static Outcome run(Path script, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", script.toString(), "up").redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Outcome(process.waitFor(), output);
  }

  private record Outcome(int exitCode, String output) {}
}
