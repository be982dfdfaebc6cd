package dev.custody.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The headings under which help lists the options, in this order. */
public enum OptionGroup {
  LOOK("What to look at"),
  COMPARE("What to compare with (at least one)"),
  RESULTS("Where results go"),
  GENERAL("General");

  private static final Set<String> COMPARED =
      Set.of("--recorded", "--recorded-compact", "--digest");
  private static final Set<String> OF_RESULTS = Set.of("--format", "--verifier-id");
  private static final Set<String> EVERYWHERE =
      Set.of("--help", "--version", "--verbose", "--quiet");

  private final String heading;

  OptionGroup(String heading) {
    this.heading = heading;
  }

  /** The heading, without a colon. */
  public String heading() {
    return heading;
  }

  /** The options of a command that belong to it and are shown. */
  public List<OptionSpec> of(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && of(option) == this)
        .toList();
  }

  /** The one that an option belongs to. */
  private static OptionGroup of(OptionSpec option) {
    String name = option.longestName();
    if (COMPARED.contains(name)) {
      return COMPARE;
    }
    if (OutputOption.ALL.contains(name) || OF_RESULTS.contains(name)) {
      return RESULTS;
    }
    return EVERYWHERE.contains(name) ? GENERAL : LOOK;
  }
}
