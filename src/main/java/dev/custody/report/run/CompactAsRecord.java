package dev.custody.report.run;

import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.NotDone;
import dev.custody.record.ObservedArchive;
import dev.custody.record.TemporaryDirectory;
import dev.custody.record.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As much of a full record as a compact one kept, so that a report shows both side by side. The
 * credentials are left out, since one id does not make them. Three things are no evidence: a path
 * and a compression, which a compact record does not keep, and that the file could be opened, which
 * follows from its digest.
 */
final class CompactAsRecord {
  /** Stands for the path. */
  private static final String ARCHIVE = "the recorded archive";

  private CompactAsRecord() {}

  static ExecutionRecord of(CompactRecord compact) {
    Descriptor described =
        compact.config() == null ? null : new Descriptor("", compact.config(), 0, null, Map.of());
    FileStatus status = compact.status();
    Outcome ok = new Outcome.Succeeded();
    ExtendedAttribute unknown = new ExtendedAttribute.NotChecked("not in a compact record");
    return new ExecutionRecord(
        ExecutionRecord.SCHEMA_VERSION,
        "compact",
        compact.at(),
        compact.step(),
        new ProcessIdentity(
            null, null, null, null, null, compact.origin().label(), null, null, Map.of()),
        List.of(),
        new ObservedArchive(
            new PathWalk(
                ARCHIVE,
                List.of(
                    new Component(
                        ARCHIVE, status, ok, ok, ok, null, null, unknown, unknown, unknown)),
                status == null ? null : ARCHIVE),
            null,
            new ArchiveEvidence(
                new ArchiveFile(
                    ARCHIVE,
                    null,
                    ArchiveFile.Compression.NONE,
                    compact.size() == null ? 0 : compact.size(),
                    null,
                    null,
                    compact.index(),
                    List.of(),
                    List.of(),
                    List.of()),
                new ArchivedImage(
                    null,
                    null,
                    compact.manifest(),
                    null,
                    described,
                    List.of(),
                    List.of(),
                    null,
                    null),
                new ArchiveChecks(Depth.STRUCTURE, 0, 0, null, null, List.of(), List.of())),
            null,
            null,
            null),
        List.of(),
        Workspace.of(null),
        new TemporaryDirectory(null, List.of()),
        List.of(),
        List.of(new NotDone("a compact record keeps only what the gate needs", List.of())));
  }

  /** The archive's path in a record; null where it is one of these, which have none. */
  static @Nullable String path(ExecutionRecord record) {
    String path = record.archive().walk().path();
    return path.equals(ARCHIVE) ? null : path;
  }
}
