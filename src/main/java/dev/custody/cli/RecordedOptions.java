package dev.custody.cli;

import dev.custody.gate.Recorded;
import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The recorded evidence to hold the archive against; several kinds and several of each may be
 * given.
 */
final class RecordedOptions {
  @Option(
      names = "--recorded",
      paramLabel = "FILE",
      description =
          "A record that custody record wrote; - reads it from standard input. Repeatable.")
  List<String> files = List.of();

  @Option(
      names = "--recorded-compact",
      paramLabel = "JSON",
      description = "A compact record, as it arrives through a Tekton result. Repeatable.")
  List<String> compacts = List.of();

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description = "The manifest digest, sha256:… or sha512:…. Repeatable.")
  List<Digest> digests = List.of();

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
    for (String file : files) {
      try {
        RecordFile.Loaded loaded = session.record(file);
        gate.add(Recorded.of(file, loaded.record(), loaded.digest()));
        records.add(loaded.record());
      } catch (UnreadableRecordException e) {
        unreadable.add(e.getMessage());
      }
    }
    for (String json : compacts) {
      try {
        CompactRecord compact = CompactRecord.parse(json, "--recorded-compact");
        gate.add(Recorded.of("--recorded-compact", compact));
        records.add(compact.asRecord());
      } catch (UnreadableRecordException e) {
        unreadable.add(e.getMessage());
      }
    }
    for (Digest digest : digests) {
      gate.add(Recorded.ofDigest("--digest", digest));
    }
    return new Sources(gate, records, digests, unreadable);
  }
}
