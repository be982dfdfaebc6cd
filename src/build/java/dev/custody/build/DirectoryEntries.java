package dev.custody.build;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts entries for the directories of an OCI archive in front of it, since jib writes none. skopeo
 * gives a directory for which there is no entry to root, which only root can do: without these, the
 * build's own user could not push the image from the tar. The image and its digest stay the same.
 */
final class DirectoryEntries {
  private static final String BLOBS = "blobs/";

  private DirectoryEntries() {}

  /** The archive is the only argument. */
  public static void main(String[] args) throws IOException {
    prepend(Path.of(args[0]));
  }

  /** Does nothing to an archive that begins with its directories. */
  static void prepend(Path archive) throws IOException {
    if (firstName(archive).equals(BLOBS)) {
      return;
    }
    Path written = archive.resolveSibling(archive.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(written)) {
      out.write(Ustar.header(BLOBS, '5', 0755, 0));
      out.write(Ustar.header(BLOBS + "sha256/", '5', 0755, 0));
      Files.copy(archive, out);
    }
    Files.move(written, archive, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String firstName(Path archive) throws IOException {
    try (var in = Files.newInputStream(archive)) {
      String name = new String(in.readNBytes(100), StandardCharsets.US_ASCII);
      int end = name.indexOf('\0');
      return end < 0 ? name : name.substring(0, end);
    }
  }
}
