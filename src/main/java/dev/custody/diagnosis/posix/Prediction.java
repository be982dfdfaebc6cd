package dev.custody.diagnosis.posix;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.AccessControlList;
import dev.custody.linux.Capabilities;
import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.IdRange;
import dev.custody.linux.MalformedException;
import dev.custody.linux.Mount;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.UserNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What POSIX says of one attempt on one file: the capability check of capabilities(7) over the
 * class check of path_resolution(7) and acl(5). Other deniers (security modules, servers) are not
 * part of it: a difference between prediction and outcome is the evidence for one of them.
 */
public sealed interface Prediction {
  /** Permission to read a file or list a directory, and to search a directory. */
  int READ = 4;

  int SEARCH = 1;

  /** Permission to write a file; with {@link #SEARCH}, to make and remove names in a directory. */
  int WRITE = 2;

  /** POSIX grants it. */
  record Allowed(String why) implements Prediction {}

  /**
   * POSIX refuses it.
   *
   * @param why one clause with the numbers: {@code mode 0600 gives others nothing to read}
   * @param acl whether an entry of an ACL decides, not the mode
   * @param unmapped whether capabilities would have granted it, or the mode a write, were the
   *     owner's ids mapped here
   */
  record Denied(String why, boolean acl, boolean unmapped) implements Prediction {}

  /** The evidence for a prediction is missing. */
  record CannotTell(String missing) implements Prediction {}

  /**
   * Predicts one attempt.
   *
   * @param mount on which the file lies; null where it is not known
   */
  static Prediction of(
      ProcessIdentity who,
      FileStatus file,
      ExtendedAttribute aclAttribute,
      int wanted,
      @Nullable Mount mount) {
    Credentials credentials = who.credentials();
    if (credentials == null) {
      return new CannotTell("the process's ids");
    }
    UserNamespace namespace = who.userNamespace();
    if (namespace != null && shownAsOverflow(credentials, file, namespace, mount)) {
      return new CannotTell(
          "knowing whether the owner "
              + namespace.overflowUid()
              + " is this process's own id or stands for an unmapped id");
    }
    Decision decided = classOf(credentials, file, acl(aclAttribute));
    if ((decided.permissions & wanted) == wanted) {
      return mayBeWrittenByNobody(namespace, file, wanted, mount)
          ? new Denied(
              "its owner is not in the id map of the mount, so nobody may write it here",
              false,
              true)
          : new Allowed(decided.words(wanted, true));
    }
    Capabilities capabilities = who.capabilities();
    if (capabilities == null) {
      return new CannotTell("the process's capabilities");
    }
    String capability = capability(capabilities.effective(), file, wanted);
    if (capability == null) {
      return new Denied(decided.words(wanted, false), decided.acl, false);
    }
    if (who.userNamespace() == null) {
      return new CannotTell("the process's user namespace");
    }
    return mapped(who.userNamespace(), file, mount)
        ? new Allowed(capability + " overrides the mode")
        : new Denied(decided.words(wanted, false), decided.acl, true);
  }

  /**
   * Whether both ids of the owner have a name on the mount and in our user namespace; capabilities
   * need that.
   */
  static boolean mapped(UserNamespace namespace, FileStatus file, @Nullable Mount mount) {
    boolean hides = hides(namespace, mount);
    return maps(namespace.uidMap(), file.uid(), namespace.overflowUid(), hides)
        && maps(namespace.gidMap(), file.gid(), namespace.overflowGid(), hides);
  }

  /** Whether ids are shown as the overflow id here: in a user namespace, on an idmapped mount. */
  private static boolean hides(UserNamespace namespace, @Nullable Mount mount) {
    return !namespace.isIdentity() || (mount != null && mount.idmapped());
  }

  /** On an idmapped mount the kernel lets nobody write what has an owner without a name there. */
  private static boolean mayBeWrittenByNobody(
      @Nullable UserNamespace namespace, FileStatus file, int wanted, @Nullable Mount mount) {
    return (wanted & WRITE) != 0
        && mount != null
        && mount.idmapped()
        && namespace != null
        && !mapped(namespace, file, mount);
  }

