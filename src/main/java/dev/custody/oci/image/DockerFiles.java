package dev.custody.oci.image;

import dev.custody.oci.Blob;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.store.BlobStore;
import dev.custody.oci.store.DockerEntries;
import dev.custody.oci.tar.Ambiguity;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that a docker-archive names, as skopeo reads them. What another reader would find under
 * the same name is refused where it differs.
 */
final class DockerFiles {
  /** A file up to this size is compared with others of its name. */
  private static final int COMPARED_SIZE = 64 * 1024;

  private final BlobStore store;
  private final DockerEntries entries;
  private final CheckLog log;
  private final List<TarEntry> stored;
  private final Set<String> used = new HashSet<>();

  DockerFiles(BlobStore store, List<TarEntry> stored, CheckLog log) {
    this.store = store;
    this.entries = new DockerEntries(stored);
    this.log = log;
    this.stored = stored;
  }

  /**
   * The file that a docker-archive's document names.
   *
   * @param label what messages call it
   */
  Blob need(String name, String label) throws IOException, UnreadableArchive {
    DockerEntries.Found found = entries.find(name);
    TarEntry file = found.file();
    if (file == null) {
      throw missing(name, label);
    }
    if (found.refusal() != null) {
      throw new UnreadableArchive(
          Kind.AMBIGUOUS_ARCHIVE,
          label,
          log.file()
              + " can be read in two ways: "
              + label
              + " at offset "
              + file.header()
              + " "
              + found.refusal()
              + "; a tool that unpacks the archive may find a file there. Make the tar again with"
              + " docker save or skopeo copy.");
    }
    if (file.sparse()) {
      throw new UnreadableArchive(
          Kind.UNSUPPORTED,
          label,
          log.file()
              + " stores "
              + label
              + " as a sparse file, which is not supported; make the tar again without --sparse.");
    }
    for (List<TarEntry> named : found.entries()) {
      oneReading(named, label);
    }
    return TarCatalog.blob(file);
  }

  /** Whether a symbolic link has the name. */
  boolean isLink(String name) {
    return entries.find(name).entries().size() > 1;
  }

  private UnreadableArchive missing(String name, String label) {
    boolean rooted = entries.find("/" + name).file() != null;
    return new UnreadableArchive(
        rooted ? Kind.AMBIGUOUS_ARCHIVE : Kind.BLOB_MISSING,
        label,
        label
            + " is not in "
            + log.file()
            + (rooted
                ? ", where skopeo looks for it: its name there has a leading slash, which other"
                    + " readers drop. Make the tar again with relative names."
                : ". Export the image again; if a task is still writing it, wait."));
  }

  /**
   * Refuses a name of which skopeo, which takes the first entry, reads other bytes than unpacking
   * leaves, which keeps the last.
   */
  private void oneReading(List<TarEntry> named, String label)
      throws IOException, UnreadableArchive {
    TarEntry first = named.getFirst();
    if (!used.add(first.rawName())) {
      return;
    }
    ambiguity(first, label);
    for (TarEntry later : named.subList(1, named.size())) {
      ambiguity(later, label);
      if (!same(first, later)) {
        throw new UnreadableArchive(
            Kind.AMBIGUOUS_ARCHIVE,
            label,
            log.file()
                + " can be read in two ways: "
                + label
                + " is stored more than once, with different content at offset "
                + first.header()
                + ", which skopeo reads, and at offset "
                + later.header()
                + ", which remains when it is unpacked. Make the tar again with one of them.");
      }
    }
    if (named.size() > 1) {
      log.problems()
          .note(
              "entries stored more than once",
              label + " is stored " + named.size() + " times; skopeo takes the first");
    }
  }

  private void ambiguity(TarEntry entry, String label) throws UnreadableArchive {
    Ambiguity ambiguity = entry.ambiguity();
    if (ambiguity != null) {
      throw new UnreadableArchive(
          Kind.AMBIGUOUS_ARCHIVE,
          label,
          log.file()
              + " can be read in two ways: the entry at offset "
              + entry.header()
              + " "
              + ambiguity.readings()
              + ". Make the tar again with docker save or skopeo copy.");
    }
  }

  /** Refuses what bears on any entry, or on the names that were asked for. */
  void otherReadings() throws UnreadableArchive {
    for (TarEntry entry : stored) {
      Ambiguity ambiguity = entry.ambiguity();
      if (ambiguity != null
          && (ambiguity.everything() || ambiguity.names().stream().anyMatch(this::isUsed))) {
        ambiguity(entry, Quoted.of(entry.rawName()));
      }
    }
  }

  private boolean isUsed(String name) {
    return entries.find(name).entries().stream()
            .anyMatch(e -> used.contains(e.getFirst().rawName()))
        || used.contains(name);
  }

  private boolean same(TarEntry a, TarEntry b) throws IOException {
    if (a.type() != b.type() || a.size() != b.size() || !a.link().equals(b.link())) {
      return false;
    }
    return a.type() != TarEntry.Type.FILE
        || a.size() > COMPARED_SIZE
        || Arrays.equals(
            store.read(TarCatalog.blob(a), COMPARED_SIZE),
            store.read(TarCatalog.blob(b), COMPARED_SIZE));
  }

  /** A small file's bytes. */
  byte[] read(Blob blob, String label) throws IOException, UnreadableArchive {
    if (blob.size() > IndexOrManifest.LIMIT) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          label,
          label
              + " in "
              + log.file()
              + " has "
              + blob.size()
              + " bytes; more than "
              + IndexOrManifest.LIMIT
              + " (4 MiB) is refused. Export the image again.");
    }
    return store.read(blob, (int) blob.size());
  }
}
