package dev.custody.cli;

import dev.custody.oci.ArchiveReference;
import dev.custody.record.RecordFile;
import dev.custody.record.UnreadableRecordException;
import dev.custody.report.run.RecordCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * The files that one command line names, before anything is looked at or written: an output that is
 * an input as well would overwrite the evidence, and two outputs that are one file each other.
 */
final class OutputNames {
  /**
   * Options whose value may be a file to read. A value that is not a file cannot collide with an
   * output.
   */
  static final Set<String> INPUTS =
      Set.of("--recorded", "--file", "--built-id", "--config", "--cluster", "--from-log", "--list");

  /**
   * The names of which an image layout consists; another file in its directory is no part of it.
   */
  private static final List<String> LAYOUT = List.of("index.json", "oci-layout", "blobs");

  private record Named(String option, String value, FileIdentity file) {
    String words() {
      return option.startsWith("-") ? option + " " + value : "the " + option + " " + value;
    }
  }

  private OutputNames() {}

  /**
   * Refuses a command line that would overwrite what it reads or what it writes.
   *
   * @throws ParameterException which names both
   */
  static void check(Session session, CommandLine command) {
    List<Named> outputs = new ArrayList<>();
    List<Named> inputs = new ArrayList<>();
    CommandLine.ParseResult given = command.getParseResult();
    for (OptionSpec option : given.matchedOptions()) {
      String name = option.longestName();
      if (OutputOption.ALL.contains(name) || INPUTS.contains(name)) {
        List<Named> to = OutputOption.ALL.contains(name) ? outputs : inputs;
        option.stringValues().forEach(value -> add(to, session, name, value));
      }
    }
    if (outputs.isEmpty()) {
      return;
    }
    for (PositionalParamSpec parameter : given.matchedPositionals()) {
      String label = parameter.paramLabel();
      parameter
          .stringValues()
          .forEach(
              value -> add(inputs, session, label, label.equals("ARCHIVE") ? path(value) : value));
    }
    for (int i = 0; i < outputs.size(); i++) {
      String problem =
          problem(session, outputs.get(i), outputs.subList(i + 1, outputs.size()), inputs);
      if (problem != null) {
        throw new ParameterException(command, problem + "; custody looked at nothing");
      }
    }
  }

  private static void add(List<Named> to, Session session, String option, String value) {
    if (value.isEmpty() || value.equals("-") || StandardStreams.names(value)) {
      return;
    }
    FileIdentity file = FileIdentity.of(session.path(value));
    if (file != null) {
      to.add(new Named(option, value, file));
    }
  }

  /**
   * Returns the path of an archive argument, which may have skopeo's prefix; empty if it names no
   * file.
   */
  static String path(String archive) {
    try {
      return ArchiveReference.parse(archive).path();
    } catch (IllegalArgumentException e) {
      // The command itself says what is wrong with it.
      return "";
    }
  }

  private static @Nullable String problem(
      Session session, Named output, List<Named> others, List<Named> inputs) {
    for (Named other : others) {
      if (output.file.same(other.file)) {
        return output.words()
            + " and "
            + other.words()
            + " are one file, which can hold only one of them; name two";
      }
    }
    for (Named input : inputs) {
      if (output.file.same(input.file)) {
        return output.words()
            + " is "
            + input.words()
            + ", which custody reads and would overwrite; name another file";
      }
      if (isPart(session, output, input)) {
        return output.words()
            + " is a part of "
            + input.words()
            + ", which custody reads and would overwrite; name another file";
      }
    }
    return null;
  }

  /** A part of an image layout, or in a directory of evidence a file that is some. */
  private static boolean isPart(Session session, Named output, Named input) {
    Path within = output.file.within(input.file);
    if (within == null) {
      return false;
    }
    return switch (input.option) {
      case "ARCHIVE" -> LAYOUT.contains(within.getName(0).toString());
      case "RECORD_OR_DIRECTORY" -> isRecord(session.path(output.value));
      case "--from-log" -> within.toString().endsWith(".log") && output.file.modified() != null;
      case "--cluster" -> isDump(session.path(output.value));
      default -> false;
    };
  }

  private static boolean isDump(Path file) {
    return !new RecordCollection().addCluster(file, "").cluster().isEmpty();
  }

  private static boolean isRecord(Path file) {
    try {
      RecordFile.read(file);
      return true;
    } catch (UnreadableRecordException e) {
      return false;
    }
  }
}
