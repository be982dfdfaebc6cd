package dev.custody.oci;

import dev.custody.oci.ArchiveEvidence.Compression;
import dev.custody.oci.ArchiveEvidence.Format;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The evidence while it is being gathered; whatever stops the reading, what is known stays. */
final class Draft {
  final String path;

  /** What messages call the archive. */
  final String file;

  final Depth depth;
  final Problems problems = new Problems();
  @Nullable Format format;
  Compression compression = Compression.NONE;
  long size;
  @Nullable Digest indexDigest;
  List<Descriptor> entries = List.of();
  @Nullable Descriptor selected;
  @Nullable String selectionReason;
  @Nullable Digest digest;
  @Nullable Descriptor platformManifest;
  @Nullable Descriptor config;
  List<Descriptor> layers = List.of();
  List<Digest> diffIds = List.of();
  @Nullable Platform platform;
  @Nullable String created;
  List<String> referenceNames = List.of();
  long blobsHashed;
  long bytesHashed;
  long layersCompared;
  @Nullable Digest archiveDigest;
  @Nullable Boolean stable;
  final List<Descriptor> others = new ArrayList<>();

  Draft(String path, Depth depth) {
    this.path = path;
    this.file = Quoted.of(path);
    this.depth = depth;
  }

  /** What reading one blob gave. */
  void found(boolean hashed, long bytes, Problems more) {
    if (hashed) {
      hashed(bytes);
    }
    problems.addAll(more);
  }

  void hashed(long bytes) {
    blobsHashed++;
    bytesHashed += bytes;
  }

  ArchiveEvidence evidence() {
    return new ArchiveEvidence(
        path,
        format,
        compression,
        size,
        indexDigest,
        entries,
        selected,
        selectionReason,
        digest,
        platformManifest,
        config,
        layers,
        diffIds,
        platform,
        created,
        referenceNames,
        depth,
        blobsHashed,
        bytesHashed,
        depth == Depth.LAYERS ? layersCompared : null,
        archiveDigest,
        stable,
        problems.problems(),
        problems.notes(),
        others);
  }
}
