package dev.custody.linux;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A security context of SELinux, {@code user:role:type:level}.
 *
 * @param low the current level of a process, the only level of a file; null under a policy without
 *     levels
 * @param high the clearance; equal to {@code low} unless the label has a range {@code low-high}
 */
public record SecurityLabel(
    String user, String role, String type, @Nullable MlsLevel low, @Nullable MlsLevel high) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  /**
   * Reads {@code system_u:object_r:container_file_t:s0:c1,c2}.
   *
   * @throws MalformedException if it is no SELinux label
   */
  public static SecurityLabel parse(String text) {
    String[] parts = text.split(":", 4);
    if (parts.length < 3
        || !NAME.matcher(parts[0]).matches()
        || !NAME.matcher(parts[1]).matches()
        || !NAME.matcher(parts[2]).matches()) {
      throw new MalformedException("SELinux label", 0, "the form user:role:type:level", text);
    }
    if (parts.length == 3) {
      return new SecurityLabel(parts[0], parts[1], parts[2], null, null);
    }
    int dash = parts[3].indexOf('-');
    MlsLevel low = MlsLevel.parse(dash < 0 ? parts[3] : parts[3].substring(0, dash));
    MlsLevel high = dash < 0 ? low : MlsLevel.parse(parts[3].substring(dash + 1));
    return new SecurityLabel(parts[0], parts[1], parts[2], low, high);
  }

  /** The label if the text is one of SELinux; a profile of AppArmor, or null, is not. */
  public static Optional<SecurityLabel> selinux(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(parse(text));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  /**
   * Whether a process of this label has the clearance for an object's: the constraint that the
   * container policies of Fedora and RHEL put on files, {@code h1 dom h2}. True where one of the
   * two has no level.
   */
  public boolean dominates(SecurityLabel object) {
    return high == null || object.high == null || high.dominates(object.high);
  }

  /** The level as the kernel writes it, {@code s0:c1,c2} or {@code s0-s0:c0.c1023}; "" if none. */
  public String level() {
    if (low == null || high == null) {
      return "";
    }
    return low.equals(high) ? low.toString() : low + "-" + high;
  }

  @Override
  public String toString() {
    return user + ":" + role + ":" + type + (low == null ? "" : ":" + level());
  }
}
