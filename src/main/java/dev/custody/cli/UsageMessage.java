package dev.custody.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One sentence on a mistake in the command line; picocli's own wording is for its authors. */
final class UsageMessage {
  private static final Pattern NO_VALUE =
      Pattern.compile(".*required parameter for option '([^']+)' \\((.*)\\)");
  private static final Pattern BAD_VALUE =
      Pattern.compile("Invalid value for option '([^']+)'(?: \\(.*?\\))?: (.*)", Pattern.DOTALL);
  private static final Pattern BAD_PARAMETER =
      Pattern.compile(
          "Invalid value for positional parameter at index \\d+ \\((.*?)\\): (.*)", Pattern.DOTALL);
  private static final Pattern NO_COMMAND = Pattern.compile("Unknown subcommand '(.*)'\\.");
  private static final Pattern NO_NUMBER = Pattern.compile("('.*') is not an? (int|long)");
  private static final Pattern NO_FLAG = Pattern.compile("('.*') is not a boolean");
  private static final Pattern PARAMETERS = Pattern.compile("Missing required parameters?: '(.*)'");

  private UsageMessage() {}

  static String of(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " is given twice; give it once";
    }
    Matcher noValue = NO_VALUE.matcher(message);
    if (noValue.matches()) {
      return noValue.group(1) + " needs a value: " + noValue.group(1) + " " + noValue.group(2);
    }
    Matcher parameters = PARAMETERS.matcher(message);
    if (parameters.matches()) {
      // The exception itself holds only the first of them.
      return "give " + parameters.group(1).replace("', '", " and ");
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing.getMissing());
    }
    Matcher parameter = BAD_PARAMETER.matcher(message);
    if (parameter.matches()) {
      return parameter.group(1)
          + ": "
          + parameter.group(2)
          // The names of files and the digest are easily exchanged.
          + (parameter.group(2).contains("is not a digest; give")
              ? "; the digest comes before the files"
              : "");
    }
    Matcher command = NO_COMMAND.matcher(message);
    if (command.matches()) {
      CommandLine top = e.getCommandLine().getParent();
      List<String> word = List.of(command.group(1));
      return unmatched(
          new UnmatchedArgumentException(top == null ? e.getCommandLine() : top, word));
    }
    Matcher badValue = BAD_VALUE.matcher(message);
    if (!badValue.matches()) {
      return message;
    }
    Matcher flag = NO_FLAG.matcher(badValue.group(2));
    return flag.matches()
        ? badValue.group(1) + " takes no value, but got " + flag.group(1)
        : badValue.group(1) + ": " + number(badValue.group(2));
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().getFirst();
    boolean option = argument.startsWith("-") && argument.length() > 1;
    boolean top = e.getCommandLine().getParent() == null;
    String what = option ? "unknown option " : top ? "unknown command " : "unexpected argument ";
    List<String> suggestions = e.getSuggestions();
    List<String> elsewhere = option ? commandsWith(argument.replaceFirst("=.*", "")) : List.of();
    if (!elsewhere.isEmpty()) {
      return argument
          + " is an option of "
          + String.join(", ", elsewhere)
          + (top
              ? "; write it after the command"
              : ", not of " + e.getCommandLine().getCommandName());
    }
    if (top && argument.equals("version")) {
      return "unknown command version; give --version";
    }
    boolean compares = e.getCommandLine().getCommandSpec().findOption("--recorded") != null;
    return what
        + argument
        + (suggestions.isEmpty()
            ? (compares && !option ? "; name the record with --recorded FILE" : "")
            : "; did you mean "
                + WordConverter.either(suggestions.subList(0, Math.min(3, suggestions.size())))
                + "?");
  }

  /** The other commands that have the option, in the order of the help. */
  private static List<String> commandsWith(String option) {
    return Main.model().getSubcommands().values().stream()
        .filter(command -> command.getCommandSpec().findOption(option) != null)
        .map(CommandLine::getCommandName)
        .distinct()
        .toList();
  }

  private static String missing(List<ArgSpec> missing) {
    // Options of a group, of which one suffices.
    return "give " + WordConverter.either(missing.stream().map(UsageMessage::name).toList());
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static String number(String reason) {
    Matcher number = NO_NUMBER.matcher(reason);
    return number.matches() ? number.group(1) + " is not a whole number" : reason;
  }
}
