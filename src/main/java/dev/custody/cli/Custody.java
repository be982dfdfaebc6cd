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
      "Checks that the image archive a pipeline pushes is the one it built, and says why if not.",
      "",
      "First steps: custody record right after the export, custody verify right before the push."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0   the image is the recorded one; the archive is sound; the path is readable",
      "  1   the gate is closed: the image differs, or the archive is damaged",
      "  2   the command line is wrong: unknown option, missing or unusable argument",
      "  3   cannot tell: the archive or a record could not be read, or a result not written",
      "  70  a defect in custody itself; --verbose prints where"
    })
final class Custody implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description =
          "Prints all evidence, also after a pass. After a defect in custody itself (exit 70) it"
              + " prints where.")
  boolean verbose;

  Custody(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "give a command, for example: custody inspect image.tar");
  }

  /** Adds a subcommand that help does not list. */
  static void addHidden(CommandLine parent, String name, Object command) {
    CommandLine hidden = new CommandLine(command);
    hidden.getCommandSpec().usageMessage().hidden(true);
    parent.addSubcommand(name, hidden);
  }
}
