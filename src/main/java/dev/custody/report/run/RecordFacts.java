package dev.custody.report.run;

import dev.custody.linux.Component;
import dev.custody.linux.Errno;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RecordedEvidence.Look;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a look says of its archive and the archive's file, as far as it was kept. */
final class RecordFacts {
  private RecordFacts() {}

  /** The walk to the archive; null of a compact record, which does not keep it. */
  static @Nullable PathWalk walk(Look look) {
    return switch (look) {
      case RecordedEvidence.Full full -> full.record().archive().walk();
      case RecordedEvidence.Compact _ -> null;
    };
  }

  /** The component the walk reached: the archive's file where it could be resolved. */
  static @Nullable Component reached(Look look) {
    PathWalk walk = walk(look);
    return walk == null ? null : walk.last();
  }

  /** The manifest digest as the archive writes it. */
  static @Nullable Digest manifest(Look look) {
    ArchiveEvidence archive = look.archive();
    return archive == null ? look.image().manifest() : archive.image().digest();
  }

  /** What identifies the image: its manifest, or the config of one that has none. */
  static @Nullable Digest image(Look look) {
    Digest manifest = manifest(look);
    return manifest == null ? look.image().config() : manifest;
  }

  /** Whether the archive's path does not exist. */
  static boolean missing(Look look) {
    Component reached = reached(look);
    return reached != null
        && reached.lstat() instanceof Outcome.Failed failed
        && failed.errno().equals("ENOENT");
  }

  /** How reading failed, in words; null where it did not. */
  static @Nullable String denial(Look look) {
    Component reached = reached(look);
    if (reached != null) {
      String failed = failed("lstat", reached.lstat());
      failed = failed == null ? failed("open", reached.open()) : failed;
      failed = failed == null ? failed("read", reached.read()) : failed;
      if (failed != null) {
        return failed + " at " + reached.path();
      }
    }
    ArchiveEvidence archive = look.archive();
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
      Digest digest = one.baseline() ? manifest(one.look()) : null;
      if (digest != null) {
        return digest.toString();
      }
    }
    return null;
  }
}
