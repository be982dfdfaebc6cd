package dev.custody.oci.read;

import dev.custody.oci.Quoted;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a file that stay the same while nobody writes to it. The change time is left
 * out: a chown changes it, and no byte.
 *
 * @param key device and inode, where the file system has them
 */
public record FileState(long size, FileTime modified, @Nullable Object key) {
  public static FileState of(Path path) throws IOException {
    return of(Files.readAttributes(path, BasicFileAttributes.class));
  }

  public static FileState of(BasicFileAttributes attributes) {
    return new FileState(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }

  /** A file is not what it was when reading it began. */
  public static final class Changed extends IOException {
    private static final long serialVersionUID = 1;

    private final @Nullable Long sizeBefore;
    private final @Nullable Long sizeAfter;

    /** {@code message} says how, in words. */
    public Changed(String message) {
      this(message, null, null);
    }

    private Changed(String message, @Nullable Long sizeBefore, @Nullable Long sizeAfter) {
      super(message);
      this.sizeBefore = sizeBefore;
      this.sizeAfter = sizeAfter;
    }

    /** Returns the bytes when reading began; null if the size of this very file did not change. */
    public @Nullable Long sizeBefore() {
      return sizeBefore;
    }

    /** Returns the bytes afterwards; null if the size of this very file did not change. */
    public @Nullable Long sizeAfter() {
      return sizeAfter;
    }
  }

  /** Compares the file with this state, after reading. */
  public void mustStay(Path path) throws IOException {
    FileState later;
    try {
      later = of(path);
    } catch (AccessDeniedException e) {
      // Nobody wrote; somebody closed the way to it.
      throw e;
    } catch (IOException e) {
      throw new Changed("its status could not be read afterwards: " + Quoted.of(e.toString()));
    }
    List<String> changes = differences(later);
    if (!changes.isEmpty()) {
      boolean resized = Objects.equals(key, later.key) && size != later.size;
      throw new Changed(
          String.join("; ", changes), resized ? size : null, resized ? later.size : null);
    }
  }

  /** Returns the differences of a later state in words; empty if there are none. */
  private List<String> differences(FileState later) {
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
