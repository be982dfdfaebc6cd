package dev.custody.oci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How closely an archive was looked at, and what was found wrong or odd.
 *
 * @param blobsHashed how many blobs were hashed at this depth, manifests and configs included
 * @param bytesHashed their bytes
 * @param layersCompared how many of the layers were unpacked to their ends and compared with the
 *     config's diffIDs; null where that was not asked for
 * @param unnamedBlobs how many blobs no manifest names; null where they were not counted
 * @param notes what is odd but allowed: a missing end marker, trailing bytes
 */
public record ArchiveChecks(
    Depth depth,
    long blobsHashed,
    long bytesHashed,
    @Nullable Long layersCompared,
    @Nullable Long unnamedBlobs,
    List<Problem> problems,
    List<String> notes) {
  public ArchiveChecks {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }
}
