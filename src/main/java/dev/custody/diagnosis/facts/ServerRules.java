package dev.custody.diagnosis.facts;

import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import org.jspecify.annotations.Nullable;

/**
 * What a server may refuse whatever mode it shows. A denial that the mode explains may then be the
 * server's as well, so that it is never certain, and changing the mode may not help.
 */
public final class ServerRules {
  private ServerRules() {}

  /**
   * Whether a server judges too. With {@code default_permissions} FUSE leaves it to the kernel,
   * which goes by the mode.
   */
  public static boolean judge(@Nullable Mount mount) {
    return mount != null
        && FileSystemType.isServed(mount.type())
        && !(FileSystemType.isFuse(mount.type())
            && mount.superOptions().contains("default_permissions"));
  }

  /** What else gives this refusal on such a mount, as half a sentence; empty where nothing does. */
  public static String alsoRefuse(@Nullable Mount mount) {
    if (mount == null || !judge(mount)) {
      return "";
    }
    String type = mount.type();
    return "the server behind this "
        + type
        + " may refuse the same: "
        + (FileSystemType.isNfs(type)
            ? "all_squash, an ACL, or the groups it knows (with sec=sys at most 16 are sent)"
            : switch (type) {
              case "virtiofs" -> "its daemon's user on the host, which sees no supplementary group";
              case "9p" -> "its user on the host, or the user of the mount (access=)";
              case "ceph" -> "the caps of the client that the volume is mounted with";
              default -> "the rights of the account that the volume is mounted with";
            });
  }

  /** A remedy that a server may undo, with what to look at then. */
  public static String and(String remedy, @Nullable Mount mount) {
    String also = alsoRefuse(mount);
    return also.isEmpty() ? remedy : remedy + "; if that does not help, " + also;
  }
}
