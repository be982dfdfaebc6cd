package dev.custody.cli;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.report.text.ArtifactsProvenance;
import dev.custody.report.text.RecordText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * Where a record went.
 *
 * @param json the record as written
 * @param onStandardOutput whether standard output is where the record must still go
 * @param written lines for people: what was written where
 * @param failures lines for standard error: what could not be written, and why
 */
record RecordOutput(
    ExecutionRecord record,
    String json,
    boolean onStandardOutput,
    List<String> written,
    List<String> failures) {

  /** Writes the record, its compact form and the digest to the files the task named. */
  static RecordOutput write(Session session, ObserveOptions options, ExecutionRecord record) {
    byte[] json = RecordFile.bytes(record);
    ResultFiles files = new ResultFiles(session);
    List<String> written = new ArrayList<>();
    String output = options.output.get();
    boolean standardOutput = "-".equals(output);
    if (output != null && !standardOutput) {
      if (files.writeRecord("--output", output, json)) {
        written.add(output + ", " + CompactRecord.sha256(json));
      } else {
        standardOutput = true;
        written.add("on standard output, " + CompactRecord.sha256(json));
      }
    }
    CompactRecord compact = CompactRecord.of(record, json);
    files.write("--compact-file", options.compactFile.get(), compact.json());
    if (options.compactFile.get() != null && !compact.leftOut().isEmpty()) {
      files.note(
          "RECORD_TOO_BIG: to stay within "
              + CompactRecord.MAX_BYTES
              + " bytes the compact record leaves out "
              + String.join(", ", compact.leftOut())
              + "; the gate does not need them");
    }
    files.write("--sha256-file", options.sha256File.get(), CompactRecord.sha256(json).toString());
    ArchiveEvidence archive = record.archive().evidence();
    if (archive != null) {
      files.write(
          "--provenance-file", options.provenanceFile.get(), ArtifactsProvenance.json(archive));
    }
    Digest digest = archive == null ? null : archive.image().digest();
    if (digest != null) {
      files.write("--digest-file", options.digestFile.get(), digest.toString());
    }
    return new RecordOutput(
        record,
        new String(json, StandardCharsets.UTF_8),
        standardOutput,
        written,
        files.failures());
  }

  /** Says on standard error what could not be written. */
  void complain(CommandLine command, List<String> more) {
    failures.forEach(line -> command.getErr().println("custody: " + line));
    more.forEach(line -> command.getErr().println("custody: " + line));
    command.getErr().flush();
  }

  /**
   * The record as JSON where it was asked for or could not be written; else, and beside, the
   * summary.
   */
  void print(CommandLine command, boolean asJson) {
    complain(command, List.of());
    boolean pure = asJson || onStandardOutput;
    if (pure) {
      command.getOut().print(json);
    } else {
      command.getOut().print(RecordText.summary(record, written));
    }
    command.getOut().flush();
  }
}
