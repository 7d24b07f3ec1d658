package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.StoreConnection;
import io.habeas.storeagent.map.DataMap;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.StoreKind;
import io.habeas.storeagent.plan.Outline;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a map can be carried out. */
@Command(
    name = "check",
    description = {
      "Says every error and warning of a data map with its line.",
      "Ends with 0 if there is no error, with 1 if there is one or the live store contradicts the"
          + " map, with 2 if a file, a setting or the store cannot be had."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "The map: files, or directories with files that end in .yml or .yaml.")
  private List<Path> paths = List.of();

  @Option(names = "--json", description = "Says it in JSON.")
  private boolean json;

  @Option(
      names = "--live",
      description =
          "Looks at the store too, as an agent that starts: that makes what it keeps there for"
              + " itself.")
  private boolean live;

  @Nullable
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the store is: " + StoreUrl.KNOWN + ".")
  private String url;

  @Nullable
  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "Where stores are, as in an agent's own settings: habeas.store-agent.connections.")
  private Path settings;

  @Mixin private Access access = new Access();

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
    if (live == (url == null && settings == null) || (url != null && settings != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected --live with one of --url and --settings, or none of them, but it is not so");
    }
    Connections connections = settings == null ? Connections.NONE : Connections.of(settings);
    Optional<StoreConnection> only =
        Optional.ofNullable(url)
            .map(found -> Connections.at(found, access.username(), access.password()));
    Map<String, StoreKind> known = new HashMap<>(kinds);
    connections.stores().forEach((key, found) -> known.putIfAbsent(key, found.kind()));
    MapReport report = MapReport.of(paths, known, only.map(StoreConnection::kind));
    List<LiveReport> stores =
        live
            ? report.map().map(map -> look(map, report, connections, only)).orElse(List.of())
            : List.of();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ReportJson.of(report, stores));
    } else {
      ReportText.of(report, stores).forEach(out::println);
    }
    out.flush();
    return exitCode(report, stores);
  }

  private List<LiveReport> look(
      DataMap map, MapReport report, Connections connections, Optional<StoreConnection> only) {
    if (only.isPresent() && map.datasets().size() != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected one dataset with --url but there are %d".formatted(map.datasets().size()));
    }
    Set<String> planned =
        report.outlines().stream()
            .map(Outline::dataset)
            .collect(java.util.stream.Collectors.toSet());
    List<LiveReport> stores = new ArrayList<>();
    for (Dataset dataset : map.datasets()) {
      if (planned.contains(dataset.key())) {
        only.or(() -> Optional.ofNullable(connections.stores().get(dataset.key())))
            .ifPresent(found -> stores.add(LiveReport.of(dataset, found, connections)));
      }
    }
    return stores;
  }

  private static int exitCode(MapReport report, List<LiveReport> stores) {
    if (stores.stream().anyMatch(store -> store.unreachable().isPresent())) {
      return MapCommand.UNKNOWN;
    }
    boolean wrong =
        !report.errors().isEmpty()
            || stores.stream().anyMatch(store -> !store.contradictions().isEmpty());
    return wrong ? MapCommand.ERRORS : CommandLine.ExitCode.OK;
  }
}
