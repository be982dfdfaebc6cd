package dev.custody.record;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every cause of the catalogue. Holds each cause's group and what waiting can change; the reasoning
 * stands in the class of the same name.
 */
public enum CauseId {
  MODE_DENIES(Group.ACCESS),
  DIR_NOT_SEARCHABLE(Group.ACCESS),
  POSIX_ACL(Group.ACCESS),
  ROOT_WITHOUT_DAC(Group.ACCESS),
  FSGROUP_NOT_IN_PROCESS(Group.ACCESS),
  FSGROUP_NOT_ON_VOLUME(Group.ACCESS),
  ONROOTMISMATCH_SKIPPED(Group.ACCESS),
  SUBPATH_OWNERSHIP(Group.ACCESS),
  USERNS_UNMAPPED(Group.ACCESS),
  USERNS_WRITER(Group.ACCESS),
  SELINUX_MCS_MISMATCH(Group.ACCESS),
  SELINUX_TYPE(Group.ACCESS),
  SELINUX_CONTEXT_MOUNT(Group.ACCESS),
  NFS_ROOT_SQUASH(Group.ACCESS),
  NFS_SERVER_DENIES(Group.ACCESS),
  FUSE_OWNER_ONLY(Group.ACCESS),
  MOUNT_FIXES_MODE(Group.ACCESS),
  SERVER_DENIES(Group.ACCESS),
  ENCRYPTED_LOCKED(Group.ACCESS, Waiting.MAY_BRING_THE_FILE),
  LSM_OR_SECCOMP_OTHER(Group.ACCESS),
  READ_ONLY_MOUNT(Group.ACCESS),
  WRITE_DENIED(Group.ACCESS),
  IMMUTABLE(Group.ACCESS),
  FS_ERROR_READ_ONLY(Group.ACCESS),
  SCC_DIFFERS(Group.ACCESS),
  IMAGE_USER_DIFFERS(Group.ACCESS),
  GROUPS_FROM_IMAGE(Group.ACCESS),
  /** Seen only where a dump of the cluster is compared with the records. */
  FSGROUP_NOT_APPLIED(Group.ACCESS),
  /** Seen only where a dump of the cluster is compared with the records. */
  LABEL_NOT_FIXED(Group.ACCESS),
  UNEXPLAINED_DENIAL(Group.ACCESS),
  UNEXPLAINED_ERROR(Group.ACCESS),

  NOT_ON_A_PVC(Group.PLACE, Waiting.MAY_BRING_THE_FILE),
  UNRESOLVED_VARIABLE(Group.PLACE),
  SYMLINK(Group.PLACE, Waiting.MAY_BRING_THE_FILE),
  OTHER_PATH(Group.PLACE),
  DIFFERENT_VOLUME(Group.PLACE),
  DIFFERENT_SUBPATH(Group.PLACE),
  NOT_YET_VISIBLE(Group.PLACE, Waiting.CURES),
  REMOVED(Group.PLACE),
  NOT_FOUND(Group.PLACE, Waiting.CURES),
  STALE_HANDLE(Group.PLACE, Waiting.CURES),
  IO_ERROR(Group.PLACE),

