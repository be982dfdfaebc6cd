package dev.custody.record;

import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.ProcessIdentity;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Role;
import dev.custody.oci.image.DigestRoles;
import dev.custody.oci.image.LoneDigest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an earlier step recorded, as far as it reached this one. */
public sealed interface RecordedEvidence {
  /** Names it in messages: {@code build.json}, {@code --recorded-compact}. */
  String source();

  /** An observation of an earlier step, whole or as far as a compact record goes. */
  sealed interface Look extends RecordedEvidence {
    /** When the observation began. */
    Instant at();

    /** Which step it was; a component that was not kept is null. */
    Step step();

    /** The process; a component that was not kept is null. */
    ProcessIdentity process();

    /** The security label of its process. */
    default @Nullable String label() {
      return process().label();
    }

    /** What identifies the image; nothing known where that step saw no archive. */
    ImageIdentity image();

    @Nullable Digest indexDigest();

    /** Bytes of the archive; null where that step saw none. */
    @Nullable Long size();

    /** The archive's file. */
    @Nullable FileStatus file();

    /** The last name of the archive's path; a compact record does not keep it. */
    @Nullable String fileName();

    /**
     * Whether it was a file of another name than that at the end of a path; volumes may be mounted
     * at other paths in each task, so only the last name is compared.
     */
    default boolean isOfAnotherNameThan(String path) {
      String then = fileName();
      return then != null && !then.equals(path.substring(path.lastIndexOf('/') + 1));
    }

    /** The mount that covered the archive; null where it was not kept. */
    @Nullable Mount mount();

    /** The volume that the archive was on; null where it was not kept. */
    @Nullable VolumeRoot volumeRoot();

    /** sha256 of the full record's bytes, by which two sources prove to be one document. */
    @Nullable Digest document();

    /** The whole evidence of the archive; null where that step saw none or it was not kept. */
    @Nullable ArchiveEvidence archive();

    /** Whether that step could look into the archive at all. */
    boolean sawArchive();

    /** Whether it is known that an image was found and nothing was wrong with it. */
    boolean sound();

    /** How closely it looked; null where that is not known. */
    @Nullable Depth depth();

    /**
     * The most important role that a digest has there; null where nothing that was kept has that
     * digest.
     */
    @Nullable Role role(Digest digest);

    /** What a digest that was given alone says of the image there. */
    LoneDigest lone(Digest digest);
  }

  /**
   * A full record.
   *
   * @param document null where the bytes are not known, as in a log
   */
  record Full(String source, ExecutionRecord record, @Nullable Digest document) implements Look {
    @Override
    public Instant at() {
      return record.createdAt();
    }

    @Override
    public Step step() {
      return record.step();
    }

    @Override
    public ProcessIdentity process() {
      return record.process();
    }

    @Override
    public @Nullable ArchiveEvidence archive() {
      return record.archive().evidence();
    }

    @Override
    public ImageIdentity image() {
      ArchiveEvidence archive = archive();
      return archive == null ? ImageIdentity.unknown() : archive.image().identity();
    }

    @Override
    public @Nullable Digest indexDigest() {
      ArchiveEvidence archive = archive();
      return archive == null ? null : archive.file().indexDigest();
    }

    @Override
    public @Nullable Long size() {
      ArchiveEvidence archive = archive();
      return archive == null ? null : (Long) archive.file().size();
    }

    @Override
    public @Nullable FileStatus file() {
      return record.archive().status();
    }

    @Override
    public boolean sawArchive() {
      return archive() != null;
    }

    @Override
    public boolean sound() {
      ArchiveEvidence archive = archive();
      return archive != null && archive.sound();
    }

    @Override
    public @Nullable Depth depth() {
      ArchiveEvidence archive = archive();
      return archive == null ? null : archive.checks().depth();
    }

    @Override
    public @Nullable Role role(Digest digest) {
      ArchiveEvidence archive = archive();
      return archive == null ? null : DigestRoles.weightiest(archive, digest);
    }

    @Override
    public LoneDigest lone(Digest digest) {
      ArchiveEvidence archive = archive();
      return archive == null ? new LoneDigest.NotKnown() : LoneDigest.of(archive, digest);
    }

    @Override
    public String fileName() {
      String path = record.archive().walk().path();
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public @Nullable VolumeRoot volumeRoot() {
      return record.volumeRoot();
    }

    @Override
    public @Nullable Mount mount() {
      return record.mount(record.archive().walk().last());
    }
  }

  /** A compact record, as it arrives through a Tekton result. */
  record Compact(String source, CompactRecord record) implements Look {
    @Override
    public Instant at() {
      return record.at();
    }

    @Override
    public Step step() {
      return record.step();
    }

    /** The label only: one id does not make the credentials. */
    @Override
    public ProcessIdentity process() {
      return new ProcessIdentity(
          null, null, null, null, null, record.origin().label(), null, null, Map.of());
    }

    @Override
    public ImageIdentity image() {
      return record.image();
    }

    @Override
    public @Nullable Digest indexDigest() {
      return record.index();
    }

    @Override
    public @Nullable Long size() {
      return record.size();
    }

    @Override
    public @Nullable FileStatus file() {
      return record.status();
    }

    @Override
    public boolean sawArchive() {
      return record.size() != null;
    }

    @Override
    public boolean sound() {
      return record.checks().depth() != null
          && record.checks().worst() == null
          && record.config() != null;
    }

    @Override
    public @Nullable Depth depth() {
      return record.checks().depth();
    }

    @Override
    public @Nullable Role role(Digest digest) {
      return digest.equals(record.manifest())
          ? new Role.SelectedManifest()
          : digest.equals(record.index())
              ? new Role.ImageIndex()
              : digest.equals(record.config()) ? new Role.Config() : null;
    }

    /** Another digest may be that of a platform's manifest, which is not kept. */
    @Override
    public LoneDigest lone(Digest digest) {
      return switch (role(digest)) {
        case null -> new LoneDigest.NotKnown();
        case Role.SelectedManifest manifest -> new LoneDigest.NamesImage(manifest);
        // Only a docker-archive has a config and no manifest.
        case Role.Config config when record.manifest() == null -> new LoneDigest.NamesImage(config);
        case Role role -> new LoneDigest.OtherKind(role);
      };
    }

    @Override
    public @Nullable String fileName() {
      return null;
    }

    @Override
    public @Nullable Mount mount() {
      return null;
    }

    @Override
    public @Nullable VolumeRoot volumeRoot() {
      return record.root();
    }

    @Override
    public Digest document() {
      return record.record();
    }

    @Override
    public @Nullable ArchiveEvidence archive() {
      return null;
    }
  }

  /** A digest alone, whose kind nobody recorded; it is taken for that of a manifest. */
  record DigestOnly(String source, Digest digest) implements RecordedEvidence {}

  /**
   * Something that was given as recorded evidence and cannot be read.
   *
   * @param reason one sentence that begins with the source
   */
  record Unreadable(String source, String reason) implements RecordedEvidence {}
}
