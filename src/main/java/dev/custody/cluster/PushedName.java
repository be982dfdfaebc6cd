package dev.custody.cluster;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name under which an image is pushed: registry, repository and tag, as skopeo takes it. */
public final class PushedName {
  /** The result of a task that pushed, as Tekton Chains reads it. */
  public static final String RESULT = "IMAGE_URL";

  /** The parameter of skopeo-push-verified, which is there also when the task failed. */
  static final String PARAMETER = "destination";

  private static final Pattern FORM =
      Pattern.compile(
          "(?:docker://)?[A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::[0-9]{1,5})?"
              + "(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*){1,20}(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?");

  private static final int LONGEST = 512;

  private PushedName() {}

  /** Whether it is such a name and nothing else, so that a command may hold it as it is. */
  public static boolean isOne(@Nullable String text) {
    return text != null && text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  /** Without the transport and the tag. */
  public static String repository(String name) {
    String bare = bare(name);
    int colon = bare.lastIndexOf(':');
    return colon > bare.lastIndexOf('/') ? bare.substring(0, colon) : bare;
  }

  /** With the tag, {@code latest} where it names none. */
  public static String tagged(String name) {
    String bare = bare(name);
    return bare.equals(repository(name)) ? bare + ":latest" : bare;
  }

  private static String bare(String name) {
    return name.startsWith("docker://") ? name.substring("docker://".length()) : name;
  }
}
