package dev.custody.oci.store;

import dev.custody.oci.Quoted;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names a directory that is not an image layout by the files in it and one level below. */
public final class ForeignDirectory {
  private static final int MOST = 1000;

  private ForeignDirectory() {}

  /** Returns words that follow "is ", without a full stop; null if the content is not known. */
  public static @Nullable String describe(Path directory) {
    if (Files.exists(directory.resolve("manifest.json"))
        && Files.exists(directory.resolve("version"))) {
      return "a directory of skopeo's dir: transport, not an image layout. Copy it with skopeo copy"
          + " dir:DIRECTORY oci-archive:FILE, and give that";
    }
    List<String> names = new ArrayList<>();
    list(directory, "", names);
    String below = ForeignTar.layoutBelow(names);
    return below != null
        ? "a directory whose image layout lies in "
            + Quoted.of(below)
            + "/. Give that directory, oci:"
            + Quoted.of(directory.resolve(below).toString())
        : ForeignTar.describe(names);
  }

  /** Adds the names of files, and of the entries of two levels of directories. */
  private static void list(Path directory, String prefix, List<String> names) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (names.size() >= MOST) {
          return;
        }
        String name = prefix + child.getFileName();
        names.add(name);
        if (Files.isDirectory(child) && prefix.split("/", -1).length <= 3) {
          names.add(name + "/");
          list(child, name + "/", names);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A directory that cannot be listed has no better name than "no image layout".
    }
  }
}
