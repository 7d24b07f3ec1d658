package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.scaffold.Scaffold;
import java.io.PrintWriter;
import java.util.List;
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

/** Drafts a map from a live database. */
@Command(
    name = "scaffold",
    description = {
      "Drafts a data map from a live database, to the standard output.",
      "Names, types and keys are the database's; what is marked as a guess is one."
    },
    mixinStandardHelpOptions = true)
final class ScaffoldCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "URL",
      description =
          "jdbc:postgresql:..., jdbc:mysql:..., jdbc:mariadb:... or mongodb://host/database.")
  private String url = "";

  @Mixin private Access access = new Access();

  @Nullable
  @Option(
      names = "--dataset",
      paramLabel = "KEY",
      description = "The key of the dataset. Default: the name of the database.")
  private String dataset;

  @Nullable
  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "The schema whose tables are drafted. Default: the first one there.")
  private String schema;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many documents of a collection are looked at, 10000 at most. Default:"
              + " ${DEFAULT-VALUE}.")
  private int sample = 200;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (sample < 1 || sample > 10_000) {
      throw new ParameterException(
          spec.commandLine(), "Expected --sample to be between 1 and 10000 but it is " + sample);
    }
    PrintWriter out = spec.commandLine().getOut();
    draft().forEach(out::println);
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private List<String> draft() {
    if (url.startsWith("jdbc:")) {
      return Scaffold.ofTables(
          url, access.username(), access.password(), key(databaseOfJdbc()), schema);
    }
    if (url.startsWith("mongodb")) {
      String database = StoreUrl.database(url);
      return Scaffold.ofDocuments(
          StoreUrl.withCredentials(url, access.username(), access.password()),
          database,
          key(database),
          sample);
    }
    throw new ParameterException(
        spec.commandLine(), "Expected a URL that begins with jdbc: or mongodb: but it does not");
  }

  private String databaseOfJdbc() {
    String path = url.split("[?;]", 2)[0];
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A key that fideslang takes. */
  private String key(String database) {
    if (dataset != null) {
      return dataset;
    }
    String key = database.replaceAll("[^A-Za-z0-9_.-]+", "_");
    return key.isEmpty() ? "store" : key;
  }
}
