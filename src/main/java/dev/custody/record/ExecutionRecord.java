package dev.custody.record;

import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.Space;
import dev.custody.oci.ArchiveEvidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence one step took: one JSON document, described by {@code custody schema}.
 *
 * @param schemaVersion of this document; a reader refuses any other
 * @param custody version of the program that wrote it
 * @param createdAt when the observation began
 * @param mounts those that cover an observed path, each once
 * @param files one walk per observed path, the archive's first
 * @param archives what was found in each archive
 * @param waiting what {@code --wait} did; null without it
 */
public record ExecutionRecord(
    String schemaVersion,
    String custody,
    Instant createdAt,
    Step step,
    ProcessIdentity process,
    List<Mount> mounts,
    List<Space> space,
    List<PathWalk> files,
    List<ArchiveEvidence> archives,
    @Nullable Waiting waiting,
    List<Finding> findings,
    List<NotDone> notDone) {
  /** The only schema version this program reads and writes. */
  public static final String SCHEMA_VERSION = "1";

  public ExecutionRecord {
    mounts = List.copyOf(mounts);
    space = List.copyOf(space);
    files = List.copyOf(files);
    archives = List.copyOf(archives);
    findings = List.copyOf(findings);
    notDone = List.copyOf(notDone);
  }

  /** The walk of the first path; of a directory that can be read, of what was refused inside it. */
  public PathWalk asked() {
    PathWalk first = files.getFirst();
    return files.stream()
        .filter(w -> first.readable() && !w.readable() && w.path().startsWith(first.path() + "/"))
        .findFirst()
        .orElse(first);
  }

  /** The same evidence with what a diagnosis made of it. */
  public ExecutionRecord diagnosed(List<Finding> newFindings, List<NotDone> newNotDone) {
    return new ExecutionRecord(
        schemaVersion,
        custody,
        createdAt,
        step,
        process,
        mounts,
        space,
        files,
        archives,
        waiting,
        newFindings,
        newNotDone);
  }

  /** The same evidence with what happened before it could be taken. */
  public ExecutionRecord after(Waiting newWaiting) {
    return new ExecutionRecord(
        schemaVersion,
        custody,
        createdAt,
        step,
        process,
        mounts,
        space,
        files,
        archives,
        newWaiting,
        findings,
        notDone);
  }
}
