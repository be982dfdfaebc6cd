package dev.custody.oci.image;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name of an image as docker and skopeo write it in full, {@code docker.io/library/app:1}
 * (distribution/reference, normalize.go and regexp.go). Where versions differ, as with a host in
 * upper case, it is no name.
 */
final class DockerReference {
  private static final String DEFAULT = "docker.io";

  private static final String HOST = "(?!-)[a-zA-Z0-9-]++(?<!-)";
  private static final String PART = "[a-z0-9]++(?:(?:__|[._]|-++)[a-z0-9]++)*+";

  private static final Pattern NAME =
      Pattern.compile(HOST + "(?:\\." + HOST + ")*+(?::[0-9]++)?+/" + PART + "(?:/" + PART + ")*+");

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{64}");

  /** The most characters of a name without its tag. */
  private static final int LENGTH_LIMIT = 255;

  private DockerReference() {}

  /** The name in full; null if skopeo refuses it, or if it has a digest. */
  static @Nullable String parse(String text) {
    if (IMAGE_ID.matcher(text).matches()) {
      return null;
    }
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String domain = host ? first.equals("index.docker.io") ? DEFAULT : first : DEFAULT;
    String rest = host ? text.substring(slash + 1) : text;
    if (domain.equals(DEFAULT) && rest.indexOf('/') < 0) {
      rest = "library/" + rest;
    }
    int colon = rest.indexOf(':');
    String name = domain + "/" + (colon < 0 ? rest : rest.substring(0, colon));
    boolean good =
        name.length() <= LENGTH_LIMIT
            && NAME.matcher(name).matches()
            && (colon < 0 || TAG.matcher(rest.substring(colon + 1)).matches());
    return good ? name + (colon < 0 ? "" : rest.substring(colon)) : null;
  }

  /** The same with a tag: {@code latest} where there is none. */
  static @Nullable String tagged(String text) {
    String name = parse(text);
    return name == null || name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
  }
}
