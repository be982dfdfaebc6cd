package dev.custody.oci.store;

import java.util.ArrayList;
import java.util.List;

/** Go's package path, as far as containers/image uses it on a docker-archive's names. */
final class GoPath {
  private GoPath() {}

  /**
   * The shortest equal path, by its text alone: without empty parts, {@code .} and what {@code ..}
   * undoes. A leading slash stays, and so does {@code ..} in front of a relative path; empty is
   * {@code .}.
   */
  static String clean(String path) {
    boolean rooted = path.startsWith("/");
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.getLast().equals("..")) {
          parts.removeLast();
        } else if (!rooted) {
          parts.add(part);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String clean = (rooted ? "/" : "") + String.join("/", parts);
    return clean.isEmpty() ? "." : clean;
  }

  /**
   * Returns the path to which a link at {@code path} leads: its target joined to the link's
   * directory even if it begins with a slash.
   */
  static String linked(String path, String link) {
    String directory = clean(path.substring(0, path.lastIndexOf('/') + 1));
    return clean(directory + "/" + link);
  }
}
