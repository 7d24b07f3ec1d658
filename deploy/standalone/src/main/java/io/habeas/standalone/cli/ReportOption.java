package io.habeas.standalone.cli;

import io.habeas.benchmarks.ReportFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a benchmark writes its figures, beside the terminal. */
final class ReportOption {

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures too.")
  private @Nullable Path json;

  /** Writes the figures, if that was asked for. */
  void keep(Record report) {
    if (json != null) {
      ReportFile.write(json, report);
    }
  }
}
