package dev.custody.oci.tar;

import dev.custody.oci.Quoted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A second reading of one entry, beside the one that Go's archive/tar makes of it.
 *
 * @param names the names that the entry has by any reading, its own aside: it matters if one of
 *     them does
 * @param everything whether the rest of the archive depends on it, as with a size
 * @param readings both readings, in words that follow "the entry at offset N"
 */
public record Ambiguity(List<String> names, boolean everything, String readings) {
  public Ambiguity {
    names = List.copyOf(names);
  }

  /** Returns the two readings of a name; null if they agree. */
  static @Nullable Ambiguity ofName(String go, String other, String asGo, String asOther) {
    return go.equals(other)
        ? null
        : new Ambiguity(
            List.of(other),
            false,
            "is named "
                + quoted(go)
                + " when read as "
                + asGo
                + ", as Go does, and "
                + quoted(other)
                + " when read as "
                + asOther);
  }

  static String quoted(String name) {
    return name.isEmpty() ? "nothing" : Quoted.of(name);
  }
}
