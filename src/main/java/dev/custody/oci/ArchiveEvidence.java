package dev.custody.oci;

/**
 * Everything one look at an image archive found: the file, the image selected in it, and how
 * closely both were checked. {@code checks} says why something is missing.
 */
public record ArchiveEvidence(ArchiveFile file, ArchivedImage image, ArchiveChecks checks) {
  /** Whether an image was found and nothing is wrong with it. */
  public boolean sound() {
    return checks.problems().isEmpty() && image.config() != null;
  }
}
