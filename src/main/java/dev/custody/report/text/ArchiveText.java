package dev.custody.report.text;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Digest;
import dev.custody.oci.Instance;
import dev.custody.oci.Problem;
import dev.custody.oci.Quoted;
import dev.custody.oci.Role;
import dev.custody.oci.image.EntryNames;
import dev.custody.oci.image.PushCommand;
import java.util.List;
import java.util.stream.Collectors;

/** An archive as text. */
public final class ArchiveText {
  /** More layers than this are summed up; the JSON has them all. */
  private static final int LAYERS_SHOWN = 12;

  private static final int ENTRIES_SHOWN = 20;

  /** As many manifests of an index. */
  private static final int INSTANCES_SHOWN = 12;

  private ArchiveText() {}

  /** The whole description; the first line says what it is and whether it is sound. */
  public static String describe(ArchiveEvidence archive) {
    TextPage page = new TextPage();
    page.line(headline(archive));
    rows(page, archive);
    push(page, archive);
    return page.toString();
  }

  /** One line: path, form, size, and the first problem if there is any. */
  static String headline(ArchiveEvidence archive) {
    String what = archive.file().path() + ": " + form(archive);
    if (archive.checks().problems().isEmpty()) {
      return what + ", no problems found at depth " + lower(archive.checks().depth());
    }
    int more = archive.checks().problems().size() - 1;
    return archive.checks().problems().getFirst().message()
        + (more == 0 ? "" : " (and " + more + " more)");
  }

  static void rows(TextPage page, ArchiveEvidence archive) {
    List<Problem> problems = archive.checks().problems();
    for (int i = 1; i < problems.size(); i++) {
      page.row("problem", problems.get(i).message());
    }
    if (archive.image().digest() != null) {
      page.row("digest", archive.image().digest().toString());
    }
    if (archive.image().sha256() != null) {
      page.row("sha256", archive.image().sha256() + " (what registries show)");
    }
    if (archive.image().selectionReason() != null) {
      page.row("selected", archive.image().selectionReason());
    }
    if (archive.image().platformManifest() != null) {
      Descriptor shown = archive.image().platformManifest();
      page.row(
          "manifest", shown.digest() + " (for " + Quoted.of(DescriptorKind.platform(shown)) + ")");
    }
    instances(page, archive);
    if (archive.file().indexDigest() != null) {
      page.row("index.json", archive.file().indexDigest().toString());
    }
    if (archive.image().config() != null) {
      page.row("config", archive.image().config().digest().toString());
    }
    if (archive.image().platform() != null) {
      page.row(
          "platform",
          archive.image().platform()
              + (archive.image().created() == null
                  ? ""
                  : ", created " + archive.image().created()));
    }
    if (!archive.file().referenceNames().isEmpty()) {
      page.row("names", String.join(", ", archive.file().referenceNames()));
    }
    entries(page, archive);
    layers(page, archive);
    if (archive.file().digest() != null) {
      page.row("file sha256", archive.file().digest().toString());
    }
    looked(page, archive);
  }

  /** How to push what was chosen, where that takes more than the path. */
  private static void push(TextPage page, ArchiveEvidence archive) {
    String push = archive.checks().problems().isEmpty() ? PushCommand.of(archive) : null;
    boolean plain =
        archive.file().entries().size() == 1
            && archive.image().platformManifest() == null
            && archive.file().path().indexOf(':') < 0;
    if (push != null && !plain) {
      page.row("push", "`" + push + "`");
    }
  }

  /** How closely the archive was looked at, and what is odd about it. */
  static void looked(TextPage page, ArchiveEvidence archive) {
    if (archive.image().config() != null) {
      page.row("checked", checked(archive));
    }
    for (String note : archive.checks().notes()) {
      page.row("note", note);
    }
  }

  /** What {@code --find} prints for one digest. */
  public static String roles(ArchiveEvidence archive, Digest digest, List<Role> roles) {
    TextPage page = new TextPage();
    if (roles.isEmpty()) {
      page.line(digest + " is not in this archive (" + archive.file().path() + ")");
    }
    for (Role role : roles) {
      page.line(digest + " is " + words(role));
    }
    if (roles.isEmpty() && archive.file().digest() == null) {
      page.row("not checked", "whether it is the sha256 of the file itself: add --hash-archive");
    }
    return page.toString();
  }

