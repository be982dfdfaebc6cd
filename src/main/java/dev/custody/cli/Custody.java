package dev.custody.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: nothing but its subcommands. */
@Command(
    name = "custody",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Keeps the chain of custody of an OCI archive between the tasks of a Tekton pipeline:",
      "takes evidence inside the step, compares it between tasks, closes the gate before a",
      "wrong image is pushed, and names the cause."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0   the evidence matches; the archive is sound; the path is readable",
      "  1   the gate is closed: the evidence differs, or the archive is damaged",
      "  2   usage: unknown option, missing or unusable argument",
      "  3   cannot tell: the evidence could not be collected",
      "  70  a defect in custody; --verbose prints where"
    })
final class Custody implements Runnable {
  @Spec CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "After a defect in custody, print where.")
  boolean verbose;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
