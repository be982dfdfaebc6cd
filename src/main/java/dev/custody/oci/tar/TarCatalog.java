package dev.custody.oci.tar;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.store.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of contents of an archive tar: which entry an extraction would leave under a name. */
public final class TarCatalog {
  /** Headers in one archive; an image of 1,000 layers needs a fiftieth. */
  public static final int HEADER_LIMIT = 50_000;

  /** Characters of names and link targets kept; an image of 1,000 layers has a fiftieth. */
  private static final long NAME_LIMIT = 8L << 20;

  private static final int LONGEST_NAME = 1024;

  private final Map<String, TarEntry> entries = new LinkedHashMap<>();
  private final Problems problems;
  private final String file;
  private long names;
  private int duplicates;
  private @Nullable String firstDuplicate;
  private int tooLong;
  private boolean any;
  private TarReader.End end = TarReader.End.NOT_REACHED;

  private TarCatalog(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Something that wants an entry's content in passing. */
  public interface Visitor {
    void visit(TarEntry entry, InputStream content) throws IOException;
  }

  /**
   * Walks the whole tar. Damage becomes a problem and ends the walk; what came before stays usable.
   * Nothing at all that is a tar is a refusal.
   */
  public static TarCatalog read(TarReader tar, String file, Problems problems, Visitor visitor)
      throws IOException, UnreadableArchive {
    TarCatalog catalog = new TarCatalog(file, problems);
    try {
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        catalog.any = true;
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
    catalog.summarise();
    return catalog;
  }

  private void keep(TarEntry entry) throws UnreadableArchive {
    if (entry.type() == TarEntry.Type.DIRECTORY && entry.name() != null) {
      return;
    }
    String name = entry.name();
    if (name == null) {
      // skopeo refuses the whole archive: "… is outside of …".
      throw new UnreadableArchive(
          Kind.MALFORMED,
          "entry " + Quoted.of(entry.rawName()),
          file
              + " has an entry that leads out of the archive, "
              + Quoted.of(entry.rawName())
              + " at offset "
              + entry.header()
              + "; skopeo refuses such an archive too: find out who made it.");
    }
    String raw = entry.rawName();
    String link = entry.link();
    if (Math.max(name.length(), Math.max(raw.length(), link.length())) > LONGEST_NAME) {
      tooLong++;
      return;
    }
    names += raw.length() + link.length() + (name.equals(raw) ? 0 : name.length());
    if (names > NAME_LIMIT) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          "offset " + entry.header(),
          file
              + " has more entry names than are read ("
              + NAME_LIMIT
              + " characters):"
              + " make the archive again with skopeo copy.");
    }
    if (entries.put(name, entry) != null && ++duplicates == 1) {
      firstDuplicate = name;
    }
  }

  private void summarise() {
    if (firstDuplicate != null) {
      problems.note(
          duplicates
              + " entry name(s) occur more than once, the first is "
              + Quoted.of(firstDuplicate)
              + "; as when extracting, the last one counts");
    }
    if (tooLong > 0) {
      problems.note(
          tooLong
              + " entries have names or link targets over "
              + LONGEST_NAME
              + " characters: ignored");
    }
    switch (end) {
      case NO_MARKER -> problems.note("the end-of-archive marker is missing (two zero blocks)");
      case HALF_MARKER -> problems.note("the end-of-archive marker is incomplete (one zero block)");
      case MARKER, NOT_REACHED -> {}
    }
  }

  public Map<String, TarEntry> entries() {
    return entries;
  }

  /** Whether there was an entry at all, be it a directory. */
  public boolean any() {
    return any;
  }

  public TarReader.End end() {
    return end;
  }

  /** The file a name leads to, by its own name: what several lead to is one; null if none. */
  public @Nullable Blob find(String name) {
    TarEntry entry = entry(name);
    if (entry == null) {
      return null;
    }
    String own = entry.name();
    return own == null ? null : new Blob(own, entry.size(), entry.offset(), entry.sparse());
  }

  /** The entry a name leads to, over at most one link. */
  private @Nullable TarEntry entry(String name) {
    TarEntry entry = entries.get(name);
    if (entry != null
        && (entry.type() == TarEntry.Type.HARD_LINK
            || entry.type() == TarEntry.Type.SYMBOLIC_LINK)) {
      String target = entry.target();
      entry = target == null ? null : entries.get(target);
    }
    return entry != null && entry.type() == TarEntry.Type.FILE ? entry : null;
  }
}
