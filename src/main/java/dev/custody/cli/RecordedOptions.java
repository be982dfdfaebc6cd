package dev.custody.cli;

import dev.custody.gate.Recorded;
import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The recorded evidence to hold the archive against; several kinds and several of each may be
 * given.
 */
final class RecordedOptions {
  private final OptionSpec files =
      Syntax.repeated(
          "--recorded",
          "FILE",
          String.class,
          "A record that custody record wrote; - reads it from standard input. Repeatable.");
  private final OptionSpec compacts =
      Syntax.repeated(
          "--recorded-compact",
          "JSON",
          String.class,
          "A compact record, as it arrives through a Tekton result. Repeatable.");
  private final OptionSpec digests =
      Syntax.repeated(
          "--digest",
          "DIGEST",
          Digest.class,
          "The manifest digest, sha256:… or sha512:…. Repeatable.");

  RecordedOptions(Syntax syntax) {
    syntax.atLeastOne("What was recorded (at least one):", files, compacts, digests);
  }

  /**
   * What could be read.
   *
   * @param gate one for each readable source, in the order records, compact records, digests
   * @param records those for the diagnosis: full, or as far as a compact record goes
   * @param digests the bare digests
   * @param unreadable one sentence for each source that could not be read
   */
  record Sources(
      List<Recorded> gate,
      List<ExecutionRecord> records,
      List<Digest> digests,
      List<String> unreadable) {}

  Sources read(Session session) {
    List<Recorded> gate = new ArrayList<>();
    List<ExecutionRecord> records = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (String file : Syntax.<String>values(files)) {
      try {
        RecordFile.Loaded loaded = session.record(file);
        gate.add(Recorded.of(file, loaded.record(), loaded.digest()));
        records.add(loaded.record());
      } catch (UnreadableRecordException e) {
        unreadable.add(e.getMessage());
      }
    }
    for (String json : Syntax.<String>values(compacts)) {
      try {
        CompactRecord compact = CompactRecord.parse(json, "--recorded-compact");
        gate.add(Recorded.of("--recorded-compact", compact));
        records.add(compact.asRecord());
      } catch (UnreadableRecordException e) {
        unreadable.add(e.getMessage());
      }
    }
    List<Digest> digests = Syntax.values(this.digests);
    for (Digest digest : digests) {
      gate.add(Recorded.ofDigest("--digest", digest));
    }
    return new Sources(gate, records, digests, unreadable);
  }
}
