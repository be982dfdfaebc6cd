package dev.custody.oci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one look at an image archive found. A component is null (or a list empty) where
 * reading did not get that far; {@code problems} then says why.
 *
 * @param path as the file system knows it, without a transport prefix
 * @param size bytes of the file; of a layout directory the sum of its blobs and index
 * @param indexDigest of the bytes of {@code index.json}
 * @param entries all descriptors of {@code index.json}
 * @param selected the descriptor containers/image would take
 * @param selectionReason why: {@code only entry of index.json}, {@code reference name "latest"}
 * @param digest of the selected blob's bytes as stored: what {@code skopeo inspect} prints; null
 *     for a docker-archive
 * @param platformManifest where {@code selected} is an index: the manifest chosen in it; null
 *     otherwise
 * @param config the selected manifest's config
 * @param diffIds of the config, in order
 * @param created the config's creation time as written there
 * @param referenceNames every reference name there is
 * @param blobsHashed how many blobs were hashed at this depth, manifests and configs included
 * @param bytesHashed their bytes
 * @param layersCompared how many of {@code layers} were unpacked to their ends and held against the
 *     config's diffIDs; null where that was not asked for
 * @param archiveDigest sha256 of the file itself; only when asked for
 * @param stable whether size, inode and times were the same before and after; null when it could
 *     not be told
 * @param notes what is odd but allowed: a missing end marker, trailing bytes
 * @param others manifests, configs and layers that only other images or other platforms of the
 *     archive use; at most 1,000 are listed
 */
public record ArchiveEvidence(
    String path,
    @Nullable Format format,
    Compression compression,
    long size,
    @Nullable Digest indexDigest,
    List<Descriptor> entries,
    @Nullable Descriptor selected,
    @Nullable String selectionReason,
    @Nullable Digest digest,
    @Nullable Descriptor platformManifest,
    @Nullable Descriptor config,
    List<Descriptor> layers,
    List<Digest> diffIds,
    @Nullable Platform platform,
    @Nullable String created,
    List<String> referenceNames,
    Depth depth,
    long blobsHashed,
    long bytesHashed,
    @Nullable Long layersCompared,
    @Nullable Digest archiveDigest,
    @Nullable Boolean stable,
    List<Problem> problems,
    List<String> notes,
    List<Descriptor> others) {
  public ArchiveEvidence {
    entries = List.copyOf(entries);
    layers = List.copyOf(layers);
    diffIds = List.copyOf(diffIds);
    referenceNames = List.copyOf(referenceNames);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    others = List.copyOf(others);
  }

  /** Evidence without others, and without unpacking. */
  public ArchiveEvidence(
      String path,
      @Nullable Format format,
      Compression compression,
      long size,
      @Nullable Digest indexDigest,
      List<Descriptor> entries,
      @Nullable Descriptor selected,
      @Nullable String selectionReason,
      @Nullable Digest digest,
      @Nullable Descriptor platformManifest,
      @Nullable Descriptor config,
      List<Descriptor> layers,
      List<Digest> diffIds,
      @Nullable Platform platform,
      @Nullable String created,
      List<String> referenceNames,
      Depth depth,
      long blobsHashed,
      long bytesHashed,
      @Nullable Digest archiveDigest,
      @Nullable Boolean stable,
      List<Problem> problems,
      List<String> notes) {
    this(
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
        null,
        archiveDigest,
        stable,
        problems,
        notes,
        List.of());
  }

  /** The forms an image comes in. */
  public enum Format {
    OCI_ARCHIVE,
    OCI_LAYOUT,
    DOCKER_ARCHIVE
  }

  /** How the whole archive is compressed; a compressed one can only be streamed. */
  public enum Compression {
    NONE,
    GZIP,
    ZSTD
  }

  /** Whether an image was found and nothing is wrong with it. */
  public boolean sound() {
    return problems.isEmpty() && config != null;
  }
}
