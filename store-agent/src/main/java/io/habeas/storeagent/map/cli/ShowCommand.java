package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.StoreKind;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a request finds by an identifier, and what becomes of it. */
@Command(
    name = "show",
    description = {
      "Shows what a request finds by an identifier, in which order, and what becomes of it.",
      "Ends with 1 if the map has errors, which are shown instead."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  /** How it is shown. */
  enum Format {
    TREE,
    MERMAID,
    JSON
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "The map: files, or directories with files that end in .yml or .yaml.")
  private List<Path> paths = List.of();

  @Option(
      names = "--identity",
      paramLabel = "TYPE",
      defaultValue = "email",
      description =
          "The identifier type that is known, may be repeated. Default: ${DEFAULT-VALUE}.")
  private List<String> identities = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Spoken.Format.class,
      defaultValue = "tree",
      description = "tree, mermaid or json. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.TREE;

  @Option(
      names = "--kind",
      paramLabel = "DATASET=KIND",
      converter = {Spoken.Key.class, Spoken.Kind.class},
      description =
          "What store a dataset is of, where the map does not show it: tables, documents, objects,"
              + " keys, search, processor, provider or manual.")
  private Map<String, StoreKind> kinds = new HashMap<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (Path path : paths) {
      if (!Files.isReadable(path)) {
        throw new ParameterException(
            spec.commandLine(), "Expected a data map at %s but there is none".formatted(path));
      }
    }
    MapReport report = MapReport.of(paths, kinds);
    if (!report.errors().isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      report.errors().forEach(error -> err.println(error.at() + ": error: " + error.message()));
      err.flush();
      return MapCommand.ERRORS;
    }
    Traversal traversal = Traversal.of(report.outlines(), new LinkedHashSet<>(identities));
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TREE -> TreeText.of(traversal).forEach(out::println);
      case MERMAID -> MermaidText.of(traversal).forEach(out::println);
      case JSON -> out.println(ReportJson.of(traversal));
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
