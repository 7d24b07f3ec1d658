package io.habeas.storeagent.map.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a data map says and whether it can be carried out; docs/data-map.md is its reference. */
@Command(
    name = "map",
    description = "Checks, shows and drafts data maps.",
    subcommands = {CheckCommand.class, ShowCommand.class, ScaffoldCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class MapCommand implements Runnable {

  /** The map has errors, or its store is not as it says. */
  static final int ERRORS = 1;

  /** Nothing can be said: a file, a setting or a store is missing. */
  static final int UNKNOWN = CommandLine.ExitCode.USAGE;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
