package dev.custody.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command takes: each declaration gives the supplier of what the command line says. By
 * picocli's builders, because reading its annotations cost a fifth of a short command's time.
 *
 * <p>Names are separated by a comma and a space; each line of a description is one of the help's.
 */
final class Syntax {
  private final CommandSpec spec;

  /** A command with the options that all have. */
  Syntax(String command, Callable<Integer> run, String... description) {
    spec = CommandSpec.wrapWithoutInspection(run).name(command).versionProvider(new Version());
    spec.usageMessage().description(description);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help message and exit.")
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print version information and exit.")
            .build());
    // Main looks for it itself: it must also work before anything was parsed.
    flag("--verbose", "After a defect in custody, print where.");
  }

  CommandSpec spec() {
    return spec;
  }

  CommandLine commandLine() {
    return spec.commandLine();
  }

  BooleanSupplier flag(String names, String... description) {
    OptionSpec flag = named(names).type(boolean.class).description(description).build();
    spec.addOption(flag);
    return () -> Boolean.TRUE.equals(flag.getValue());
  }

  /** An option with a value; supplies null without it. */
  <T> Supplier<@Nullable T> option(
      String names, String label, Class<T> type, String... description) {
    OptionSpec option = valued(names, label, type, description).build();
    spec.addOption(option);
    return option::getValue;
  }

  /** An option with a value that is known without it. */
  <T> Supplier<T> optionOr(
      String preset, String names, String label, Class<T> type, String... description) {
    OptionSpec option = valued(names, label, type, description).defaultValue(preset).build();
    spec.addOption(option);
    return option::getValue;
  }

  /** An option that may be given several times. */
  Supplier<List<String>> repeatable(String names, String label, String... description) {
    OptionSpec option = repeated(names, label, String.class, description);
    spec.addOption(option);
    return () -> values(option);
  }

  /** Options of which one must be given, in any number: {@link #repeated}, {@link #values}. */
  void atLeastOne(String heading, OptionSpec... options) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().exclusive(false).multiplicity("1").heading(heading + "%n");
    for (OptionSpec option : options) {
      group.addArg(option);
    }
    spec.addArgGroup(group.build());
  }

  static OptionSpec repeated(String names, String label, Class<?> type, String... description) {
    return valued(names, label, List.class, description).auxiliaryTypes(type).build();
  }

  static <T> List<T> values(ArgSpec repeated) {
    return Objects.requireNonNullElse(repeated.getValue(), List.of());
  }

  /** An argument that must be there. */
  Supplier<String> parameter(String label, String... description) {
    return positional(
        PositionalParamSpec.builder()
            .paramLabel(label)
            .type(String.class)
            .required(true)
            .description(description));
  }

  /** Any number of arguments. */
  Supplier<List<String>> parameters(String label, String... description) {
    PositionalParamSpec.Builder any =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .description(description);
    Supplier<List<String>> given = positional(any);
    return () -> Objects.requireNonNullElse(given.get(), List.of());
  }

  private static OptionSpec.Builder named(String names) {
    return OptionSpec.builder(names.split(", ", -1));
  }

  private static OptionSpec.Builder valued(
      String names, String label, Class<?> type, String... description) {
    return named(names).paramLabel(label).type(type).description(description);
  }

  private <T> Supplier<T> positional(PositionalParamSpec.Builder builder) {
    PositionalParamSpec parameter = builder.build();
    spec.addPositional(parameter);
    return parameter::getValue;
  }
}
