package dev.custody.linux;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A security context of SELinux, {@code user:role:type:level}.
 *
 * @param range null under a policy without levels
 */
public record SecurityLabel(String user, String role, String type, @Nullable MlsRange range) {
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
      return new SecurityLabel(parts[0], parts[1], parts[2], null);
    }
    return new SecurityLabel(parts[0], parts[1], parts[2], MlsRange.parse(parts[3]));
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
    return range == null || object.range == null || range.high().dominates(object.range.high());
  }

  /** The level as the kernel writes it, {@code s0:c1,c2} or {@code s0-s0:c0.c1023}; "" if none. */
  public String level() {
    return range == null ? "" : range.toString();
  }

  @Override
  public String toString() {
    return user + ":" + role + ":" + type + (range == null ? "" : ":" + range);
  }
}