  /** A role in words. */
  public static String words(Role role) {
    return switch (role) {
      case Role.SelectedManifest _ -> "the selected manifest: the digest a registry should show";
      case Role.OtherManifest other -> "another entry of index.json: " + other.name();
      case Role.ImageIndex _ -> "index.json itself, a digest that no registry shows";
      case Role.PlatformManifest p -> "the manifest for " + p.platform() + " in the selected index";
      case Role.UndecidedManifest m ->
          "the manifest for " + m.platform() + " in the selected index, " + m.why();
      case Role.Attestation _ -> "an attestation (provenance or SBOM), not an image";
      case Role.Config _ -> "the config (some tools call it the image id)";
      case Role.Layer layer -> "layer " + layer.number() + " of " + layer.of();
      case Role.DiffId diffId ->
          "the diffID (uncompressed content) of layer " + diffId.number() + " of " + diffId.of();
      case Role.OtherBlob other ->
          "used only by another image or platform of the archive (" + other.mediaType() + ")";
      case Role.ArchiveFile _ -> "the sha256 of the archive file, which differs on every export";
    };
  }

  /** Each entry where one was chosen of several; else the problem lists them. */
  private static void entries(TextPage page, ArchiveEvidence archive) {
    List<Descriptor> entries = archive.file().entries();
    if (entries.size() < 2 || archive.image().selected() == null) {
      return;
    }
    for (int i = 0; i < Math.min(entries.size(), ENTRIES_SHOWN); i++) {
      page.row("entry @" + i, EntryNames.describe(entries.get(i)));
    }
    if (entries.size() > ENTRIES_SHOWN) {
      page.row("", (entries.size() - ENTRIES_SHOWN) + " more: --format json lists all");
    }
  }

  /** What a selected index lists: its platforms and its attestations. */
  private static void instances(TextPage page, ArchiveEvidence archive) {
    List<Instance> instances = archive.image().instances();
    if (instances == null) {
      return;
    }
    for (Instance instance : instances.subList(0, Math.min(instances.size(), INSTANCES_SHOWN))) {
      page.row(
          "in the index",
          Quoted.of(DescriptorKind.platform(instance.manifest()))
              + " "
              + instance.manifest().digest()
              + (instance.missing() == 0
                  ? ""
                  : ", incomplete: " + instance.missing() + " blob(s) are missing or unreadable"));
    }
    if (instances.size() > INSTANCES_SHOWN) {
      page.row("", (instances.size() - INSTANCES_SHOWN) + " more: --format json lists all");
    }
  }

  private static void layers(TextPage page, ArchiveEvidence archive) {
    List<Descriptor> layers = archive.image().layers();
    if (layers.isEmpty()) {
      return;
    }
    long bytes = layers.stream().mapToLong(Descriptor::size).sum();
    page.row("layers", layers.size() + ", " + Sizes.exact(bytes));
    for (int i = 0; i < Math.min(layers.size(), LAYERS_SHOWN); i++) {
      Descriptor layer = layers.get(i);
      page.row("  " + (i + 1), layer.digest() + " " + Sizes.brief(layer.size()));
    }
    if (layers.size() > LAYERS_SHOWN) {
      page.row("", (layers.size() - LAYERS_SHOWN) + " more: --format json lists all");
    }
  }

  static String checked(ArchiveEvidence archive) {
    String hashed =
        archive.checks().blobsHashed()
            + " blobs hashed, "
            + Sizes.brief(archive.checks().bytesHashed());
    return switch (archive.checks().depth()) {
      case STRUCTURE ->
          hashed + "; layers present with their sizes, not hashed (--depth content hashes them)";
      case CONTENT -> hashed + "; layers not decompressed (--depth layers decompresses them)";
      case LAYERS -> hashed + "; " + compared(archive) + " with the config's diffIDs";
    };
  }

  private static String compared(ArchiveEvidence archive) {
    Long compared = archive.checks().layersCompared();
    int layers = archive.image().layers().size();
    return compared == null || compared == layers
        ? "layers decompressed and compared"
        : compared + " of " + layers + " layers decompressed and compared";
  }

  private static String form(ArchiveEvidence archive) {
    String format =
        archive.file().format() == null
            ? "not an image archive"
            : switch (archive.file().format()) {
              case OCI_ARCHIVE -> "OCI archive";
              case OCI_LAYOUT -> "OCI image layout";
              case DOCKER_ARCHIVE -> "docker archive";
            };
    String compressed =
        switch (archive.file().compression()) {
          case NONE -> "";
          case GZIP -> ", gzip compressed";
          case BZIP2 -> ", bzip2 compressed";
          case XZ -> ", xz compressed";
          case ZSTD -> ", zstd compressed";
        };
    return format + compressed + ", " + Sizes.exact(archive.file().size());
  }

  static String lower(Depth depth) {
    return depth.name().toLowerCase(java.util.Locale.ROOT);
  }

  static String names(List<Digest> digests) {
    return digests.stream().map(Digest::toString).collect(Collectors.joining(", "));
  }
}
