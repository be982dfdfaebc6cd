package dev.custody.cli;

import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordedEvidence;
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

  /** One piece of evidence for each source, readable or not. */
  List<RecordedEvidence> read(Session session) {
    List<RecordedEvidence> recorded = new ArrayList<>();
    for (String file : Syntax.<String>values(files)) {
      try {
        RecordFile.Loaded loaded = session.record(file);
        recorded.add(new RecordedEvidence.Full(file, loaded.record(), loaded.digest()));
      } catch (UnreadableRecordException e) {
        recorded.add(new RecordedEvidence.Unreadable(file, e.sentence()));
      }
    }
    String compactSource = "--recorded-compact";
    for (String json : Syntax.<String>values(compacts)) {
      try {
        recorded.add(
            new RecordedEvidence.Compact(compactSource, CompactRecord.parse(json, compactSource)));
      } catch (UnreadableRecordException e) {
        recorded.add(new RecordedEvidence.Unreadable(compactSource, e.sentence()));
      }
    }
    for (Digest digest : Syntax.<Digest>values(this.digests)) {
      recorded.add(new RecordedEvidence.DigestOnly("--digest", digest));
    }
    return recorded;
  }
}
