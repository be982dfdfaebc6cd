package dev.custody.oci.image;

import dev.custody.oci.Blob;
import dev.custody.oci.Digest;
import dev.custody.oci.Problems;
import dev.custody.oci.Quoted;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.content.ContentCheck;
import dev.custody.oci.store.BlobStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the blobs that no manifest names; they are hashed too, because somebody put them there.
 */
final class UnnamedBlobs {
  private UnnamedBlobs() {}

  /** Adds them to the content to be read, and notes how many there are. */
  static void add(BlobStore store, LayoutBlobs blobs, ContentCheck content, CheckLog log) {
    Problems problems = log.problems();
    int count = 0;
    for (String name : store.names()) {
      Blob blob = name.startsWith("blobs/") && !blobs.isNamed(name) ? store.find(name) : null;
      if (blob == null) {
        continue;
      }
      count++;
      Digest digest = digest(name);
      if (digest == null) {
        problems.note(Quoted.of(name) + " is not a blob: its name is not a digest");
      } else if (!blob.sparse() && blob.name().equals(name)) {
        content.add(
            new ContentCheck.Task(
                blob, Set.of(digest), "blob " + digest, false, 0, false, Set.of()));
      }
    }
    log.unnamed(count);
    if (count > 0) {
      problems.note(count + " blob(s) in the archive belong to no manifest");
    }
  }

  private static @Nullable Digest digest(String name) {
    String[] parts = name.split("/", 3);
    try {
      return parts.length == 3 ? Digest.parse(parts[1] + ":" + parts[2]) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
