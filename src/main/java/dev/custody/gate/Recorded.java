package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of recorded evidence that the gate holds the archive against.
 *
 * @param source names it in messages: {@code build.json}, {@code --recorded-compact}
 * @param archive what was recorded of the archive; null when that step recorded none. A component
 *     that is null, empty or a size of 0 was not recorded
 * @param at when it was recorded; null for a bare digest
 * @param document sha256 of the full record's bytes; null where it is not known
 */
public record Recorded(
    String source,
    @Nullable ArchiveEvidence archive,
    @Nullable Instant at,
    @Nullable Digest document) {

  /**
   * From a full record: its first archive.
   *
   * @param document sha256 of the bytes it was read from, so that a compact record can vouch for
   *     them; null if not taken
   */
  public static Recorded of(String source, ExecutionRecord record, @Nullable Digest document) {
    return new Recorded(
        source,
        record.archives().isEmpty() ? null : record.archives().getFirst(),
        record.createdAt(),
        document);
  }

  /** From a compact record. */
  public static Recorded of(String source, CompactRecord compact) {
    return of(source, compact.asRecord(), compact.record());
  }

  /**
   * From a digest alone. It is taken for the digest of the selected manifest, and {@link #bare()}
   * says that nobody vouches for that.
   */
  public static Recorded ofDigest(String source, Digest digest) {
    return new Recorded(
        source,
        new ArchiveEvidence(
            source,
            null,
            ArchiveEvidence.Compression.NONE,
            0,
            null,
            List.of(),
            null,
            null,
            digest,
            null,
            null,
            List.of(),
            List.of(),
            null,
            null,
            List.of(),
            Depth.STRUCTURE,
            0,
            0,
            null,
            null,
            List.of(),
            List.of()),
        null,
        null);
  }

  /** Whether this is a lone digest, which may be of any kind. */
  public boolean bare() {
    return at == null
        && archive != null
        && archive.digest() != null
        && archive.config() == null
        && archive.indexDigest() == null;
  }
}
