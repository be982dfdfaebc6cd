package dev.custody.oci.content;

import dev.custody.oci.Problems;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.tar.TarEntry;
import dev.custody.oci.tar.TarReader;
import dev.custody.oci.tar.TarSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Counts noteworthy entries of a layer's tar, in flat memory. The counts become notes and never
 * close a gate, because many honest layers hold setuid files.
 */
public final class LayerContents {
  /** The longest path that Linux takes (limits.h, PATH_MAX); a longer one cannot be unpacked. */
  private static final int LONGEST_PATH = 4096;

  private final NameSet names;
  private long entries;
  private long absolute;
  private long escaping;
  private long duplicates;
  private long linksOutside;
  private long devices;
  private long setuid;
  private long setgid;
  private long tooLong;
  private String fault = "";

  private LayerContents(NameSet names) {
    this.names = names;
  }

  /**
   * Walks a layer's tar. A tar that cannot be walked is a note too: its digest is what counts.
   *
   * @param passed where content that is passed over may be written
   * @param large the permit for a large set of names
   */
  public static LayerContents of(InputStream tar, byte[] passed, Semaphore large)
      throws IOException {
    NameSet names = new NameSet(large);
    LayerContents contents = new LayerContents(names);
    TarReader reader = new TarReader(TarSource.of(tar, passed), "the layer's tar", Long.MAX_VALUE);
    try (names) {
      for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
        contents.count(entry);
      }
    } catch (UnreadableArchive e) {
      contents.fault = e.problem().message();
    }
    return contents;
  }

  private void count(TarEntry entry) {
    entries++;
    if (entry.rawName().startsWith("/")) {
      absolute++;
    }
    boolean hard = entry.type() == TarEntry.Type.HARD_LINK;
    if (isTooLong(entry.rawName()) || (hard && isTooLong(entry.link()))) {
      // A megabyte of "a/../" would be cleaned for nothing.
      tooLong++;
    } else {
      place(entry);
    }
    switch (entry.type()) {
      case DEVICE -> devices++;
      case FILE -> {
        setuid += (entry.mode() & 04000) != 0 ? 1 : 0;
        setgid += (entry.mode() & 02000) != 0 ? 1 : 0;
      }
      case DIRECTORY, HARD_LINK, SYMBOLIC_LINK, FIFO, GLOBAL, OTHER -> {}
    }
  }

  private void place(TarEntry entry) {
    String name = entry.name();
    if (name == null) {
      escaping++;
    } else if (entry.type() != TarEntry.Type.DIRECTORY && !names.add(name)) {
      duplicates++;
    }
    if (entry.type() == TarEntry.Type.HARD_LINK && entry.target() == null) {
      linksOutside++;
    }
  }

  private static boolean isTooLong(String path) {
    return path.length() > LONGEST_PATH
        || (path.length() > LONGEST_PATH / 3
            && path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH);
  }

  public void note(String layer, Problems problems) {
    record Count(long count, String what) {}
    List.of(
            new Count(absolute, "absolute paths"),
            new Count(escaping, "paths that lead outside the image's root (..)"),
            new Count(duplicates, "paths stored more than once"),
            new Count(linksOutside, "hard links to targets outside the image's root"),
            new Count(devices, "device nodes"),
            new Count(setuid, "setuid files"),
            new Count(setgid, "setgid files"),
            new Count(tooLong, "paths longer than " + LONGEST_PATH + " bytes"))
        .stream()
        .filter(c -> c.count() > 0)
        .forEach(c ->
            problems.note("layers with " + c.what(), layer + ": " + c.count() + " " + c.what()));
    if (names.full()) {
      problems.note(
          "layers that were only partly checked for duplicate paths",
          layer
              + ": only the first "
              + NameSet.LIMIT
              + " of "
              + entries
              + " entries were checked for duplicate paths");
    }
    if (!fault.isEmpty()) {
      problems.note(
          "layers whose tar cannot be walked to the end",
          layer + ": its tar cannot be walked to the end: " + fault);
    }
  }
}