  BEING_WRITTEN(Group.CONTENT, Waiting.CURES),
  TRUNCATED(Group.CONTENT),
  AMBIGUOUS_ARCHIVE(Group.CONTENT),
  CORRUPT_BLOB(Group.CONTENT),
  TWO_WRITERS(Group.CONTENT),
  INDEX_MANIFEST_MISMATCH(Group.CONTENT),
  NOT_OCI(Group.CONTENT),
  DIRECTORY_INSTEAD_OF_FILE(Group.CONTENT),
  AMBIGUOUS_INDEX(Group.CONTENT),
  REF_NOT_FOUND(Group.CONTENT),
  DIGEST_KIND_CONFUSION(Group.CONTENT),
  DIGEST_NOT_IN_ARCHIVE(Group.CONTENT),
  SAME_IMAGE_OTHER_FORM(Group.CONTENT),
  DOCKER_ARCHIVE(Group.CONTENT),
  COMPRESSED(Group.CONTENT),
  OTHER_RUN(Group.CONTENT),
  REWRITTEN_IN_PLACE(Group.CONTENT),
  REPLACED(Group.CONTENT),
  STALE_CACHE(Group.CONTENT),
  OLD_IMAGE_EXPORTED(Group.CONTENT),
  BUILT_IMAGE_EXPORTED(Group.CONTENT),
  REEXPORTED_SAME(Group.CONTENT),
  TOUCHED(Group.CONTENT),
  METADATA_ONLY(Group.CONTENT),
  CREATED_OLD_IS_FINE(Group.CONTENT),

  NESTED_INDEX(Group.PUSH),
  UNCOMPRESSED_LAYERS(Group.PUSH),

  VOLUME_FULL(Group.RESOURCES),
  QUOTA(Group.RESOURCES),
  TMP_TOO_SMALL(Group.RESOURCES),
  LEFTOVER_TMP(Group.RESOURCES),
  CLOCK_SKEW(Group.RESOURCES),

  PROBE_IDENTITY_DIFFERS(Group.PROBE);

  /** The groups that causes are listed under. */
  public enum Group {
    /** Access is refused. */
    ACCESS,
    /** The file is not there, or another one is. */
    PLACE,
    /** What the archive holds, and how it came to differ. */
    CONTENT,
    /** What the next push will meet. */
    PUSH,
    /** Room and clocks. */
    RESOURCES,
    /** How far the evidence itself can be trusted. */
    PROBE
  }

  /** What a later look can find. */
  private enum Waiting {
    CHANGES_NOTHING,
    /** It may be gone. */
    CURES,
    /**
     * Where it is not sure, the file may only not be there yet: an emptyDir is shared by the steps
     * of a pod, an encrypted directory may be unlocked, the target of a link may be written later.
     */
    MAY_BRING_THE_FILE
  }

  private static final Map<String, CauseId> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(CauseId::id, Function.identity()));

  /** What a result says in place of an id where there is no cause. */
  public static final String NONE = "NONE";

  private final Group group;
  private final Waiting waiting;

  CauseId(Group group) {
    this(group, Waiting.CHANGES_NOTHING);
  }

  CauseId(Group group, Waiting waiting) {
    this.group = group;
    this.waiting = waiting;
  }

  /** Several ids in one line, with commas. */
  public static String line(List<CauseId> causes) {
    return causes.stream().map(CauseId::id).collect(Collectors.joining(", "));
  }

  /** The cause that an id names; null where the catalogue has none of that id. */
  public static @Nullable CauseId parse(String id) {
    return BY_ID.get(id);
  }

  /** As the catalogue writes it, in capitals. */
  public String id() {
    return name();
  }

  /** The group it is listed under. */
  public Group group() {
    return group;
  }

  /**
   * Whether it is about a change of the file at the recorded place, which a task that looks at
   * another place does not prove.
   */
  public boolean supposesOnePlace() {
    return switch (this) {
      case REMOVED, REPLACED, NOT_YET_VISIBLE, OTHER_RUN -> true;
      default -> false;
    };
  }

  /** Whether its own remedy is to search for whoever changed the file. */
  public boolean asksForTheWriter() {
    return switch (this) {
      case REWRITTEN_IN_PLACE, REPLACED, REMOVED -> true;
      default -> false;
    };
  }

  /** Whether looking again later may find it gone; a permission never changes by waiting. */
  public boolean curedByTime() {
    return waiting == Waiting.CURES;
  }

  /** Whether a later look may find the file, where this cause is not sure. */
  public boolean mayBringTheFile() {
    return waiting == Waiting.MAY_BRING_THE_FILE;
  }
}
