package dev.custody.diagnosis;

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
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.UserNamespace;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of one look at {@code /workspace/source/image.tar}, said in the words of the catalogue.
 */
final class AccessSituation {
  static final String FILE = "/workspace/source/image.tar";
  private static final String VOLUME = "/workspace/source";
  private static final Instant WHEN = Instant.parse("2026-11-23T10:00:00Z");
  private static final List<IdRange> IDENTITY = List.of(new IdRange(0, 0, 4294967295L));
  private static final Outcome OK = new Outcome.Succeeded();
  private static final Outcome NOT = new Outcome.NotAttempted("not reached");
  private static final ExtendedAttribute NONE = new ExtendedAttribute.Absent("ENODATA");

  private Instant at = WHEN;
  private long uid = 1000970000;
  private List<Long> groups = List.of(0L);
  private List<IdRange> uidMap = IDENTITY;
  private @Nullable String label;
  private String device = "7:14";
  private String type = "ext4";
  private String root = "/";
  private List<String> superOptions = List.of("rw");
  private int volumeMode = 0755;
  private long volumeGid;
  private int mode = 0644;
  private long owner;
  private long group;
  private @Nullable String failure;
  private boolean absent;
  private String scc = "pipelines-scc";
  private Instant directoryChanged = WHEN.minusSeconds(60);

  AccessSituation at(Instant when) {
    at = when;
    return this;
  }

  AccessSituation process(long newUid, Long... newGroups) {
    uid = newUid;
    groups = List.of(newGroups);
    return this;
  }

  AccessSituation uidMap(IdRange... ranges) {
    uidMap = List.of(ranges);
    return this;
  }

  AccessSituation label(String newLabel) {
    label = newLabel;
    return this;
  }

  AccessSituation mount(String newType, String newDevice, String newRoot, String... options) {
    type = newType;
    device = newDevice;
    root = newRoot;
    superOptions = List.of(options);
    return this;
  }

  AccessSituation volume(int newMode, long newGid) {
    volumeMode = newMode;
    volumeGid = newGid;
    return this;
  }

  AccessSituation directoryChanged(Instant when) {
    directoryChanged = when;
    return this;
  }

  AccessSituation file(int newMode, long newOwner, long newGroup) {
    mode = newMode;
    owner = newOwner;
    group = newGroup;
    return this;
  }

  /** The open fails. */
  AccessSituation denied(String errno) {
    failure = errno;
    return this;
  }

  /** The lstat of the file fails. */
  AccessSituation absent(String errno) {
    failure = errno;
    absent = true;
    return this;
  }

  AccessSituation scc(String newScc) {
    scc = newScc;
    return this;
  }

  ExecutionRecord record() {
    List<Component> components = new ArrayList<>();
    components.add(directory("/", 0755, 0, 1, WHEN.minusSeconds(600)));
    components.add(directory("/workspace", 0755, 0, 1, WHEN.minusSeconds(600)));
    components.add(directory(VOLUME, volumeMode, volumeGid, 2, directoryChanged));
    components.add(file());
    Ids ids = new Ids(uid, uid, uid, uid);
    return new ExecutionRecord(
        ExecutionRecord.SCHEMA_VERSION,
        "situation",
        at,
        new Step(
            null, "run", null, null, null, null, null, null, null, null, null, null, scc, "boot",
            null),
        new ProcessIdentity(
            new Credentials(ids, new Ids(0, 0, 0, 0), groups),
            new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of()),
            true,
            "filter",
            "0022",
            label,
            new UserNamespace(uidMap, uidMap, "allow", 65534L, 65534L),
            Map.of()),
        List.of(
            new Mount(
                1,
                0,
                "0:29",
                "/",
                "/",
                List.of("rw"),
                List.of(),
                "overlay",
                "overlay",
                List.of("rw")),
            new Mount(
                2,
                1,
                device,
                root,
                VOLUME,
                List.of("rw"),
                List.of(),
                type,
                "/dev/loop14",
                superOptions)),
        List.of(),
        List.of(new PathWalk(FILE, components, absent ? null : FILE)),
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private Component directory(String path, int bits, long gid, int mountId, Instant changed) {
    FileStatus status =
        new FileStatus(
            FileType.DIRECTORY, bits, 0, gid, 4096, "7:14", 2, 2, null, changed, changed);
    return new Component(path, status, OK, OK, OK, null, mountId, NONE, NONE, NONE);
  }

  private Component file() {
    if (absent && failure != null) {
      return new Component(
          FILE, null, new Outcome.Failed(failure, ""), NOT, NOT, null, 2, NONE, NONE, NONE);
    }
    FileStatus status =
        new FileStatus(FileType.REGULAR, mode, owner, group, 10, "7:14", 13, 1, null, WHEN, WHEN);
    return failure == null
        ? new Component(FILE, status, OK, OK, OK, null, 2, NONE, NONE, NONE)
        : new Component(
            FILE, status, OK, new Outcome.Failed(failure, ""), NOT, null, 2, NONE, NONE, NONE);
  }
}
