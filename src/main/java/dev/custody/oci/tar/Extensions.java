package dev.custody.oci.tar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extension headers in front of one entry: pax records, GNU long name and long link. Go keeps
 * the last of each kind and prefers GNU's names to pax; what another reader could take instead is
 * remembered.
 */
final class Extensions {
  private Pax pax = Pax.NONE;
  private String longName = "";
  private String longLink = "";
  private boolean any;
  private boolean sizes;
  private final List<String> names = new ArrayList<>();
  private @Nullable String doubt;

  void pax(Pax next) {
    if (!pax.readsAs(next)) {
      if (pax.says()) {
        doubt(pax.path(), "has two pax headers in front of it; skopeo (Go) uses only the last");
      }
      sizes |= pax.size() != null;
    }
    for (String key : next.repeated()) {
      doubt(next.path(), "has a pax header that sets " + key + " twice; skopeo (Go) uses the last");
      sizes |= key.equals("size");
    }
    pax = next;
    any = true;
  }

  void longName(String name) {
    if (!longName.isEmpty() && !longName.equals(name)) {
      doubt(longName, "has two GNU long names in front of it; skopeo (Go) uses the last");
    }
    longName = name;
    any = true;
  }

  void longLink(String link) {
    if (!longLink.isEmpty() && !longLink.equals(link)) {
      doubt(null, "has two GNU long link targets in front of it; skopeo (Go) uses the last");
    }
    longLink = link;
    any = true;
  }

  /** Whether there was any extension header. */
  boolean any() {
    return any;
  }

  Pax pax() {
    return pax;
  }

  /** Returns Go's name for the entry, except that of a sparse file. */
  String name(TarHeader header) {
    String path = pax.path();
    return !longName.isEmpty() ? longName : path != null ? path : header.name();
  }

  String link(TarHeader header) {
    String link = pax.link();
    return !longLink.isEmpty() ? longLink : link != null ? link : header.link();
  }

  long size(TarHeader header) {
    Long size = pax.size();
    return size == null ? header.size() : size;
  }

  /**
   * Returns the other reading of the entry that another reader could have.
   *
   * @param name Go's name for it
   * @param sparse whether Go takes it for a sparse file
   */
  @Nullable Ambiguity ambiguity(TarHeader header, String name, boolean sparse) {
    String path = pax.path();
    if (!longName.isEmpty() && path != null && !path.equals(longName)) {
      doubt(path, named(name, "its GNU long name", path, "its pax path"));
    }
    String link = pax.link();
    if (!longLink.isEmpty() && link != null && !link.equals(longLink)) {
      doubt(
          null,
          "links to "
              + Ambiguity.quoted(longLink)
              + " by its GNU long link, which skopeo (Go) uses, and to "
              + Ambiguity.quoted(link)
              + " by its pax linkpath");
    }
    if (pax.mentionsSparse() && !sparse) {
      doubt(
          pax.value("GNU.sparse.name"),
          "has GNU.sparse records without a version that skopeo (Go) knows: skopeo reads it as it"
              + " is stored, GNU tar as a sparse file");
      sizes = true;
    }
    Ambiguity other = header.otherName();
    if (other != null && longName.isEmpty() && path == null) {
      doubt(other.names().getFirst(), other.readings());
    }
    return doubt == null ? null : new Ambiguity(names, sizes, doubt);
  }

  /**
   * Returns what is lost when these headers describe no entry, or not the one after a global
   * header.
   */
  @Nullable Ambiguity lost(String how) {
    String path = pax.path();
    if (!longName.isEmpty() || !longLink.isEmpty() || pax.says()) {
      if (!longName.isEmpty()) {
        names.add(longName);
      }
      doubt(path, how);
      sizes |= pax.size() != null || pax.mentionsSparse();
    }
    return doubt == null ? null : new Ambiguity(names, sizes, doubt);
  }

  private static String named(String go, String by, String other, String otherBy) {
    return "is named "
        + Ambiguity.quoted(go)
        + " by "
        + by
        + ", which skopeo (Go) uses, and "
        + Ambiguity.quoted(other)
        + " by "
        + otherBy;
  }

  private void doubt(@Nullable String name, String readings) {
    if (name != null) {
      names.add(name);
    }
    doubt = doubt == null ? readings : doubt;
  }
}
