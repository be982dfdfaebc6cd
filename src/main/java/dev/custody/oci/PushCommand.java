package dev.custody.oci;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The skopeo command that pushes an archive's selected image with its digest, or fails. It is
 * checked against the archive: nothing is named that skopeo's grammar refuses or that is not there.
 */
public final class PushCommand {
  /** containers/image, oci/internal/oci_util.go: what an image name after the path may be. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*"
              + "(?:/[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*)*");

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** A name for a file whose own name skopeo cannot take. */
  private static final String OTHER_NAME = "image-to-push";

  private PushCommand() {}

  /** The command for a POSIX shell, with a place for the registry's reference. */
  public static String of(ArchiveEvidence archive) {
    String path = archive.file().path();
    boolean colon = path.indexOf(':') >= 0;
    String transport =
        archive.file().format() == ArchiveFile.Format.OCI_LAYOUT ? "oci:" : "oci-archive:";
    return (colon ? "ln -s " + quoted(path) + " " + OTHER_NAME + " && " : "")
        + "skopeo "
        + platform(archive.image())
        + "copy --preserve-digests "
        + (pushesWholeIndex(archive.image()) ? "--all " : "")
        + "--digestfile pushed-digest "
        + quoted(transport + (colon ? OTHER_NAME : path) + name(archive))
        + " docker://REGISTRY/REPOSITORY:TAG";
  }

  /** Whether the image is an index, all of which is in the archive. */
  public static boolean pushesWholeIndex(ArchivedImage image) {
    List<Instance> instances = image.instances();
    return image.platformManifest() != null
        && (instances == null || instances.stream().allMatch(one -> one.missing() == 0));
  }

  /** Of an index that is not whole: the platform that is. */
  private static String platform(ArchivedImage image) {
    Descriptor manifest = image.platformManifest();
    if (manifest == null || pushesWholeIndex(image)) {
      return "";
    }
    Platform platform = manifest.platform() == null ? image.platform() : manifest.platform();
    if (platform == null) {
      return "";
    }
    return "--override-os "
        + quoted(platform.os())
        + " --override-arch "
        + quoted(platform.architecture())
        + " "
        + (platform.variant() == null
            ? ""
            : "--override-variant " + quoted(platform.variant()) + " ");
  }

  /** The image's name after the path; none where skopeo refuses it, or takes the only image. */
  private static String name(ArchiveEvidence archive) {
    Descriptor selected = archive.image().selected();
    String name = selected == null ? null : selected.refName();
    if (name != null && REFERENCE.matcher(name).matches()) {
      return ":" + name;
    }
    int position = archive.file().entries().indexOf(selected);
    return archive.file().entries().size() < 2 || position < 0 ? "" : ":@" + position;
  }

  private static String quoted(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
