package dev.custody.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ParameterException;

/** The program: nothing but its subcommands. */
final class Custody implements Callable<Integer> {
  final Syntax syntax =
      new Syntax(
          "custody",
          this,
          "Keeps the chain of custody of an OCI archive between the tasks of a Tekton pipeline:",
          "takes evidence inside the step, compares it between tasks, closes the gate before a",
          "wrong image is pushed, and names the cause.");

  Custody() {
    syntax
        .spec()
        .usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .footerHeading("%nExit codes:%n")
        .footer(
            "  0   the evidence matches; the archive is sound; the path is readable",
            "  1   the gate is closed: the evidence differs, or the archive is damaged",
            "  2   usage: unknown option, missing or unusable argument",
            "  3   cannot tell: the evidence could not be collected",
            "  70  a defect in custody; --verbose prints where");
  }

  @Override
  public Integer call() {
    throw new ParameterException(syntax.commandLine(), "Missing command");
  }
}
