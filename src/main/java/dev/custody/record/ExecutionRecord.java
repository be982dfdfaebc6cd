package dev.custody.record;

import dev.custody.linux.Component;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence one step took: one JSON document, described by {@code custody schema}.
 *
 * @param schemaVersion of this document
 * @param custody version of the program that wrote it
 * @param createdAt when the observation began
 * @param mounts those that cover an observed path, each once
 * @param archive the path that was asked about, and what it holds
 * @param files further paths, one walk each
 */
public record ExecutionRecord(
    String schemaVersion,
    String custody,
    Instant createdAt,
    Step step,
    ProcessIdentity process,
    List<Mount> mounts,
    ObservedArchive archive,
    List<PathWalk> files,
    Workspace workspace,
    TemporaryDirectory temporary,
    List<Finding> findings,
    List<NotDone> notDone) {
  /** The schema version this program writes; {@link RecordUpgrade} reads the one before too. */
  public static final String SCHEMA_VERSION = "2";

  public ExecutionRecord {
    mounts = List.copyOf(mounts);
    files = List.copyOf(files);
    findings = List.copyOf(findings);
    notDone = List.copyOf(notDone);
  }

  /** The same record of another step. */
  public ExecutionRecord in(Step other) {
    return new ExecutionRecord(
        schemaVersion,
        custody,
        createdAt,
        other,
        process,
        mounts,
        archive,
        files,
        workspace,
        temporary,
        findings,
        notDone);
  }

  /** The mount that covers a component; null where it is not known. */
  public @Nullable Mount mount(@Nullable Component component) {
    Integer id = component == null ? null : component.mountId();
    return id == null
        ? null
        : mounts.stream().filter(mount -> mount.id() == id).findFirst().orElse(null);
  }

  /** A fingerprint of the volume that the archive lies on; null where it is not known. */
  public @Nullable VolumeRoot volumeRoot() {
    return VolumeRoot.of(this);
  }

  /** The same evidence with what a diagnosis made of it. */
  public ExecutionRecord diagnosed(List<Finding> newFindings, List<NotDone> newNotDone) {
    return with(archive, newFindings, newNotDone);
  }

  /** The same evidence with what happened before it could be taken. */
  public ExecutionRecord after(Waiting waiting) {
    return with(
        new ObservedArchive(
            archive.walk(),
            archive.refused(),
            archive.evidence(),
            archive.second(),
            waiting,
            archive.built()),
        findings,
        notDone);
  }

  /** The same evidence with the id that the build printed for its image. */
  public ExecutionRecord built(BuiltImage image) {
    return with(
        new ObservedArchive(
            archive.walk(),
            archive.refused(),
            archive.evidence(),
            archive.second(),
            archive.waiting(),
            image),
        findings,
        notDone);
  }

  private ExecutionRecord with(
      ObservedArchive newArchive, List<Finding> newFindings, List<NotDone> newNotDone) {
    return new ExecutionRecord(
        schemaVersion,
        custody,
        createdAt,
        step,
        process,
        mounts,
        newArchive,
        files,
        workspace,
        temporary,
        newFindings,
        newNotDone);
  }
}
