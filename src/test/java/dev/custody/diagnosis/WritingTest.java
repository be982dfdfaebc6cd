package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.linux.Capabilities;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.IdRange;
import dev.custody.linux.Ids;
import dev.custody.linux.Mount;
import dev.custody.linux.Outcome;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.Space;
import dev.custody.linux.UserNamespace;
import dev.custody.record.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each cause of a failed write, beside the nearest other situation, which gets another name. */
class WritingTest {
  private static final Instant TIME = Instant.parse("2026-11-25T10:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "setgid directory of our group without g+w, 2755, rw, rw, '', EACCES, WRITE_DENIED certain",
    "the same with g+w,                         2775, rw, rw, '', ,       nothing",
    "g+w and yet refused on virtiofs,           2775, rw, rw, '', EACCES, WRITE_DENIED medium",
    "mounted read-only,                         2775, ro, ro, '', EROFS,  READ_ONLY_MOUNT certain",
    "read-only though mounted read-write, 2775, rw, ro, '', EROFS, 'FS_ERROR_READ_ONLY medium,"
        + " READ_ONLY_MOUNT medium'",
    "no error was counted,           2775, rw, ro, '', EROFS,  READ_ONLY_MOUNT medium",
    "an error was counted,           2775, rw, ro, '', EROFS,  'FS_ERROR_READ_ONLY medium,"
        + " READ_ONLY_MOUNT medium'",
    "an error was counted that was to end in that, 2775, rw, 'ro;errors=remount-ro', '', EROFS,"
        + " 'FS_ERROR_READ_ONLY high, READ_ONLY_MOUNT medium'",
    "a read-only snapshot of btrfs,  2775, rw, rw, '', EROFS,  READ_ONLY_MOUNT medium",
    "the device is gone,             2775, rw, shutdown, '', EIO,  'FS_ERROR_READ_ONLY certain,"
        + " IO_ERROR high'",
    "mounted read-only and no mode,  2755, ro, ro, '', EROFS,  'READ_ONLY_MOUNT certain,"
        + " WRITE_DENIED certain'",
    "the kernel says so,              2775, rw, emergency_ro, '', EROFS,  FS_ERROR_READ_ONLY"
        + " certain",
    "immutable directory,              2775, rw, rw, immutable, EPERM,  IMMUTABLE certain",
    "immutable and no mode,            2755, rw, rw, immutable, EPERM,  'IMMUTABLE certain,"
        + " WRITE_DENIED certain'",
    "append-only directory,            2775, rw, rw, append,    EPERM,  IMMUTABLE certain",
    "append-only directory before a try, 2775, rw, rw, append,  ,       nothing",
    "the file server forgot it,                 2775, rw, rw, '', ESTALE, STALE_HANDLE high",
    "encrypted and locked,                      2775, rw, rw, '', ENOKEY, ENCRYPTED_LOCKED high",
    "the storage fails,                         2775, rw, rw, '', EIO,    IO_ERROR high",
    "sticky directory,                          3777, rw, rw, '', EPERM,  IMMUTABLE high",
    "sticky and closed,                         3755, rw, rw, '', EACCES, 'WRITE_DENIED certain,"
        + " IMMUTABLE medium'",
    "quota,                                     2775, rw, rw, '', EDQUOT, QUOTA certain",
    "full,                                      2775, rw, rw, '', ENOSPC, VOLUME_FULL certain",
    "no space for the project on xfs, 2775, rw, prjquota, '', ENOSPC, 'QUOTA medium, VOLUME_FULL"
        + " medium'",
    "quota behind FUSE,                         2775, rw, rw, '', EDQUOT, QUOTA high",
    "an NFS export without the mode,            2755, rw, rw, '', EACCES, WRITE_DENIED high",
    "9p without the mode,                       2755, rw, rw, '', EACCES, WRITE_DENIED high",
    "vfat with a mode for all,  2755, rw, 'dmask=0022;fmask=0022', '', EACCES, WRITE_DENIED"
        + " certain",
    "ids that an idmapped mount has no place for, 2775, 'rw;idmapped', rw, '', EOVERFLOW,"
        + " USERNS_UNMAPPED high",
    "the same without an id map,                2775, rw, rw, '', EOVERFLOW, UNEXPLAINED_ERROR"
        + " medium",
    "any other,                                 2775, rw, rw, '', EFBIG,  UNEXPLAINED_ERROR medium"
  })
  void namesTheCause(
      String situation,
      String mode,
      String option,
      String superOption,
      String attribute,
      @Nullable String errno,
      String expected) {
    List<Finding> findings =
        findings(
            Integer.parseInt(mode, 8),
            mount(type(situation), option, superOption),
            new Space("/ws", 1000L, 500L, 10L, 5L, null),
            attribute.isEmpty() ? List.of() : List.of(attribute),
            errno,
            !situation.contains("counted") ? null : situation.startsWith("no error") ? 0L : 2L);
    String named =
        findings.stream()
            .map(f -> f.cause() + " " + f.confidence().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    assertEquals(expected, named.isEmpty() ? "nothing" : named, findings.toString());
    CauseTable.namedRight(
        findings.isEmpty() ? "NONE" : findings.getFirst().cause().id(),
        CauseTable.Origin.FIXTURE,
        "writing: " + situation);
  }

  /** FUSE without statfs and proc count nothing, and have 0 of 0 left. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0, nothing", "1000, 0, 10, 5, VOLUME_FULL", "1000, 500, 10, 5, nothing"})
  void isFullOnlyWhereSpaceIsCounted(
      long bytes, long bytesLeft, long inodes, long inodesLeft, String expected) {
    List<Finding> findings =
        findings(
            02775,
            mount("ext4", "rw", "rw"),
            new Space("/ws", bytes, bytesLeft, inodes, inodesLeft, null),
            List.of(),
            null,
            null);
    assertEquals(expected, findings.isEmpty() ? "nothing" : findings.getFirst().cause().id());
  }

  /** The mode is corrected in vain where SELinux refuses next. */
  @ParameterizedTest
  @CsvSource({
    "'s0:c1,c2', container_file_t, true",
    "'s0:c3,c4', container_file_t, false",
    "s0, default_t, true",
    "s0, container_file_t, false"
  })
  void labelsThatRefuseTooAreShown(String level, String type, boolean shown) {
    Component plain = directory(02755);
    Component labelled =
        new Component(
            plain.path(),
            plain.status(),
            plain.lstat(),
            plain.open(),
            plain.read(),
            null,
            1,
            new ExtendedAttribute.Present("system_u:object_r:" + type + ":" + level),
            plain.acl(),
            plain.nfs4Acl());
    ProcessIdentity who = process();
    Finding finding =
        Diagnosis.ofWriting(
                new ProcessIdentity(
                    who.credentials(),
                    who.capabilities(),
                    who.noNewPrivileges(),
                    who.seccomp(),
                    who.umask(),
                    "system_u:system_r:container_t:s0:c3,c4",
                    who.userNamespace(),
                    null,
                    Map.of()),
                new TriedWrite(labelled, mount("ext4", "rw", "rw"))
                    .access(new Outcome.Failed("EACCES", "EACCES"))
                    .probe())
            .getFirst();
    assertEquals(
        shown,
        finding.evidence().stream().anyMatch(line -> line.startsWith("SELinux may refuse")),
        finding.toString());
  }

  /** A kernel that cannot be asked is no silence: mode and mounts speak, or it is said so. */
  @ParameterizedTest
  @CsvSource({"2755, WRITE_DENIED", "2775, UNEXPLAINED_ERROR"})
  void saysThatTheKernelCouldNotBeAsked(String mode, String expected) {
    List<Finding> findings =
        Diagnosis.ofWriting(
            process(),
            new TriedWrite(directory(Integer.parseInt(mode, 8)), mount("ext4", "rw", "rw"))
                .access(new Outcome.NotAttempted("no native access"))
                .probe());
    assertEquals(expected, findings.getFirst().cause().id(), findings.toString());
  }

  /** Chmod changes nothing where the mount gives the modes: its options or its group do. */
  @ParameterizedTest
  @CsvSource({
    "ext4, rw, 2755, chmod g+w, mount options",
    "vfat, dmask=0022, 2755, mount options, chmod g+w",
    "cifs, dir_mode=0755, 2755, dir_mode=, chmod g+w",
    "fuse.s3fs, default_permissions, 2755, mount options, chmod g+w",
    "nfs4, rw, 2755, all_squash, mount options",
    "9p, rw, 2755, access=, mount options",
  })
  void theRemedyFitsTheKindOfVolume(
      String type, String superOption, String mode, String has, String lacks) {
    Finding finding =
        findings(
                Integer.parseInt(mode, 8),
                mount(type, "rw", superOption),
                new Space("/ws", 1000L, 500L, 10L, 5L, null),
                List.of(),
                "EACCES",
                null)
            .getFirst();
    assertTrue(finding.remedy().contains(has), finding.toString());
    assertFalse(finding.remedy().contains(lacks), finding.toString());
  }

  private static String type(String situation) {
    return Stream.of("virtiofs", "btrfs", "xfs", "nfs", "9p", "vfat", "fuse")
        .filter(situation.toLowerCase(Locale.ROOT)::contains)
        .findFirst()
        .orElse("ext4");
  }

  /** A mode that could be changed is no help where the kernel makes all files itself. */
  @Test
  void theKernelsOwnFilesAreNoPlaceForARecord() {
    Finding named =
        findings(
                0555,
                mount("proc", "rw", "rw"),
                new Space("/proc/7", 0L, 0L, 0L, 0L, null),
                List.of(),
                "EACCES",
                null)
            .getFirst();
    assertEquals("WRITE_DENIED", named.cause().id());
    assertEquals("name a file on a volume", named.remedy());
  }

  /** The file that is there decides, before a try, unless custody has tried to replace it. */
  @ParameterizedTest
  @CsvSource({
    "0644, 2775, EACCES, , WRITE_DENIED certain",
    "0664, 2775, EACCES, , WRITE_DENIED medium",
    "0644, 2755, EACCES, , WRITE_DENIED certain",
    "0644, 2775, , , nothing",
    "0644, 2775, EACCES, EACCES, WRITE_DENIED medium",
  })
  void aFileThatIsThereIsJudgedByItsOwnMode(
      String mode,
      String directory,
      @Nullable String access,
      @Nullable String errno,
      String expected) {
    Component file =
        new Component(
            "/ws/image.tar",
            status(FileType.REGULAR, Integer.parseInt(mode, 8), 1002, 2000),
            new Outcome.Succeeded(),
            new Outcome.Succeeded(),
            new Outcome.Succeeded(),
            null,
            1,
            new ExtendedAttribute.Absent("ENODATA"),
            new ExtendedAttribute.Absent("ENODATA"),
            new ExtendedAttribute.Absent("ENODATA"));
    List<Finding> findings =
        Diagnosis.ofWriting(
            process(),
            new TriedWrite(directory(Integer.parseInt(directory, 8)), mount("ext4", "rw", "rw"))
                .file(file)
                .access(
                    access == null ? new Outcome.Succeeded() : new Outcome.Failed(access, access))
                .errno(errno)
                .probe());
    String named =
        findings.stream()
            .map(f -> f.cause() + " " + f.confidence().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    assertEquals(expected, named.isEmpty() ? "nothing" : named, findings.toString());
    if (expected.endsWith("certain")) {
      assertEquals(
          true,
          findings.getFirst().summary().contains("the file /ws/image.tar"),
          findings.toString());
    }
  }

  /** Of writing a file of another owner in a directory of root and our group. */
  private static List<Finding> findings(
      int directoryMode,
      Mount mount,
      Space space,
      List<String> attributes,
      @Nullable String errno,
      @Nullable Long errors) {
    return Diagnosis.ofWriting(
        process(),
        new TriedWrite(directory(directoryMode), mount)
            .existing(status(FileType.REGULAR, 0644, 1002, 1002))
            .space(space)
            .attributes(attributes)
            .errno(errno)
            .fileSystemErrors(errors)
            .probe());
  }

  private static ProcessIdentity process() {
    Ids id = new Ids(1001, 1001, 1001, 1001);
    List<IdRange> all = List.of(new IdRange(0, 0, 4294967295L));
    return new ProcessIdentity(
        new Credentials(id, id, List.of(2000L)),
        new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of()),
        true,
        "filter",
        "0022",
        null,
        new UserNamespace(all, all, null, 65534L, 65534L),
        null,
        Map.of());
  }

  private static Component directory(int mode) {
    Outcome ok = new Outcome.Succeeded();
    ExtendedAttribute none = new ExtendedAttribute.Absent("ENODATA");
    return new Component(
        "/ws", status(FileType.DIRECTORY, mode, 0, 2000), ok, ok, ok, null, 1, none, none, none);
  }

  private static FileStatus status(FileType type, int mode, long uid, long gid) {
    return new FileStatus(type, mode, uid, gid, 4096, "7:14", 2, 1, TIME, TIME, TIME);
  }

  private static Mount mount(String type, String option, String superOption) {
    return new Mount(
        1,
        0,
        "7:14",
        "/",
        "/ws",
        List.of(option.split(";")),
        List.of(),
        type,
        "/dev/x",
        List.of(superOption.split(";")));
  }
}
