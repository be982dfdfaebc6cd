package dev.custody.oci.tar;

import dev.custody.oci.Blob;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.tar.Extraction.Refused;
import dev.custody.oci.tar.Tree.Directory;
import dev.custody.oci.tar.Tree.Leaf;
import dev.custody.oci.tar.Tree.NoWay;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents of an archive tar: its entries in stored order, and what an extraction
 * leaves under each name. Entries that the extraction could not take, or that another reader finds
 * otherwise, are reported by {@link #readings}.
 */
public final class TarCatalog {
  /** The most headers in one archive; an image of 1,000 layers has a fiftieth of it. */
  public static final int HEADER_LIMIT = 50_000;

  /** Characters of names and link targets kept; an image of 1,000 layers has a fiftieth. */
  private static final long NAME_LIMIT = 8L << 20;

  private final List<TarEntry> stored = new ArrayList<>();
  private final Extraction extraction = new Extraction();
  private final String file;
  private Map<String, TarEntry> entries = Map.of();
  private @Nullable TarEntry refusedEntry;
  private @Nullable Refused refused;
  private long names;
  private boolean any;
  private TarReader.End end = TarReader.End.NOT_REACHED;

  private TarCatalog(String file) {
    this.file = file;
  }

  /** Receives the content of each entry as the walk passes it. */
  public interface Visitor {
    void visit(TarEntry entry, InputStream content) throws IOException;
  }

  /**
   * Walks the whole tar. Damage becomes a problem and ends the walk; what came before stays usable.
   * A file that is no tar at all is refused.
   */
  public static TarCatalog read(TarReader tar, String file, Problems problems, Visitor visitor)
      throws IOException, UnreadableArchive {
    TarCatalog catalog = new TarCatalog(file);
    try {
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        catalog.any |= entry.type() != TarEntry.Type.GLOBAL;
        visitor.visit(entry, tar.content());
        tar.finishEntry();
        catalog.keep(entry);
      }
    } catch (UnreadableArchive e) {
      if (!catalog.any) {
        throw e;
      }
      problems.add(e.problem());
    }
    catalog.end = tar.end();
    catalog.finish();
    switch (catalog.end) {
      case NO_MARKER -> problems.note("the end-of-archive marker is missing (two zero blocks)");
      case HALF_MARKER -> problems.note("the end-of-archive marker is incomplete (one zero block)");
      case MARKER, NOT_REACHED -> {}
    }
    return catalog;
  }

  private void keep(TarEntry entry) throws UnreadableArchive {
    names += entry.rawName().length() + entry.link().length();
    if (names > NAME_LIMIT) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          "offset " + entry.header(),
          file
              + " has too many entry names (more than "
              + NAME_LIMIT
              + " characters):"
              + " make the archive again with skopeo copy.");
    }
    stored.add(entry);
    try {
      extraction.apply(entry);
    } catch (Refused e) {
      refuse(entry, e);
    }
  }

  /** The first refusal counts; the rest of the archive is looked at all the same. */
  private void refuse(TarEntry entry, Refused why) {
    if (refused == null) {
      refusedEntry = entry;
      refused = why;
    }
  }

  private void finish() {
    if (!stored.isEmpty()) {
      try {
        extraction.finish();
      } catch (Refused e) {
        refuse(stored.getLast(), e);
      }
    }
    List<Map.Entry<String, TarEntry>> found = new ArrayList<>();
    list("", extraction.tree().root(), found);
    found.sort((a, b) -> Long.compare(a.getValue().header(), b.getValue().header()));
    Map<String, TarEntry> inOrder = new LinkedHashMap<>();
    found.forEach(entry -> inOrder.put(entry.getKey(), entry.getValue()));
    entries = inOrder;
  }

  private static void list(
      String parent, Directory directory, List<Map.Entry<String, TarEntry>> found) {
    directory.children.forEach((name, node) -> {
      switch (node) {
        case Directory child -> list(parent + name + "/", child, found);
        case Leaf leaf -> found.add(Map.entry(parent + name, leaf.entry()));
      }
    });
  }

  /** Returns the files that the extraction leaves, without directories, by path in stored order. */
  public Map<String, TarEntry> entries() {
    return entries;
  }

  /** Every entry as stored, in order, with directories and global headers. */
  public List<TarEntry> stored() {
    return stored;
  }

  /**
   * Whether some reader finds an entry of this name, be it one that an extraction does not leave.
   */
  public boolean mayHold(String name) {
    for (TarEntry entry : stored) {
      Ambiguity ambiguity = entry.ambiguity();
      if (name.equals(entry.name())
          || (ambiguity != null
              && ambiguity.names().stream().anyMatch(one -> name.equals(TarEntry.clean(one))))) {
        return true;
      }
    }
    return false;
  }

  /** Whether there was an entry at all, be it a directory. */
  public boolean any() {
    return any;
  }

  public TarReader.End end() {
    return end;
  }

  /**
   * The file a name leads to after the extraction, over any links inside the archive, by the name
   * of the entry that holds its bytes; null if there is none.
   */
  public @Nullable Blob find(String name) {
    try {
      return extraction.tree().follow(name).node() instanceof Leaf leaf
              && leaf.entry().type() == TarEntry.Type.FILE
          ? blob(leaf.entry())
          : null;
    } catch (NoWay e) {
      return null;
    }
  }

  /** Returns where an entry's bytes are. */
  public static Blob blob(TarEntry entry) {
    String own = entry.name();
    return new Blob(
        own == null ? entry.rawName() : own, entry.size(), entry.offset(), entry.sparse());
  }

  /**
   * Reports everything that stands against reading this tar as an OCI archive, which its readers
   * extract first.
   *
   * @param contents gives the bytes of small entries, to tell copies from replacements
   */
  public void readings(Problems problems, Readings.Contents contents) throws IOException {
    Readings readings = new Readings(file, extraction, entries, problems, contents);
    if (refused != null && refusedEntry != null) {
      readings.refused(refusedEntry, refused.kind(), refused.getMessage());
    }
    readings.of(stored);
  }

  /** Returns why only root can unpack this with skopeo, in words; null if everybody can. */
  public @Nullable String needsRoot() {
    return extraction.needsRoot(entries);
  }

  /** The entry that an extraction refuses, and with it the archive; null if it takes all. */
  public @Nullable String refusal() {
    return refused == null || refusedEntry == null
        ? null
        : Quoted.of(refusedEntry.rawName()) + " " + refused.getMessage();
  }
}
