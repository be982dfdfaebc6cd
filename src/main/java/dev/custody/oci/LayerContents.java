package dev.custody.oci;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What a layer's tar holds that deserves a word: counts only, in flat memory. They are notes, never
 * a reason to close a gate: many honest layers hold setuid files.
 */
final class LayerContents {
  private final NameSet names = new NameSet();
  private long entries;
  private long absolute;
  private long escaping;
  private long duplicates;
  private long linksOutside;
  private long devices;
  private long setuid;
  private long setgid;
  private String fault = "";

  private LayerContents() {}

  /** Walks a layer's tar. A tar that cannot be walked is a note too: its digest is what counts. */
  static LayerContents of(InputStream tar) throws IOException {
    LayerContents contents = new LayerContents();
    TarReader reader = new TarReader(TarSource.of(tar), "the layer's tar", Long.MAX_VALUE);
    try {
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
    String name = entry.name();
    if (entry.rawName().startsWith("/")) {
      absolute++;
    }
    if (name == null) {
      escaping++;
    } else if (entry.type() != TarEntry.Type.DIRECTORY && !names.add(name)) {
      duplicates++;
    }
    switch (entry.type()) {
      case HARD_LINK -> linksOutside += entry.target() == null ? 1 : 0;
      case DEVICE -> devices++;
      case FILE -> {
        setuid += (entry.mode() & 04000) != 0 ? 1 : 0;
        setgid += (entry.mode() & 02000) != 0 ? 1 : 0;
      }
      case DIRECTORY, SYMBOLIC_LINK, FIFO, OTHER -> {}
    }
  }

  void note(String layer, Problems problems) {
    record Count(long count, String what) {}
    List.of(
            new Count(absolute, "absolute paths"),
            new Count(escaping, "paths that lead out of the root (..)"),
            new Count(duplicates, "paths stored more than once"),
            new Count(linksOutside, "hard links to outside the root"),
            new Count(devices, "device nodes"),
            new Count(setuid, "setuid files"),
            new Count(setgid, "setgid files"))
        .stream()
        .filter(c -> c.count() > 0)
        .forEach(c -> problems.note(layer + ": " + c.count() + " " + c.what()));
    if (names.full()) {
      problems.note(
          layer
              + ": only the first "
              + NameSet.LIMIT
              + " of "
              + entries
              + " entries were checked for duplicate paths");
    }
    if (!fault.isEmpty()) {
      problems.note(layer + ": its tar cannot be walked to the end: " + fault);
    }
  }
}
