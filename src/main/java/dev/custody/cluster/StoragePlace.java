package dev.custody.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A directory or file on storage, named so that two pods that reach it by different claims or
 * mounts are seen to reach the same.
 *
 * @param base the volume, the server or the node, as messages name it
 * @param node whose own directory it is; null on storage that several nodes reach, or of a node
 *     that is not known
 * @param path from the top of it, with a leading slash and none at the end
 */
public record StoragePlace(String base, @Nullable String node, String path) {
  private static final String UNKNOWN_NODE = "node unknown";

  public StoragePlace {
    path = normalized(path);
  }

  /** A place on storage that does not belong to a node. */
  public StoragePlace(String base, String path) {
    this(base, null, path);
  }

  /** A directory of a node, which another node's directory of the same name is not. */
  static StoragePlace onNode(@Nullable String node, String path) {
    return new StoragePlace(node == null ? UNKNOWN_NODE : "node " + node, node, path);
  }

  /** Whether it is a directory of a node that nobody named, so that it equals no other place. */
  public boolean onUnknownNode() {
    return node == null && base.equals(UNKNOWN_NODE);
  }

  /** A place below this one. */
  public StoragePlace below(@Nullable String relative) {
    return relative == null ? this : new StoragePlace(base, node, path + "/" + relative);
  }

  /** Whether whoever writes here can write there. */
  public boolean covers(StoragePlace other) {
    return base.equals(other.base)
        && (path.equals("/") || other.path.equals(path) || other.path.startsWith(path + "/"));
  }

  /** Whether a path is the directory itself or lies in it. */
  public static boolean isBelow(String directory, String path) {
    return path.equals(directory)
        || path.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  private static String normalized(String path) {
    StringBuilder out = new StringBuilder();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        out.append('/').append(part);
      }
    }
    return out.isEmpty() ? "/" : out.toString();
  }
}
