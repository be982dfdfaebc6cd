package dev.custody.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Prints help with the options under headings instead of in one list. */
final class HelpText {
  private static final int WIDTH = 100;

  private HelpText() {}

  /** Sets it up for a command and its subcommands. */
  static void apply(CommandLine command) {
    command.setUsageHelpWidth(WIDTH);
    set(command);
    command.getSubcommands().values().forEach(HelpText::set);
    CommandLine help = command.getSubcommands().get("help");
    if (help != null) {
      help.getCommandSpec().usageMessage().header("Shows the help of a command.");
    }
  }

  private static void set(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::options);
  }

  private static String options(Help help) {
    StringBuilder text = new StringBuilder();
    for (OptionGroup group : OptionGroup.values()) {
      List<OptionSpec> options = group.of(help.commandSpec());
      if (!options.isEmpty()) {
        text.append(System.lineSeparator()).append(group.heading()).append(':');
        text.append(System.lineSeparator());
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.createDefaultParamLabelRenderer());
        text.append(layout);
      }
    }
    return text.toString();
  }
}
