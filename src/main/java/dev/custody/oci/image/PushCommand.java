package dev.custody.oci.image;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Instance;
import dev.custody.oci.Platform;
import dev.custody.oci.ShellWord;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The skopeo command that pushes an archive's selected image and keeps its digest, or fails. It is
 * checked against the archive: nothing is named that skopeo's grammar refuses or that is not there,
 * and any version of skopeo since 1.9 runs it.
 */
public final class PushCommand {
  /** A link to a file whose own name skopeo cannot take. */
  private static final String LINK = "image-to-push";

  /** A layout of the selected image alone, where skopeo has no name for it. */
  private static final String LAYOUT = "layout-to-push";

  private static final String TO = " docker://REGISTRY/REPOSITORY:TAG";

  private PushCommand() {}

  /**
   * The command for a POSIX shell, with a place for the registry's reference; null where no push
   * keeps the digest, or none succeeds.
   */
  public static @Nullable String of(ArchiveEvidence archive) {
    Descriptor selected = archive.image().selected();
    String path = archive.file().path();
    if (selected == null
        || archive.image().digest() == null
        || archive.file().format() == null
        || archive.file().format() == Format.DOCKER_ARCHIVE
        || path.endsWith("\n")) {
      return null;
    }
    if (archive.image().platformManifest() == null || pushesWholeIndex(archive.image())) {
      String all = archive.image().platformManifest() == null ? "" : "--all ";
      return skopeoFinds(archive, selected)
          ? named(archive, selected, "", all)
          : alone(archive, selected, all);
    }
    return platform(archive, selected, archive.image().platformManifest());
  }

  /** Whether the image is an index that is complete in the archive. */
  public static boolean pushesWholeIndex(ArchivedImage image) {
    return image.platformManifest() != null && image.incomplete().isEmpty();
  }

  /** The command for one whole platform of an index that is not whole. */
  private static @Nullable String platform(
      ArchiveEvidence archive, Descriptor index, Descriptor manifest) {
    List<Instance> instances = archive.image().instances();
    if (instances == null
        || instances.stream().noneMatch(one -> one.manifest().equals(manifest) && whole(one))) {
      return null;
    }
    Platform platform = manifest.platform();
    List<Descriptor> pushed =
        PlatformChoice.pushed(
            instances.stream().map(Instance::manifest).toList(),
            manifest,
            MediaType.isDockerList(index.mediaType()));
    boolean only = !pushed.isEmpty() && pushed.stream().allMatch(manifest::equals);
    return platform != null && only && skopeoFinds(archive, index)
        ? named(archive, index, override(platform), "")
        : alone(archive, manifest, "");
  }

  private static boolean whole(Instance instance) {
    return instance.missing() == 0;
  }

  private static String override(Platform platform) {
    return "--override-os "
        + ShellWord.of(platform.os())
        + " --override-arch "
        + ShellWord.of(platform.architecture())
        + " "
        + (platform.variant() == null
            ? ""
            : "--override-variant " + ShellWord.of(platform.variant()) + " ");
  }

  /** Whether every version of skopeo takes this entry, by its name or as the only one. */
  private static boolean skopeoFinds(ArchiveEvidence archive, Descriptor entry) {
    return archive.file().entries().size() == 1 || usableName(entry);
  }

  /**
   * Whether skopeo finds the entry by its name; skopeo 1.9.3 finds none of docker's media types.
   */
  private static boolean usableName(Descriptor entry) {
    String name = entry.refName();
    return name != null
        && EntryNames.skopeoTakes(name)
        && (entry.mediaType().equals(MediaType.OCI_MANIFEST)
            || entry.mediaType().equals(MediaType.OCI_INDEX));
  }

  /**
   * The command for an entry that skopeo finds. A path with a colon gets a link, since skopeo ends
   * a path at the first colon.
   */
  private static String named(
      ArchiveEvidence archive, Descriptor entry, String global, String options) {
    String path = archive.file().path();
    boolean colon = path.indexOf(':') >= 0;
    String transport = archive.file().format() == Format.OCI_LAYOUT ? "oci:" : "oci-archive:";
    String name = usableName(entry) ? ":" + entry.refName() : "";
    return (colon ? "ln -sfn -- " + ShellWord.of(path) + " " + LINK + " && " : "")
        + copy(global, options, ShellWord.of(transport + (colon ? LINK : path) + name));
  }

  /**
   * The command for an entry that skopeo does not find: it makes a layout with that entry alone.
   */
  private static @Nullable String alone(ArchiveEvidence archive, Descriptor entry, String options) {
    if (!entry.mediaType().matches("[A-Za-z0-9.+/-]+")) {
      return null;
    }
    String index =
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\""
            + entry.mediaType()
            + "\",\"digest\":\""
            + entry.digest()
            + "\",\"size\":"
            + entry.size()
            + "}]}";
    String file = LAYOUT + "/index.json";
    return "mkdir -p "
        + LAYOUT
        + " && "
        + blobs(archive)
        + " && rm -f "
        + file
        + " && printf %s "
        + ShellWord.of(index)
        + " > "
        + file
        + " && "
        + copy("", options, "oci:" + LAYOUT);
  }

  private static String blobs(ArchiveEvidence archive) {
    String path = archive.file().path();
    if (archive.file().format() == Format.OCI_LAYOUT) {
      return "ln -sfn -- "
          + (path.startsWith("/") ? "" : "\"$PWD\"/")
          + ShellWord.of(path + "/blobs")
          + " "
          + LAYOUT
          + "/blobs";
    }
    Compression compression = archive.file().compression();
    return "tar "
        + (compression == Compression.NONE
            ? ""
            : "--" + compression.name().toLowerCase(Locale.ROOT) + " ")
        + "-xf - -C "
        + LAYOUT
        + " < "
        + ShellWord.of(path);
  }

  private static String copy(String global, String options, String source) {
    return "skopeo "
        + global
        + "copy --preserve-digests "
        + options
        + "--digestfile pushed-digest "
        + source
        + TO;
  }
}
