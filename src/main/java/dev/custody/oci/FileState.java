package dev.custody.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same while nobody writes. The change time is left out: a chown changes it, and no
 * byte.
 *
 * @param key device and inode, where the file system has them
 */
record FileState(long size, FileTime modified, @Nullable Object key) {
  static FileState of(Path path) throws IOException {
    return of(Files.readAttributes(path, BasicFileAttributes.class));
  }

  static FileState of(BasicFileAttributes attributes) {
    return new FileState(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }

  /** What differs in a later look, in words; empty if nothing does. */
  List<String> differences(FileState later) {
    List<String> found = new ArrayList<>();
    if (!Objects.equals(key, later.key)) {
      found.add("it was replaced by another file (" + key + ", then " + later.key + ")");
    }
    if (size != later.size) {
      found.add("its size went from " + size + " to " + later.size + " bytes");
    }
    if (!modified.equals(later.modified)) {
      found.add("it was written at " + later.modified + " (before: " + modified + ")");
    }
    return found;
  }
}
