package dev.custody.cli;

import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Writes the record and the results of one run, for every command. An output that cannot be written
 * makes the exit code 3, after everything else was done and said. The record always leaves: to its
 * file, else to standard output.
 */
final class Outputs {
  private static final String STANDARD_OUTPUT = "-";

  private final Session session;
  private final CommandLine command;
  private final OutputPath path;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final Map<String, String> begun = new HashMap<>();
  private boolean lost;
  private @Nullable String whole;
  private @Nullable RecordLine line;
  private @Nullable ExecutionRecord onlyPrinted;

  Outputs(Session session, CommandLine command) {
    this.session = session;
    this.command = command;
    this.path = new OutputPath(session);
  }

  /**
   * Writes a provisional result, so that a run that is killed leaves it. A failure is not reported
   * here, since writing the result itself fails again.
   *
   * @param lookedAt what the run looks at, whose directories it must not change
   */
  void beforehand(@Nullable String file, String word, Collection<Path> lookedAt) {
    if (file != null && path.isApartFrom(file, lookedAt) && path.writeBeforehand(file, word)) {
      begun.put(file, word);
    }
  }

  /** Writes a result without adding a newline; does nothing without a file. */
  void result(String option, @Nullable String file, String content) {
    if (file != null) {
      String reason =
          file.equals(STANDARD_OUTPUT)
              ? "- is standard output, which holds the text and the record only; name a file"
              : path.write(file, content.getBytes(StandardCharsets.UTF_8), false);
      if (reason != null) {
        notWritten(option, file, reason);
      }
    }
  }

  /**
   * Writes a document that may not fit into memory; its directory is made where it is missing.
   *
   * @param file null or {@code -}: standard output
   * @param content makes it
   */
  void document(String option, @Nullable String file, Supplier<String> content) {
    try {
      if (file == null || file.equals(STANDARD_OUTPUT)) {
        print(content.get());
        return;
      }
      String reason = path.write(file, content.get().getBytes(StandardCharsets.UTF_8), true);
      if (reason != null) {
        notWritten(option, file, reason);
      }
    } catch (OutOfMemoryError _) {
      String reason = "it does not fit into memory; name fewer records";
      if (file == null || file.equals(STANDARD_OUTPUT)) {
        complaints.add("the document was not printed: " + reason);
        lost = true;
      } else {
        notWritten(option, file, reason);
      }
    }
  }

  private void print(String document) {
    command.getOut().print(document);
    command.getOut().flush();
  }

  /** Reports an output that is not written; the exit code becomes 3. */
  void notWritten(String option, String file, String reason) {
    complaints.add(option + " " + file + " was not written: " + reason + stillThere(file));
    lost = true;
  }

  /**
   * Reports that there is nothing to write; the exit code becomes 3. Does nothing without a file.
   * The content of an earlier run is removed, since it would be taken for this run's.
   */
  void noResult(String option, @Nullable String file, String reason) {
    if (file != null) {
      boolean emptied = holdsContent(file) && path.write(file, new byte[0], false) == null;
      notWritten(
          option,
          file,
          reason + (emptied ? "; the file is empty now, since it held an earlier result" : ""));
    }
  }

  /** Adds a note for people, on standard error. */
  void note(String sentence) {
    complaints.add(sentence);
  }

  private String stillThere(String file) {
    if (!holdsContent(file)) {
      return "";
    }
    return begun.containsKey(file)
        ? "; it holds the word " + begun.get(file) + " from the start of this run"
        : "; it still holds what was there before this run";
  }

  private boolean holdsContent(String file) {
    if (file.equals(STANDARD_OUTPUT) || StandardStreams.names(file)) {
      return false;
    }
    try {
      Path target = session.path(file);
      return Files.isRegularFile(target) && Files.size(target) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the record, its compact form and its sha256.
   *
   * @param printed whether the text on standard output will be or hold the record
   */
  void record(ExecutionRecord record, RecordOutputOptions options, boolean printed) {
    byte[] json = handOver(record, options.output, printed);
    if (options.compactFile != null) {
      CompactRecord compact = CompactRecord.of(record, json);
      result(OutputOption.COMPACT, options.compactFile, compact.json());
      if (!compact.leftOut().isEmpty()) {
        complaints.add(
            "to stay within "
                + CompactRecord.MAX_BYTES
                + " bytes the compact record leaves out "
                + String.join(", ", compact.leftOut())
                + "; the gate does not need them");
      }
    }
    if (options.sha256File != null) {
      result(OutputOption.SHA256, options.sha256File, Digest.sha256(json).toString());
    }
  }

  /** Writes the record to its file, else keeps it for standard output. Returns its bytes. */
  private byte[] handOver(ExecutionRecord record, @Nullable String file, boolean printed) {
    if (STANDARD_OUTPUT.equals(file) || (file == null && printed)) {
      onlyPrinted = record;
      byte[] json = RecordFile.bytes(record);
      whole = STANDARD_OUTPUT.equals(file) ? new String(json, StandardCharsets.UTF_8) : null;
      return json;
    }
    if (file != null) {
      byte[] json = RecordFile.bytes(record);
      String target = written(file, json, EarlierAttempt.of(session, file, record.step().retry()));
      if (target != null) {
        written.add(target + ", " + Digest.sha256(json));
        return json;
      }
    }
    onlyPrinted = record;
    line = RecordLine.of(record);
    return (line.json() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the record to its file. Returns the file that holds it; null if none does. */
  private @Nullable String written(String file, byte[] json, @Nullable EarlierAttempt earlier) {
    String reason = earlier == null ? null : earlier.keep();
    if (reason == null) {
      reason = path.write(file, json, true);
    }
    if (earlier != null && earlier.kept() != null) {
      complaints.add(
          "--output "
              + file
              + " held a record from before this retry; it is kept as "
              + earlier.kept());
    }
    if (reason == null) {
      return file;
    }
    String beside = earlier == null ? null : earlier.beside();
    boolean elsewhere = beside != null && path.write(beside, json, true) == null;
    complaints.add(
        "--output "
            + file
            + " was not written: "
            + reason
            + (elsewhere
                ? "; it may still hold the record of an earlier attempt, this one's is in " + beside
                : stillThere(file) + "; the record goes to standard output"));
    return elsewhere ? beside : null;
  }

  /** Returns lines for people that say what was written where. */
  List<String> written() {
    return List.copyOf(written);
  }

  /**
   * Prints everything, the record last, and returns the exit code. Where standard output takes
   * nothing the record goes to standard error.
   *
   * @param text what the command says
   * @param json whether that is JSON, so that standard output must hold nothing else
   * @param code the exit code if nothing was lost
   */
  int finish(String text, boolean json, int code) {
    PrintWriter out = command.getOut();
    PrintWriter err = command.getErr();
    complaints.forEach(complaint -> Message.print(err, complaint));
    if (whole != null) {
      err.print(text);
      out.print(whole);
    } else {
      out.print(text);
    }
    if (line != null) {
      PrintWriter log = json ? err : out;
      log.println(RecordLine.PREFIX + line.json());
    }
    boolean inLog = json && line != null;
    if (onlyPrinted != null && !inLog && out.checkError()) {
      // Closed, or full: a log takes both streams.
      err.println(RecordLine.PREFIX + RecordLine.of(onlyPrinted).json());
    }
    err.flush();
    out.flush();
    return lost ? ExitCode.CANNOT_TELL : code;
  }
}
