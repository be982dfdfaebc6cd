package dev.custody.diagnosis;

import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Instance;
import dev.custody.oci.Platform;
import dev.custody.oci.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An archive with one sound image, to be changed in the one respect a test is about. */
public final class SampleArchive {
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String GZIP_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private static final Platform AMD64 = new Platform("linux", "amd64", null);

  public String path = "/workspace/source/image.tar";
  public ArchiveFile.Format format = ArchiveFile.Format.OCI_ARCHIVE;
  public ArchiveFile.Compression compression = ArchiveFile.Compression.NONE;
  public long size = 14_000_000_000L;
  public Digest index = digest('1');
  public Digest manifest = digest('2');
  public String manifestType = OCI_MANIFEST;
  public Digest platformManifest;
  public @Nullable List<Instance> instances;
  public @Nullable String rewritten;
  public Digest config = digest('3');
  public String layerType = GZIP_LAYER;
  public List<Digest> layers = List.of(digest('4'), digest('5'));
  public List<Digest> diffIds = List.of(digest('6'), digest('7'));
  public String created = "2026-11-23T18:01:00Z";
  public List<String> names = List.of();
  public Depth depth = Depth.STRUCTURE;
  public @Nullable Long layersCompared;
  public Digest archiveDigest;
  public Boolean stable = true;
  public final List<Problem> problems = new ArrayList<>();

  /** A digest of 64 times the same digit. */
  public static Digest digest(char digit) {
    return new Digest("sha256", String.valueOf(digit).repeat(64));
  }

  /** Adds a problem at {@code place}. */
  public void problem(Problem.Kind kind, String place, String recorded, String observed) {
    problems.add(
        new Problem(
            kind, place, recorded, observed, path + ": " + place + " is wrong; build it again"));
  }

  /** Forgets the image, as when reading did not get that far. */
  public void unread() {
    index = null;
    manifest = null;
    platformManifest = null;
    config = null;
    layers = List.of();
    diffIds = List.of();
    created = null;
  }

  /** What a docker-archive has: no index, no manifest. */
  public void docker() {
    format = ArchiveFile.Format.DOCKER_ARCHIVE;
    index = null;
    manifest = null;
  }

  /** The same image under an index of which another platform is not in the archive. */
  public void incomplete() {
    nested();
    Platform arm = new Platform("linux", "arm64", null);
    instances =
        List.of(
            new Instance(new Descriptor(OCI_MANIFEST, platformManifest, 700, AMD64, Map.of()), 0),
            new Instance(new Descriptor(OCI_MANIFEST, digest('9'), 700, arm, Map.of()), 1));
  }

  /** The same image under an index for several platforms. */
  public void nested() {
    platformManifest = manifest;
    manifest = digest('8');
    manifestType = OCI_INDEX;
  }

  /** Everything that identifies the image changes. */
  public void otherImage() {
    index = digest('a');
    manifest = digest('b');
    config = digest('c');
    layers = List.of(digest('4'), digest('d'));
    diffIds = List.of(digest('6'), digest('e'));
  }

  public ArchiveEvidence build() {
    Descriptor selected =
        manifest == null ? null : new Descriptor(manifestType, manifest, 700, null, Map.of());
    return new ArchiveEvidence(
        new ArchiveFile(
            path,
            format,
            compression,
            size,
            archiveDigest,
            stable,
            index,
            selected == null ? List.of() : List.of(selected),
            names,
            List.of()),
        new ArchivedImage(
            selected,
            selected == null ? null : "the only entry in index.json",
            manifest,
            null,
            instances,
            rewritten,
            platformManifest == null
                ? null
                : new Descriptor(OCI_MANIFEST, platformManifest, 700, AMD64, Map.of()),
            config == null
                ? null
                : new Descriptor(
                    "application/vnd.oci.image.config.v1+json", config, 900, null, Map.of()),
            layers.stream()
                .map(d -> new Descriptor(layerType, d, 1 << 20, null, Map.of()))
                .toList(),
            diffIds,
            config == null ? null : AMD64,
            created),
        new ArchiveChecks(depth, 2, 1600, layersCompared, null, problems, List.of()));
  }
}