  /**
   * Whether owner or group would match only as the overflow id, which stands for any unmapped one
   * and is perhaps our own name too.
   */
  private static boolean shownAsOverflow(
      Credentials who, FileStatus file, UserNamespace namespace, @Nullable Mount mount) {
    Long uid = namespace.overflowUid();
    Long gid = namespace.overflowGid();
    return hides(namespace, mount)
        && ((uid != null && file.uid() == uid && who.uid().filesystem() == uid)
            || (gid != null && file.gid() == gid && who.inGroup(gid)));
  }

  private static boolean maps(
      List<IdRange> ranges, long id, @Nullable Long overflow, boolean hides) {
    // An unmapped id is shown as the overflow id, which may itself be mapped to somebody.
    boolean shown = overflow != null && id == overflow && hides;
    return !shown && ranges.stream().anyMatch(range -> range.maps(id));
  }

  private static @Nullable String capability(List<String> effective, FileStatus file, int wanted) {
    boolean directory = file.type() == FileType.DIRECTORY;
    if (effective.contains("CAP_DAC_OVERRIDE")) {
      return "CAP_DAC_OVERRIDE";
    }
    return effective.contains("CAP_DAC_READ_SEARCH")
            && (wanted & WRITE) == 0
            && (wanted == READ || directory)
        ? "CAP_DAC_READ_SEARCH"
        : null;
  }

  /** Which class or entry decides, and what it gives. */
  record Decision(String name, int permissions, boolean acl, FileStatus file) {
    String words(int wanted, boolean granted) {
      String source = acl ? "the ACL" : "mode " + FactText.octal(file.mode());
      String verb = (wanted & WRITE) != 0 ? "write" : wanted == SEARCH ? "search" : "read";
      return source + (granted ? " lets " : " does not let ") + name + " " + verb;
    }
  }

  private static Decision classOf(
      Credentials who, FileStatus file, @Nullable AccessControlList acl) {
    if (who.uid().filesystem() == file.uid()) {
      return new Decision("its owner (uid " + file.uid() + ")", file.mode() >> 6 & 7, false, file);
    }
    Decision mode =
        who.inGroup(file.gid())
            ? new Decision("its group (gid " + file.gid() + ")", file.mode() >> 3 & 7, false, file)
            : new Decision("others", file.mode() & 7, false, file);
    if (acl == null) {
      return mode;
    }
    Decision entry = entryOf(who, file, acl);
    // With an empty mask the kernel does not look at the ACL: the mode decides, for the others too.
    return (file.mode() & 070) != 0
        ? entry
        : new Decision(
            entry.acl() ? entry.name() : mode.name(), mode.permissions(), entry.acl(), file);
  }

  /**
   * acl(5), "ACCESS CHECK ALGORITHM": named users, then groups of which one suffices, then others.
   */
  private static Decision entryOf(Credentials who, FileStatus file, AccessControlList acl) {
    int mask = acl.mask();
    int group = -1;
    String granting = "";
    int other = 0;
    for (AccessControlList.Entry entry : acl.entries()) {
      switch (entry.tag()) {
        case USER -> {
          if (entry.id() != null && entry.id() == who.uid().filesystem()) {
            return new Decision(
                "user " + entry.id() + " (" + entry + " under " + FactText.permissions(mask) + ")",
                entry.permissions() & mask,
                true,
                file);
          }
        }
        case OWNING_GROUP, GROUP -> {
          long id = entry.id() == null ? file.gid() : entry.id();
          if (who.inGroup(id)) {
            group = Math.max(group, 0) | (entry.permissions() & mask);
            granting =
                "group " + id + " (" + entry + " under mask " + FactText.permissions(mask) + ")";
          }
        }
        case OTHER -> other = entry.permissions();
        case OWNER, MASK -> {}
      }
    }
    return group >= 0
        ? new Decision(granting, group, true, file)
        : // No entry is about this process, so it is the mode that decides.
        new Decision("others", other, false, file);
  }

  private static @Nullable AccessControlList acl(ExtendedAttribute attribute) {
    if (attribute instanceof ExtendedAttribute.Present(String text)) {
      try {
        return AccessControlList.parse(text);
      } catch (MalformedException e) {
        return null;
      }
    }
    return null;
  }
}
