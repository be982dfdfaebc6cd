package dev.custody.gate;

import dev.custody.diagnosis.DigestKinds;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.oci.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One piece of recorded evidence against the observed archive.
 *
 * @param matched what proves the image the same; empty if nothing does
 * @param reasons why it can neither be proved nor excluded
 */
record Comparison(List<Difference> differences, List<String> matched, List<String> reasons) {

  static Comparison of(Recorded evidence, ArchiveEvidence observed) {
    Comparison result = new Comparison(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    ArchiveEvidence recorded = evidence.archive();
    if (recorded == null) {
      result.reasons.add(evidence.source() + " holds no evidence of an archive");
    } else if (evidence.bare()) {
      result.holdDigest(evidence.source(), Objects.requireNonNull(recorded.digest()), observed);
    } else {
      result.holdArchive(evidence.source(), recorded, observed);
    }
    return result;
  }

  private void holdDigest(String source, Digest digest, ArchiveEvidence observed) {
    Role role = DigestKinds.find(observed, digest);
    Digest shown = observed.digest();
    if (role == null) {
      if (shown == null) {
        reasons.add(
            "no manifest digest was observed to hold against " + digest + " (" + source + ")");
      } else {
        differences.add(image("manifest digest", source, digest, shown));
      }
      return;
    }
    switch (role) {
      case Role.SelectedManifest _ -> matched("manifest digest", digest, source);
      case Role.PlatformManifest _ -> {
        matched("manifest digest of the platform", digest, source);
        differences.add(new Difference.OtherKind(source, digest, role, words(observed)));
      }
      // A docker-archive has no manifest; its image id is the one digest to be had, and it
      // identifies the image.
      case Role.Config _ when docker(observed) -> matched("config digest", digest, source);
      default -> differences.add(new Difference.OtherKind(source, digest, role, words(observed)));
    }
  }

  private void holdArchive(String source, ArchiveEvidence recorded, ArchiveEvidence observed) {
    holdImage(source, recorded, observed);
    boolean same = !matched.isEmpty();
    boolean other = !differences.isEmpty();
    boolean sameIndex = holdIndexAndSize(source, recorded, observed, same);
    // index.json names its manifests by digest: equal bytes are as good as equal manifests.
    if (!same && !other && sameIndex && recorded.indexDigest() != null) {
      matched("digest of index.json", recorded.indexDigest(), source);
    }
    if (matched.isEmpty() && differences.isEmpty()) {
      reasons.add(
          "no digest is known both in "
              + source
              + " and of the observed archive, so they cannot be compared");
    }
    if (!matched.isEmpty()) {
      holdForm(source, recorded, observed);
      recallDamage(source, recorded, observed);
    }
  }

  /** Strongest first; the first that both sides know decides, weaker ones then only add detail. */
  private void holdImage(String source, ArchiveEvidence recorded, ArchiveEvidence observed) {
    Digest manifest = recorded.digest();
    Digest shown = observed.digest();
    if (manifest != null && shown != null) {
      if (manifest.equals(shown)) {
        matched("manifest digest", manifest, source);
        return;
      }
      differences.add(image("manifest digest", source, manifest, shown));
    }
    Digest config = recorded.config() == null ? null : recorded.config().digest();
    Digest shownConfig = observed.config() == null ? null : observed.config().digest();
    if (config != null && shownConfig != null) {
      if (config.equals(shownConfig)) {
        if (differences.isEmpty()) {
          matched("config digest", config, source);
        }
        return;
      }
      differences.add(image("config digest", source, config, shownConfig));
    }
    if (!recorded.diffIds().isEmpty() && !observed.diffIds().isEmpty()) {
      if (!recorded.diffIds().equals(observed.diffIds())) {
        differences.add(DiffIds.difference(source, recorded.diffIds(), observed.diffIds()));
      } else if (differences.isEmpty()) {
        matched("diffIDs of " + recorded.diffIds().size() + " layers", null, source);
      }
    }
  }

  /** Whether both sides know the digest of index.json and it is equal. */
  private boolean holdIndexAndSize(
      String source, ArchiveEvidence recorded, ArchiveEvidence observed, boolean same) {
    Digest index = recorded.indexDigest();
    Digest shownIndex = observed.indexDigest();
    boolean known = index != null && shownIndex != null;
    if (known && !Objects.equals(index, shownIndex)) {
      differences.add(
          new Difference.OtherArchive(
              "digest of index.json", source, text(index), text(shownIndex), same));
    }
    if (recorded.size() > 0 && observed.size() > 0 && recorded.size() != observed.size()) {
      differences.add(
          new Difference.OtherArchive(
              "size", source, recorded.size() + " bytes", observed.size() + " bytes", same));
    }
    return known && Objects.equals(index, shownIndex);
  }

  private void holdForm(String source, ArchiveEvidence recorded, ArchiveEvidence observed) {
    boolean loses = recorded.digest() != null && docker(observed);
    if (loses || (recorded.format() != null && recorded.format() != observed.format())) {
      differences.add(new Difference.OtherForm(source, form(recorded), form(observed), loses));
    }
  }

  /** What the recording step found damaged stays so until somebody looks as closely again. */
  private void recallDamage(String source, ArchiveEvidence recorded, ArchiveEvidence observed) {
    if (observed.depth().compareTo(recorded.depth()) < 0) {
      for (Problem problem : recorded.problems()) {
        reasons.add(
            source
                + " already found, at depth "
                + recorded.depth().name().toLowerCase(Locale.ROOT)
                + ": "
                + problem.message());
      }
    }
  }

  private void matched(String what, @Nullable Digest digest, String source) {
    matched.add(what + (digest == null ? "" : " " + digest) + " as recorded in " + source);
  }

  private static Difference image(String what, String source, Digest recorded, Digest observed) {
    return new Difference.OtherImage(what, source, text(recorded), text(observed));
  }

  private static String words(ArchiveEvidence observed) {
    return observed.digest() == null
        ? "no manifest digest"
        : "manifest digest " + observed.digest();
  }

  private static boolean docker(ArchiveEvidence archive) {
    return archive.format() == ArchiveEvidence.Format.DOCKER_ARCHIVE;
  }

  private static String form(ArchiveEvidence archive) {
    return archive.format() == null
        ? "an archive with a manifest"
        : archive.format().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String text(@Nullable Digest digest) {
    return String.valueOf(digest);
  }
}
