package dev.custody.cli;

import dev.custody.linux.Host;
import dev.custody.oci.AskedDigest;
import dev.custody.oci.Depth;
import dev.custody.record.CauseId;
import dev.custody.record.JsonSchema;
import dev.custody.report.text.Printable;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The entry point: the only place that touches standard streams, the environment and the exit. */
public final class Main {
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("record", RecordCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("inspect", InspectCommand.class);
    COMMANDS.put("find", FindCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("confirm", ConfirmCommand.class);
    COMMANDS.put("compare", CompareCommand.class);
    COMMANDS.put("report", ReportCommand.class);
    COMMANDS.put("schema", SchemaCommand.class);
  }

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // Text is UTF-8 whatever the locale: a step has none.
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    if (args.length > 0 && !asksVersion(args)) {
      Preparation.start(args);
    }
    int code = run(args, System.getenv(), System.in, out, err, FileSystems.getDefault());
    out.flush();
    if (out.checkError() && !(isText(args) && StandardStreams.outputIsClosedPipe())) {
      err.println("custody: cannot write to standard output; the result is lost");
      code = code == ExitCode.OK ? ExitCode.CANNOT_TELL : code;
    }
    // Not exit: the JDK would look for a logger in every jar first, to log the exit. The hooks that
    // exit runs remove unfinished files when a signal ends the process; here none is left.
    err.flush();
    Runtime.getRuntime().halt(code + Integer.getInteger("custody.exitBase", 0));
  }

  /** Whether only a text of the program is printed, of which {@code head} may want a part. */
  private static boolean isText(String[] args) {
    List<String> words = Arrays.asList(args);
    return args.length > 0
        && (Set.of("help", "schema", "generate-completion").contains(args[0])
            || words.contains("--help")
            || words.contains("-h")
            || asksVersion(args));
  }

  private static boolean asksVersion(String[] args) {
    return args.length == 1 && args[0].equals("--version");
  }

  /** Runs one command; returns its exit code. Never throws. */
  static int run(
      String[] args,
      Map<String, String> environment,
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      FileSystem files) {
    boolean verbose = Arrays.asList(args).contains("--verbose");
    try {
      return execute(args, environment, in, out, err, files, verbose);
    } catch (Throwable e) {
      // picocli hands on what is no Exception.
      return defect(e, err, verbose);
    }
  }

  private static int execute(
      String[] args,
      Map<String, String> environment,
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      FileSystem files,
      boolean verbose) {
    if (asksVersion(args)) {
      // Asked by every pipeline's smoke test: not worth parsing.
      out.println("custody " + Version.text());
      out.flush();
      return ExitCode.OK;
    }
    Session session =
        new Session(
            environment, in, files, () -> Host.system(files.getPath("/")), Clock.systemUTC());
    Arguments.Unusable unusable = Arguments.unusable(args, session);
    if (unusable != null) {
      Message.print(err, unusable.words());
      RefusedVerdict.write(args, session, unusable.cause(), err);
      return ExitCode.USAGE;
    }
    CommandLine command = commandLine(session, args);
    if (args.length > 0 && args[0].equals("rehearse")) {
      Custody.addHidden(
          command,
          "rehearse",
          new RehearseCommand(session, more -> run(more, environment, in, out, err, files)));
    }
    command
        .setOut(out)
        .setErr(err)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Main::usage)
        .setExecutionStrategy(parsed -> {
          List<CommandLine> named = parsed.asCommandLineList();
          OutputNames.check(session, named.getLast());
          return new CommandLine.RunLast().execute(parsed);
        })
        .setExecutionExceptionHandler((e, _, _) -> defect(e, err, verbose));
    registerConverters(command);
    HelpText.apply(command);
    int code = command.execute(Arguments.given(command, args));
    if (code == ExitCode.USAGE || code == ExitCode.DEFECT) {
      RefusedVerdict.write(args, session, CauseId.UNEXPLAINED_ERROR, err);
    }
    return code;
  }

  private static void registerConverters(CommandLine command) {
    command
        .registerConverter(AskedDigest.class, Main::digest)
        .registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Depth.class, new WordConverter<>(Depth.class))
        .registerConverter(JsonSchema.class, new WordConverter<>(JsonSchema.class))
        .registerConverter(
            FormatOption.Format.class, new WordConverter<>(FormatOption.Format.class))
        .registerConverter(
            ReportCommand.Format.class, new WordConverter<>(ReportCommand.Format.class));
  }

  /**
   * The whole command line as declared, for man pages, completion and tests of the documents; it
   * runs nothing.
   */
  public static CommandLine model() {
    FileSystem files = FileSystems.getDefault();
    Session none =
        new Session(
            Map.of(),
            InputStream.nullInputStream(),
            files,
            () -> Host.system(files.getPath("/")),
            Clock.systemUTC());
    CommandLine command = commandLine(none, new String[0]);
    registerConverters(command);
    HelpText.apply(command);
    return command;
  }

  /** All commands, or only the one that is named, since declaring each takes milliseconds. */
  private static CommandLine commandLine(Session session, String[] args) {
    CommandLine command = new CommandLine(new Custody(session));
    Class<?> named = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (named != null) {
      command.addSubcommand(named);
      return command;
    }
    COMMANDS.values().forEach(command::addSubcommand);
    command.addSubcommand(CommandLine.HelpCommand.class);
    Custody.addHidden(command, "generate-completion", new AutoComplete.GenerateCompletion());
    return command;
  }

  private static AskedDigest digest(String text) {
    try {
      return AskedDigest.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Message.print(command.getErr(), UsageMessage.of(e));
    command.getErr().println("Try 'custody help" + name(command) + "'.");
    return ExitCode.USAGE;
  }

  private static String name(CommandLine command) {
    return command.getParent() == null ? "" : " " + command.getCommandName();
  }

  private static int defect(Throwable e, PrintWriter err, boolean verbose) {
    if (e instanceof InvalidPathException path) {
      Message.print(err, "not a path: " + path.getMessage());
      return ExitCode.USAGE;
    }
    try {
      String refused = SystemRefusal.of(e);
      if (refused != null) {
        Message.print(err, "cannot tell: the system refused what custody needs: " + refused);
        if (verbose) {
          e.printStackTrace(err);
        }
        return ExitCode.CANNOT_TELL;
      }
      err.print("custody: a defect in custody, not in your pipeline: ");
      if (e instanceof OutOfMemoryError) {
        // Printed in parts, since there may be no memory to put them together.
        err.print("memory ran out (");
        err.print(e.getMessage());
        err.print(
            "). Its JVM has a heap of 64 MiB, which was enough for every archive tried so far;");
        err.print(" please report this one, with its size and the number of files in it");
      } else {
        err.print(Printable.text(String.valueOf(e)));
      }
      err.println(" (--verbose says where)");
      if (verbose) {
        e.printStackTrace(err);
      }
    } catch (OutOfMemoryError again) {
      // Then the exit code alone has to say it.
    }
    return ExitCode.DEFECT;
  }
}
