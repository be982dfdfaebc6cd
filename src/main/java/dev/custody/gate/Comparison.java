package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Role;
import dev.custody.oci.image.LoneDigest;
import dev.custody.record.RecordedEvidence;
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

  static Comparison of(RecordedEvidence evidence, ArchiveEvidence observed, boolean passedThen) {
    Comparison result = new Comparison(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    switch (evidence) {
      case RecordedEvidence.DigestOnly(String source, Digest digest) ->
          result.holdDigest(source, digest, observed);
      case RecordedEvidence.Look look when !look.sawArchive() ->
          result.reasons.add(sawNoArchive(look));
      case RecordedEvidence.Look look -> result.holdArchive(look, observed, passedThen);
      // The gate has said why.
      case RecordedEvidence.Unreadable _ -> {}
    }
    return result;
  }

  static String sawNoArchive(RecordedEvidence.Look look) {
    return look.source()
        + " is from a step that could not read the archive, so there is nothing to compare with";
  }

  private void holdDigest(String source, Digest digest, ArchiveEvidence observed) {
    switch (LoneDigest.of(observed, digest)) {
      case LoneDigest.NamesImage(Role role) -> holdNamed(source, digest, role, observed);
      case LoneDigest.OtherKind(Role role) ->
          differences.add(
              new Difference.OtherKind(source, digest, role, words(observed.image().digest())));
      // Neither another image nor damage.
      case LoneDigest.NoneChosen _ ->
          reasons.add(
              source
                  + " is the digest of an image of this archive, but none of its images was chosen,"
                  + " so it is not known which one a push publishes");
      case LoneDigest.OtherImage(Digest manifest) ->
          differences.add(image("manifest digest", source, digest, manifest));
      case LoneDigest.NotKnown _ ->
          reasons.add(
              "this step could not read the archive, so it cannot be compared with "
                  + digest
                  + " ("
                  + source
                  + ")");
    }
  }

  private void holdNamed(String source, Digest digest, Role role, ArchiveEvidence observed) {
    switch (role) {
      case Role.PlatformManifest _ -> {
        matched("manifest digest of the platform", digest, source);
        differences.add(
            new Difference.OtherKind(source, digest, role, words(observed.image().digest())));
      }
      case Role.Config _ -> {
        matched("config digest", digest, source);
        holdLayers(source + " is a config digest", observed);
      }
      default -> {
        matched("manifest digest", digest, source);
        IncompleteIndex.reason(source, null, observed).ifPresent(reasons::add);
        RewrittenIndex.reason(source, observed).ifPresent(reasons::add);
      }
    }
  }

  private void holdArchive(
      RecordedEvidence.Look recorded, ArchiveEvidence observed, boolean passedThen) {
    String source = recorded.source();
    holdImage(source, recorded.image(), observed.image().identity());
    boolean same = !matched.isEmpty();
    boolean other = !differences.isEmpty();
    boolean sameIndex =
        holdIndexAndSize(recorded, observed.file().indexDigest(), observed.file().size(), same);
    if (same && !sameIndex) {
      holdLayers(recorded, observed);
    }
    if (same || sameIndex) {
      IncompleteIndex.reason(source, recorded, observed).ifPresent(reasons::add);
    }
    // index.json names its manifests by digest: equal bytes are as good as equal manifests.
    if (!same && !other && sameIndex && recorded.indexDigest() != null) {
      matched("digest of index.json", recorded.indexDigest(), source);
    }
    if (matched.isEmpty() && differences.isEmpty()) {
      reasons.add(
          observed.image().identity().known()
              ? source
                  + " has no kind of digest in common with the archive, so they cannot be"
                  + " compared"
              : "this step could not read the archive, so it cannot be compared with "
                  + strongest(recorded));
    }
    if (!matched.isEmpty()) {
      holdForm(recorded, observed);
      // Damage that was recorded counts until a check at the same depth finds none.
      reasons.addAll(RecordedDamage.reasons(recorded, observed.checks().depth(), passedThen));
    }
  }

  private static String strongest(RecordedEvidence.Look recorded) {
    Digest manifest = recorded.image().manifest();
    Digest config = recorded.image().config();
    Digest digest = manifest != null ? manifest : config;
    return digest == null ? recorded.source() : digest + " (" + recorded.source() + ")";
  }

  /** The strongest part that both sides know decides; weaker ones then only add detail. */
  void holdImage(String source, ImageIdentity recorded, ImageIdentity observed) {
    for (ImageIdentity.Compared compared : recorded.parts(observed)) {
      if (compared.equal()) {
        if (differences.isEmpty()) {
          matched.add(part(compared.part(), recorded) + " as recorded in " + source);
        }
        return;
      }
      differences.add(
          switch (compared.part()) {
            case MANIFEST ->
                image("manifest digest", source, recorded.manifest(), observed.manifest());
            case CONFIG -> image("config digest", source, recorded.config(), observed.config());
            case DIFF_IDS -> DiffIds.difference(source, recorded.diffIds(), observed.diffIds());
          });
    }
  }

  /**
   * Where no manifest digest decides, the layers must have been read. A docker-archive in the place
   * of a recorded manifest has closed the gate already.
   */
  private void holdLayers(RecordedEvidence.Look recorded, ArchiveEvidence observed) {
    boolean closed = recorded.image().manifest() != null && docker(observed);
    boolean byManifest =
        recorded.image().manifest() != null && observed.image().identity().manifest() != null;
    if (!closed && !byManifest) {
      holdLayers(recorded.source() + " holds no manifest digest", observed);
    }
  }

  /**
   * A config names the content of its layers, and the layers beside it may be others: an OCI
   * manifest names them by their own digests, and skopeo pushes those; a docker-archive by names of
   * files, and skopeo fails on them, or pushes what the registry holds already.
   *
   * @param why why the config is all there is to compare
   */
  private void holdLayers(String why, ArchiveEvidence observed) {
    Long compared = observed.checks().layersCompared();
    boolean proved =
        docker(observed)
            ? observed.checks().depth() != Depth.STRUCTURE
            : compared != null && compared >= observed.image().layers().size();
    if (!proved) {
      reasons.add(
          why
              + ", and the same config does not prove that the layers in "
              + observed.file().path()
              + " are the same; use --depth layers, which compares every layer with its diffID");
    }
  }

  private static String part(ImageIdentity.Part part, ImageIdentity identity) {
    return switch (part) {
      case MANIFEST -> "manifest digest " + identity.manifest();
      case CONFIG -> "config digest " + identity.config();
      case DIFF_IDS -> "diffIDs of " + identity.diffIds().size() + " layers";
    };
  }

  /** Whether both sides know the digest of index.json and it is equal. */
  boolean holdIndexAndSize(
      RecordedEvidence.Look recorded, @Nullable Digest shownIndex, long shownSize, boolean same) {
    Digest index = recorded.indexDigest();
    boolean known = index != null && shownIndex != null;
    if (known && !Objects.equals(index, shownIndex)) {
      differences.add(
          new Difference.OtherArchive(
              "digest of index.json", recorded.source(), text(index), text(shownIndex), same));
    }
    Long size = recorded.size();
    if (size != null && size > 0 && shownSize > 0 && size != shownSize) {
      differences.add(
          new Difference.OtherArchive(
              "size", recorded.source(), size + " bytes", shownSize + " bytes", same));
    }
    return known && Objects.equals(index, shownIndex);
  }

  private void holdForm(RecordedEvidence.Look recorded, ArchiveEvidence observed) {
    ArchiveEvidence before = recorded.archive();
    boolean loses = recorded.image().manifest() != null && docker(observed);
    boolean other =
        before != null
            && before.file().format() != null
            && before.file().format() != observed.file().format();
    if (loses || other) {
      differences.add(
          new Difference.OtherForm(recorded.source(), form(before), form(observed), loses));
    }
  }

  void matched(String what, Digest digest, String source) {
    matched.add(what + " " + digest + " as recorded in " + source);
  }

  private static Difference image(
      String what, String source, @Nullable Digest recorded, @Nullable Digest observed) {
    return new Difference.OtherImage(what, source, text(recorded), text(observed));
  }

  static String words(@Nullable Digest manifest) {
    return manifest == null ? "no manifest digest" : "manifest digest " + manifest;
  }

  private static boolean docker(ArchiveEvidence archive) {
    return archive.file().format() == ArchiveFile.Format.DOCKER_ARCHIVE;
  }

  private static String form(@Nullable ArchiveEvidence archive) {
    return archive == null || archive.file().format() == null
        ? "an archive with a manifest"
        : archive.file().format().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String text(@Nullable Digest digest) {
    return String.valueOf(digest);
  }
}
