package dev.custody.oci;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digests that tell one image from another, strongest first: the manifest digest, which
 * registries show; the config digest, which survives recompression; the diffIDs, which survive a
 * changed config.
 *
 * @param diffIds empty where they are not known
 */
public record ImageIdentity(
    @Nullable Digest manifest, @Nullable Digest config, List<Digest> diffIds) {
  public ImageIdentity {
    diffIds = List.copyOf(diffIds);
  }

  /** Whether two looks saw the same image. */
  public enum Match {
    SAME,
    OTHER,
    /** No digest is known of both images. */
    UNKNOWN
  }

  /** The parts that identify an image, strongest first. */
  public enum Part {
    MANIFEST,
    CONFIG,
    DIFF_IDS
  }

  /** One part that both looks know. */
  public record Compared(Part part, boolean equal) {}

  /** Returns the identity of an image of which nothing is known. */
  public static ImageIdentity unknown() {
    return new ImageIdentity(null, null, List.of());
  }

  /** Whether anything that identifies an image is known. */
  public boolean known() {
    return manifest != null || config != null || !diffIds.isEmpty();
  }

  /** Every part that both know, strongest first; the first decides. */
  public List<Compared> parts(ImageIdentity observed) {
    List<Compared> parts = new ArrayList<>();
    if (manifest != null && observed.manifest != null) {
      parts.add(new Compared(Part.MANIFEST, manifest.equals(observed.manifest)));
    }
    if (config != null && observed.config != null) {
      parts.add(new Compared(Part.CONFIG, config.equals(observed.config)));
    }
    if (!diffIds.isEmpty() && !observed.diffIds.isEmpty()) {
      parts.add(new Compared(Part.DIFF_IDS, diffIds.equals(observed.diffIds)));
    }
    return parts;
  }

  /** Whether both are one image, by the strongest part that both know. */
  public Match compare(ImageIdentity observed) {
    return parts(observed).stream()
        .findFirst()
        .map(part -> part.equal() ? Match.SAME : Match.OTHER)
        .orElse(Match.UNKNOWN);
  }
}
