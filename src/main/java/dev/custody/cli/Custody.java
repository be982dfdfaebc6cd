package dev.custody.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: nothing but its subcommands, and what they know of the world around them. */
@Command(
    name = "custody",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
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
      "  3   cannot tell: the evidence could not be collected, or not be written",
      "  70  a defect in custody; --verbose prints where"
    })
final class Custody implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "After a defect in custody, print where.")
  boolean verbose;

  Custody(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** Adds a subcommand that help does not list. */
  static void addHidden(CommandLine parent, String name, Object command) {
    CommandLine hidden = new CommandLine(command);
    hidden.getCommandSpec().usageMessage().hidden(true);
    parent.addSubcommand(name, hidden);
  }
}
