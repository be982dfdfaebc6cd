package dev.custody.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel said as lines of text, for golden files and for comparing with other programs.
 */
final class Lines {
  private Lines() {}

  static List<String> of(ProcessIdentity process) {
    List<String> lines = new ArrayList<>();
    Credentials credentials = process.credentials();
    if (credentials != null) {
      lines.add("uid " + ids(credentials.uid()));
      lines.add("gid " + ids(credentials.gid()));
      lines.add("groups " + credentials.groups());
    }
    Capabilities capabilities = process.capabilities();
    if (capabilities != null) {
      lines.add("inheritable " + capabilities.inheritable());
      lines.add("permitted " + capabilities.permitted());
      lines.add("effective " + capabilities.effective());
      lines.add("bounding " + capabilities.bounding());
      lines.add("ambient " + capabilities.ambient());
    }
    lines.add("noNewPrivileges " + process.noNewPrivileges());
    lines.add("seccomp " + process.seccomp());
    lines.add("umask " + process.umask());
    lines.add("label " + process.label());
    UserNamespace namespace = process.userNamespace();
    if (namespace != null) {
      lines.add("uidMap " + ranges(namespace.uidMap()));
      lines.add("gidMap " + ranges(namespace.gidMap()));
      lines.add("identityMap " + namespace.isIdentity());
      lines.add("setgroups " + namespace.setgroups());
      lines.add("overflow " + namespace.overflowUid() + " " + namespace.overflowGid());
    }
    lines.add("unknownFields " + new TreeMap<>(process.unknownFields()));
    return lines;
  }

  static String of(Mount mount) {
    return String.join(
        " | ",
        mount.id() + " in " + mount.parentId(),
        mount.device(),
        mount.root(),
        mount.mountPoint(),
        mount.options().toString(),
        mount.optionalFields().toString(),
        mount.type(),
        mount.source(),
        mount.superOptions().toString());
  }

  static List<String> of(PathWalk walk) {
    List<String> lines = new ArrayList<>();
    walk.components().forEach(component -> lines.add(of(component)));
    lines.add("resolved " + walk.resolved());
    return lines;
  }

  private static String of(Component c) {
    FileStatus s = c.status();
    return String.join(
        " | ",
        c.path(),
        s == null ? "-" : status(s),
        "lstat " + of(c.lstat()),
        "open " + of(c.open()),
        "read " + of(c.read()),
        "mount " + c.mountId(),
        "target " + c.linkTarget(),
        "label " + of(c.label()),
        "acl " + of(c.acl()));
  }

  static String status(FileStatus s) {
    return String.join(
        " ",
        s.type().toString(),
        Integer.toOctalString(s.mode()),
        Long.toString(s.uid()),
        Long.toString(s.gid()),
        Long.toString(s.size()),
        s.device(),
        Long.toString(s.inode()),
        Integer.toString(s.links()),
        Long.toString(s.modified().getEpochSecond()),
        Long.toString(s.changed().getEpochSecond()),
        s.born() == null ? "-" : Long.toString(s.born().getEpochSecond()));
  }

  private static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded() -> "ok";
      case Outcome.Failed(String errno, String detail, var _) ->
          errno.equals(Errno.UNKNOWN) ? errno + " " + detail : errno;
      case Outcome.NotAttempted(String reason) -> "(" + reason + ")";
    };
  }

  private static String of(ExtendedAttribute attribute) {
    return switch (attribute) {
      case ExtendedAttribute.Present(String value) -> value;
      case ExtendedAttribute.Absent(String errno) -> "none " + errno;
      case ExtendedAttribute.Refused(String errno) -> "refused " + errno;
      case ExtendedAttribute.NotChecked(String reason) -> "(" + reason + ")";
    };
  }

  private static String ids(Ids ids) {
    return ids.real() + " " + ids.effective() + " " + ids.saved() + " " + ids.filesystem();
  }

  private static @Nullable String ranges(List<IdRange> ranges) {
    return String.join(
        ", ", ranges.stream().map(r -> r.inside() + "=" + r.outside() + "+" + r.count()).toList());
  }
}
