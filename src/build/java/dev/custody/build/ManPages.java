package dev.custody.build;

import dev.custody.cli.Main;
import dev.custody.cli.OptionGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Man pages, one for each command, and bash completion, both from the declarations of the commands.
 * The pages are written in the macros of man(7).
 */
final class ManPages {
  private ManPages() {}

  /** Writes {@code man/man1} and {@code bash-completion/completions} below that directory. */
  static void write(Path share) throws IOException {
    CommandLine custody = Main.model();
    Path pages = Files.createDirectories(share.resolve("man/man1"));
    Files.writeString(pages.resolve("custody.1"), page(custody, custody));
    for (CommandLine command : custody.getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        String name = command.getCommandSpec().name();
        Files.writeString(pages.resolve("custody-" + name + ".1"), page(custody, command));
      }
    }
    Path completions = Files.createDirectories(share.resolve("bash-completion/completions"));
    Files.writeString(completions.resolve("custody"), AutoComplete.bash("custody", custody));
  }

  static String page(CommandLine custody, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String name = command.getParent() == null ? "custody" : "custody-" + spec.name();
    List<String> about = about(spec);
    StringBuilder page = new StringBuilder();
    page.append(".TH ").append(escaped(name.toUpperCase(java.util.Locale.ROOT)));
    page.append(" 1 \"\" \"").append(custody.getCommandSpec().version()[0]).append("\" custody\n");
    page.append(".SH NAME\n").append(name).append(" \\- ");
    page.append(escaped(about.getFirst().replaceFirst("\\.$", ""))).append('\n');
    page.append(".SH SYNOPSIS\n").append(escaped(command.getHelp().synopsis(0).strip()));
    page.append("\n.SH DESCRIPTION\n");
    about.stream().filter(line -> !line.isEmpty()).forEach(line -> paragraph(page, line));
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      item(page, "\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter.description());
    }
    for (OptionGroup group : OptionGroup.values()) {
      options(page, group, spec);
    }
    if (command.getParent() == null) {
      page.append(".SH COMMANDS\n");
      for (CommandLine sub : custody.getSubcommands().values()) {
        if (!sub.getCommandSpec().usageMessage().hidden()) {
          String link = "custody-" + sub.getCommandSpec().name();
          item(page, "\\fB" + escaped(link) + "\\fR(1)", about(sub.getCommandSpec()).getFirst());
        }
      }
    } else {
      verbatim(page, "EXAMPLES", spec.usageMessage().footer());
    }
    verbatim(page, "EXIT STATUS", custody.getCommandSpec().usageMessage().footer());
    return page.toString();
  }

  /** The lines that say what a command does; picocli's own help command has them as its header. */
  private static List<String> about(CommandSpec spec) {
    String[] header = spec.usageMessage().header();
    return List.of(header.length > 0 ? header : spec.usageMessage().description());
  }

  private static void options(StringBuilder page, OptionGroup group, CommandSpec spec) {
    List<OptionSpec> options = group.of(spec);
    if (options.isEmpty()) {
      return;
    }
    page.append(".SH ").append(group.heading().toUpperCase(java.util.Locale.ROOT)).append('\n');
    for (OptionSpec option : options) {
      StringBuilder names = new StringBuilder();
      for (String name : option.names()) {
        names.append(names.isEmpty() ? "" : ", ").append("\\fB").append(escaped(name));
        names.append("\\fR");
      }
      if (option.arity().max() > 0) {
        names.append("=\\fI").append(escaped(option.paramLabel())).append("\\fR");
      }
      item(page, names.toString(), option.description());
    }
  }

  private static void item(StringBuilder page, String term, String... text) {
    page.append(".TP\n").append(term).append('\n');
    page.append(escaped(String.join(" ", text))).append('\n');
  }

  private static void paragraph(StringBuilder page, String text) {
    page.append(".PP\n").append(escaped(text)).append('\n');
  }

  private static void verbatim(StringBuilder page, String heading, String[] lines) {
    if (lines.length > 0) {
      page.append(".SH ").append(heading).append("\n.nf\n");
      for (String line : lines) {
        page.append(escaped(line)).append('\n');
      }
      page.append(".fi\n");
    }
  }

  /** Text as roff takes it: no escapes, no macros, hyphens that can be copied. */
  static String escaped(String text) {
    String plain = text.replace("$$", "$").replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
