package io.habeas.standalone.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where Habeas itself is. */
final class Installation {

  @Option(
      names = "--home",
      hidden = true,
      defaultValue = "${sys:habeas.home:-.}",
      description = "The checkout; the launch script knows it.")
  private Path home = Path.of(".");

  Path home() {
    return home.toAbsolutePath().normalize();
  }

  /** The directory of the sample controller. */
  Path sample() {
    return home().resolve("deploy").resolve("sample").resolve("anypromt");
  }
}
