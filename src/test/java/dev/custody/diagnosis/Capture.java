package dev.custody.diagnosis;

import dev.custody.linux.AccessControlList;
import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.IdRange;
import dev.custody.linux.Mount;
import dev.custody.linux.MountTable;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.ProcessStatus;
import dev.custody.linux.UserNamespace;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.ObservedArchive;
import dev.custody.record.PodIdentity;
import dev.custody.record.RecordJson;
import dev.custody.record.Step;
import dev.custody.record.TemporaryDirectory;
import dev.custody.record.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a process on a real system saw, as the record that custody would have taken there. The files
 * under {@code denials/} hold the evidence lines of the captures: status, maps, mounts, the walk.
 */
final class Capture {
  private static final Instant WHEN = Instant.parse("2026-11-23T10:00:00Z");

  private Capture() {}

  static ExecutionRecord read(Path file) throws IOException {
    JsonNode capture = RecordJson.mapper().readTree(Files.readString(file));
    MountTable mounts = MountTable.parse(capture.path("mountinfo").asString());
    List<Component> components = new ArrayList<>();
    for (JsonNode component : capture.path("walk")) {
      components.add(component(component, mounts));
    }
    String path = capture.path("path").asString();
    boolean reached = components.getLast().status() != null;
    return new ExecutionRecord(
        ExecutionRecord.SCHEMA_VERSION,
        "capture",
        WHEN,
        new Step(null, null, null, null, null, PodIdentity.UNKNOWN, null, null, null, null, null),
        process(capture),
        mounts.mounts(),
        new ObservedArchive(
            new PathWalk(path, components, reached ? components.getLast().path() : null),
            null,
            null,
            null,
            null,
            null),
        List.of(),
        Workspace.of(null),
        new TemporaryDirectory(null, List.of()),
        List.of(),
        List.of());
  }

  private static ProcessIdentity process(JsonNode capture) {
    ProcessStatus status = ProcessStatus.parse(capture.path("status").asString());
    String label = capture.path("label").asString();
    return new ProcessIdentity(
        status.credentials(),
        status.capabilities(),
        status.noNewPrivileges(),
        status.seccomp(),
        status.umask(),
        label.isEmpty() || label.startsWith("ERRNO") ? null : label,
        new UserNamespace(
            IdRange.parseMap("uid_map", capture.path("uid_map").asString()),
            IdRange.parseMap("gid_map", capture.path("gid_map").asString()),
            null,
            65534L,
            65534L),
        null,
        status.unknownFields());
  }

  private static Component component(JsonNode node, MountTable mounts) {
    String path = node.path("path").asString();
    FileStatus status = status(node.path("stat"));
    Mount mount = mounts.covering(path);
    Outcome none = new Outcome.NotAttempted("not captured");
    Outcome open =
        node.has("open")
            ? outcome(node.path("open"))
            : node.has("opendir") && status != null ? outcome(node.path("opendir")) : none;
    return new Component(
        path,
        status,
        status == null ? outcome(node.path("lstat")) : new Outcome.Succeeded(),
        status == null ? none : open,
        status == null || open instanceof Outcome.Failed
            ? none
            : node.has("read") ? outcome(node.path("read")) : new Outcome.Succeeded(),
        node.has("link") ? node.path("link").asString() : null,
        mount == null ? null : mount.id(),
        attribute(node.path("selinux"), false),
        attribute(node.path("acl"), true),
        attribute(node.path("nfs4"), false));
  }

  private static Outcome outcome(JsonNode text) {
    return text.asString().equals("OK")
        ? new Outcome.Succeeded()
        : new Outcome.Failed(text.asString(), "captured");
  }

  private static ExtendedAttribute attribute(JsonNode node, boolean acl) {
    if (!node.isString()) {
      return new ExtendedAttribute.NotChecked("not captured");
    }
    String text = node.stringValue();
    return switch (text) {
      case "ENODATA", "ENOTSUP" -> new ExtendedAttribute.Absent(text);
      case String errno when errno.matches("E[A-Z]+") -> new ExtendedAttribute.Refused(errno);
      default ->
          new ExtendedAttribute.Present(
              acl ? AccessControlList.decode(HexFormat.of().parseHex(text)).toString() : text);
    };
  }

  private static @Nullable FileStatus status(JsonNode stat) {
    if (!stat.isObject()) {
      return null;
    }
    int mode = Integer.parseInt(stat.path("mode").asString(), 8);
    FileType type =
        switch (mode & 0170000) {
          case 0040000 -> FileType.DIRECTORY;
          case 0120000 -> FileType.SYMLINK;
          default -> FileType.REGULAR;
        };
    return new FileStatus(
        type,
        mode & 07777,
        stat.path("uid").asLong(),
        stat.path("gid").asLong(),
        stat.path("size").asLong(),
        Objects.requireNonNull(stat.path("dev").asString()),
        stat.path("ino").asLong(),
        stat.path("nlink").asInt(),
        null,
        instant(stat.path("mtime_ns").asLong()),
        instant(stat.path("ctime_ns").asLong()));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
  }
}
