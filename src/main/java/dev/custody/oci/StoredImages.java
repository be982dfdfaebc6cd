package dev.custody.oci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images of an archive, as far as they could be read: what its index lists, and the selected
 * one.
 *
 * @param indexDigest of the bytes of {@code index.json}
 * @param entries all descriptors of {@code index.json}
 * @param referenceNames every reference name there is
 * @param others blobs that only other images or platforms use
 * @param complete whether reading came to its end; if not, a problem says what stopped it
 */
public record StoredImages(
    @Nullable Digest indexDigest,
    List<Descriptor> entries,
    List<String> referenceNames,
    List<Descriptor> others,
    ArchivedImage image,
    boolean complete) {
  public StoredImages {
    entries = List.copyOf(entries);
    referenceNames = List.copyOf(referenceNames);
    others = List.copyOf(others);
  }

  /** Returns these images marked incomplete, because something stopped the reading later. */
  public StoredImages cut() {
    return new StoredImages(indexDigest, entries, referenceNames, others, image, false);
  }

  /** Returns the result for an archive in which no image was found. */
  public static StoredImages none(boolean complete) {
    return new StoredImages(null, List.of(), List.of(), List.of(), ArchivedImage.none(), complete);
  }

  /**
   * Returns the evidence of an archive that holds these images. The parameters are those of
   * ArchiveFile.
   */
  public ArchiveEvidence in(
      String path,
      ArchiveFile.@Nullable Format format,
      ArchiveFile.Compression compression,
      long size,
      @Nullable Digest digest,
      @Nullable Boolean stable,
      ArchiveChecks checks) {
    return new ArchiveEvidence(
        new ArchiveFile(
            path,
            format,
            compression,
            size,
            digest,
            stable,
            indexDigest,
            entries,
            referenceNames,
            others),
        image,
        checks);
  }
}
