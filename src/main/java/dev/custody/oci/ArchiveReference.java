package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Format;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ARCHIVE argument: a path, with or without skopeo's prefix and image name
 * (containers-transports(5)).
 *
 * @param format what the prefix promises; null without a prefix, then the file decides
 * @param path as written, unresolved
 * @param image reference name after the path; null if none was given
 * @param sourceIndex the N of {@code oci:DIR:@N}; null if none was given
 */
public record ArchiveReference(
    @Nullable Format format, String path, @Nullable String image, @Nullable Integer sourceIndex) {

  /** The other transports of skopeo (containers-transports(5)), which name no file to look into. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "(docker://|dir:|containers-storage:|docker-daemon:|ostree:|sif:|tarball:|atomic:"
              + "|registry:|https?://|oci://).*",
          Pattern.DOTALL);

  private static final Pattern WINDOWS = Pattern.compile("[A-Za-z]:\\\\");

  /** A registry's host, a repository, and a tag or digest. */
  private static final Pattern IN_REGISTRY =
      Pattern.compile(
          "(?:(?:[a-z0-9-]+\\.)+[a-z]{2,}|localhost)(?::[0-9]+)?/[a-z0-9._/-]+"
              + "(?::[A-Za-z0-9_.-]+|@sha256:[0-9a-f]+)");

  /**
   * Reads {@code oci-archive:PATH[:REF|:@N]}, {@code oci:DIR[:REF|:@N]}, {@code
   * docker-archive:PATH[:REF|:@N]} or a bare path. After a prefix the path ends at the first colon,
   * as containers/image has it; a bare path is taken whole.
   *
   * @throws IllegalArgumentException naming the argument and what to write instead
   */
  public static ArchiveReference parse(String argument) {
    if (argument.contains("$(")) {
      throw new IllegalArgumentException(
          "the archive argument holds an unresolved Tekton variable: "
              + Quoted.of(argument)
              + "; the parameter, workspace or result it names does not exist in this task");
    }
    if (argument.isEmpty()) {
      throw new IllegalArgumentException("the archive argument is empty; give a path");
    }
    if (argument.startsWith("oci-archive:")) {
      return after("oci-archive:", Format.OCI_ARCHIVE, argument);
    }
    if (argument.startsWith("oci:")) {
      return after("oci:", Format.OCI_LAYOUT, argument);
    }
    if (argument.startsWith("docker-archive:")) {
      return after("docker-archive:", Format.DOCKER_ARCHIVE, argument);
    }
    Matcher elsewhere = ELSEWHERE.matcher(argument);
    if (elsewhere.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(argument)
              + " is not a file: custody does not read "
              + elsewhere.group(1)
              + "; "
              + copy(argument, elsewhere.group(1)));
    }
    return new ArchiveReference(null, argument, null, null);
  }

  private static String copy(String argument, String transport) {
    return switch (transport) {
      case "http://", "https://" -> "download it first, for example with curl -o image.tar";
      case "oci://" -> "write oci:DIRECTORY for an image layout directory";
      default ->
          "copy the image first: skopeo copy " + Quoted.of(argument) + " oci-archive:image.tar";
    };
  }

  /** Whether a bare path is written as an image in a registry is: {@code quay.io/org/app:1.0}. */
  public boolean looksLikeRegistryName() {
    return format == null && IN_REGISTRY.matcher(path).matches();
  }

  /**
   * Returns why a bare path cannot be meant as it is written: a shell's pattern or home directory
   * that no shell replaced, a file URL, a Windows path. Null if nothing speaks against it.
   */
  public @Nullable String unusualPath() {
    if (format != null) {
      return null;
    }
    if (path.startsWith("file:")) {
      return "is a URL; give the path alone: " + Quoted.of(path.replaceFirst("^file:(//)?", ""));
    }
    if (path.startsWith("~")) {
      return "begins with ~, which only a shell replaces, and only without quotes; give the whole"
          + " path";
    }
    if (path.indexOf('*') >= 0 || path.indexOf('?') >= 0) {
      return "is a pattern that no shell replaced, so no file matches it; give the path of one"
          + " file";
    }
    return WINDOWS.matcher(path).lookingAt()
        ? "is a Windows path; give the Linux path, for example /mnt/c/image.tar"
        : null;
  }

  private static ArchiveReference after(String prefix, Format format, String argument) {
    String rest = argument.substring(prefix.length());
    int colon = rest.indexOf(':');
    String path = colon < 0 ? rest : rest.substring(0, colon);
    String image = colon < 0 ? "" : rest.substring(colon + 1);
    if (path.isEmpty()) {
      throw new IllegalArgumentException(
          Quoted.of(argument) + " has no path; write " + prefix + "PATH");
    }
    if (image.startsWith("@")) {
      return new ArchiveReference(format, path, null, sourceIndex(argument, image.substring(1)));
    }
    return new ArchiveReference(format, path, image.isEmpty() ? null : image, null);
  }

  private static int sourceIndex(String argument, String digits) {
    if (!digits.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          Quoted.of(argument) + " ends in @ without a number; write @0 for the first image");
    }
    return Integer.parseInt(digits);
  }

  /** The argument in skopeo's form, or the bare path. */
  @Override
  public String toString() {
    String prefix =
        switch (format) {
          case null -> "";
          case OCI_ARCHIVE -> "oci-archive:";
          case OCI_LAYOUT -> "oci:";
          case DOCKER_ARCHIVE -> "docker-archive:";
        };
    String suffix = sourceIndex != null ? ":@" + sourceIndex : image != null ? ":" + image : "";
    return prefix + path + suffix;
  }
}
