package dev.custody.oci.tar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Entries of a tar that exists only in a test, 1,024 bytes apart, and what they hold. */
final class Entries {
  final List<TarEntry> stored = new ArrayList<>();
  private final Map<TarEntry, byte[]> contents = new HashMap<>();

  /** A regular file with this content. */
  Entries file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    contents.put(add(name, TarEntry.Type.FILE, '0', "", bytes.length), bytes);
    return this;
  }

  Entries directory(String name) {
    add(name, TarEntry.Type.DIRECTORY, '5', "", 0);
    return this;
  }

  Entries symbolicLink(String name, String target) {
    add(name, TarEntry.Type.SYMBOLIC_LINK, '2', target, 0);
    return this;
  }

  Entries hardLink(String name, String target) {
    add(name, TarEntry.Type.HARD_LINK, '1', target, 0);
    return this;
  }

  /** An entry of any other type. */
  Entries of(String name, TarEntry.Type type, char flag) {
    add(name, type, flag, "", 0);
    return this;
  }

  private TarEntry add(String name, TarEntry.Type type, char flag, String link, long size) {
    long header = stored.size() * 1024L;
    TarEntry entry =
        new TarEntry(name, type, size, header, header + 512, 0644, link, false, flag, null, null);
    stored.add(entry);
    return entry;
  }

  byte[] content(TarEntry entry) {
    return contents.getOrDefault(entry, new byte[0]);
  }

  /** Extracts all of them. */
  Extraction extract() throws Extraction.Refused {
    Extraction extraction = new Extraction();
    for (TarEntry entry : stored) {
      extraction.apply(entry);
    }
    extraction.finish();
    return extraction;
  }
}
