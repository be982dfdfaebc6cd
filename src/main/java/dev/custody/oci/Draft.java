package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The evidence while it is being gathered; whatever stops the reading, what is known stays. */
public final class Draft {
  public final String path;

  /** What messages call the archive. */
  public final String file;

  public final Depth depth;
  public final Problems problems = new Problems();
  public @Nullable Format format;
  public Compression compression = Compression.NONE;
  public long size;
  public @Nullable Digest indexDigest;
  public List<Descriptor> entries = List.of();
  public @Nullable Descriptor selected;
  public @Nullable String selectionReason;
  public @Nullable Digest digest;
  public @Nullable Digest sha256;
  public @Nullable List<Instance> instances;
  public @Nullable Descriptor platformManifest;
  public @Nullable Descriptor config;
  public List<Descriptor> layers = List.of();
  public List<Digest> diffIds = List.of();
  public @Nullable Platform platform;
  public @Nullable String created;
  public List<String> referenceNames = List.of();
  public long blobsHashed;
  public long bytesHashed;
  public long layersCompared;
  public @Nullable Digest archiveDigest;
  public @Nullable Boolean stable;
  public final List<Descriptor> others = new ArrayList<>();

  public Draft(String path, Depth depth) {
    this.path = path;
    this.file = Quoted.of(path);
    this.depth = depth;
  }

  /** What reading one blob gave. */
  public void found(boolean hashed, long bytes, Problems more) {
    if (hashed) {
      hashed(bytes);
    }
    problems.addAll(more);
  }

  public void hashed(long bytes) {
    blobsHashed++;
    bytesHashed += bytes;
  }

  public ArchiveEvidence evidence() {
    return new ArchiveEvidence(
        new ArchiveFile(
            path,
            format,
            compression,
            size,
            archiveDigest,
            stable,
            indexDigest,
            entries,
            referenceNames,
            others),
        new ArchivedImage(
            selected,
            selectionReason,
            digest,
            sha256,
            instances,
            platformManifest,
            config,
            layers,
            diffIds,
            platform,
            created),
        new ArchiveChecks(
            depth,
            blobsHashed,
            bytesHashed,
            depth == Depth.LAYERS ? layersCompared : null,
            problems.problems(),
            problems.notes()));
  }
}
