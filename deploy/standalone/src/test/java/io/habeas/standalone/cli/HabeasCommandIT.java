package io.habeas.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.platform.DataDirectory;
import io.habeas.platform.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HabeasCommandIT {

  @TempDir Path data;

  @Test
  void shouldSayInOneLineThatAPortIsTaken() throws Exception {
    // given
    int base = Ports.chooseAll(Map.of("it", 0)).firstEntry().getValue();
    try (ServerSocket taken = new ServerSocket(base, 1, InetAddress.getByName("127.0.0.1"))) {
      // when
      Outcome outcome = run("up", "--data", data.toString(), "--port-base", "" + base);

      // then
      assertThat(taken.isBound()).isTrue();
      assertThat(outcome)
          .isEqualTo(
              new Outcome(
                  1,
                  "habeas: Expected port "
                      + base
                      + " to be free for request-intake but it is taken"));
    }
  }

  @Test
  void shouldSayInOneLineThatTheDirectoryIsInUse() {
    try (DataDirectory inUse = DataDirectory.take(data)) {
      // when
      Outcome outcome = run("up", "--data", data.toString(), "--port-base", "0");

      // then
      assertThat(outcome)
          .isEqualTo(
              new Outcome(
                  1,
                  "habeas: Expected the data directory "
                      + inUse.path()
                      + " to be free but it is in use"));
    }
  }

  @Test
  void shouldRefuseAnUnknownOption() {
    assertThat(run("up", "--no-such-option").exitCode()).isEqualTo(2);
  }

  private static Outcome run(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine command = Habeas.commandLine().setErr(new PrintWriter(err));
    return new Outcome(command.execute(arguments), err.toString().strip());
  }

  private record Outcome(int exitCode, String message) {}
}
