package dev.custody.report.run;

import dev.custody.linux.Component;
import dev.custody.linux.Errno;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.record.ExecutionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record says of its first archive and the archive's file. */
final class RecordFacts {
  private RecordFacts() {}

  static @Nullable ArchiveEvidence archive(ExecutionRecord record) {
    return record.archive().evidence();
  }

  static @Nullable PathWalk walk(ExecutionRecord record) {
    return record.archive().walk();
  }

  /** The component the walk reached: the archive's file where it could be resolved. */
  static @Nullable Component reached(ExecutionRecord record) {
    PathWalk walk = walk(record);
    return walk == null ? null : walk.last();
  }

  /** The status of the archive's file; null where the walk did not get there. */
  static @Nullable FileStatus status(ExecutionRecord record) {
    PathWalk walk = walk(record);
    return walk == null || walk.resolved() == null ? null : walk.last().status();
  }

  static @Nullable Mount mount(ExecutionRecord record) {
    Component reached = reached(record);
    if (reached != null && reached.mountId() != null) {
      for (Mount mount : record.mounts()) {
        if (mount.id() == reached.mountId()) {
          return mount;
        }
      }
    }
    return null;
  }

  static @Nullable Digest manifest(ExecutionRecord record) {
    ArchiveEvidence archive = archive(record);
    return archive == null ? null : archive.image().digest();
  }

  static @Nullable Digest config(ExecutionRecord record) {
    ArchiveEvidence archive = archive(record);
    return archive == null || archive.image().config() == null
        ? null
        : archive.image().config().digest();
  }

  /** Whether the record knows an image, so that others can be compared with it. */
  static boolean knowsImage(ExecutionRecord record) {
    ArchiveEvidence archive = archive(record);
    return archive != null
        && (archive.image().digest() != null
            || archive.image().config() != null
            || !archive.image().diffIds().isEmpty());
  }

  /** Whether the archive's path does not exist. */
  static boolean missing(ExecutionRecord record) {
    Component reached = reached(record);
    return reached != null
        && reached.lstat() instanceof Outcome.Failed failed
        && failed.errno().equals("ENOENT");
  }

  /** How reading failed, in words; null where it did not. */
  static @Nullable String denial(ExecutionRecord record) {
    Component reached = reached(record);
    if (reached != null) {
      String failed = failed("lstat", reached.lstat());
      failed = failed == null ? failed("open", reached.open()) : failed;
      failed = failed == null ? failed("read", reached.read()) : failed;
      if (failed != null) {
        return failed + " at " + reached.path();
      }
    }
    ArchiveEvidence archive = archive(record);
    return archive == null
        ? null
        : archive.checks().problems().stream()
            .filter(
                p -> p.kind() == Problem.Kind.ACCESS_DENIED || p.kind() == Problem.Kind.READ_ERROR)
            .map(Problem::message)
            .findFirst()
            .orElse(null);
  }

  private static @Nullable String failed(String attempt, Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        ? attempt + ": " + Errno.words(failed.errno())
        : null;
  }

  /** The task that the others are compared with, else the first. */
  static String baseline(List<JudgedRecord> observations) {
    return observations.stream()
        .filter(JudgedRecord::baseline)
        .map(JudgedRecord::task)
        .findFirst()
        .orElse(observations.getFirst().task());
  }

  /** The manifest digest of the look that the others are compared with; null if it knows none. */
  static @Nullable String recordedDigest(List<JudgedRecord> observations) {
    for (JudgedRecord one : observations) {
      Digest digest = one.baseline() ? manifest(one.record()) : null;
      if (digest != null) {
        return digest.toString();
      }
    }
    return null;
  }
}
