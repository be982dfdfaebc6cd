package dev.custody.report.run;

import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.oci.Digest;
import dev.custody.record.CauseId;
import dev.custody.record.RecordedEvidence.Look;
import dev.custody.report.cluster.WriteMoment;
import dev.custody.report.cluster.WriteMoment.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which something was done to the archive between two looks, by the times that its
 * file carries. A time that does not lie between the looks was set by hand and is no moment.
 */
final class WriteMoments {
  private final List<WriteMoment> moments = new ArrayList<>();
  private @Nullable Instant looked;
  private @Nullable FileStatus file;
  private @Nullable String label;
  private @Nullable Digest digest;

  private WriteMoments() {}

  static List<WriteMoment> of(List<JudgedRecord> observations) {
    WriteMoments all = new WriteMoments();
    observations.forEach(all::look);
    return List.copyOf(all.moments);
  }

  private void look(JudgedRecord observation) {
    Look look = observation.look();
    FileStatus now = look.file();
    Digest seen = RecordFacts.image(look);
    String nowLabel = label(look);
    if (now == null) {
      removed(observation);
      return;
    }
    boolean damaged = observation.result() == ReportDocument.Result.DAMAGED;
    if (file == null || looked == null) {
      if (damaged) {
        Instant born = now.born() == null ? now.modified() : now.born();
        add(
            Kind.DAMAGED,
            born.isAfter(now.modified()) ? now.modified() : born,
            now.modified(),
            observation,
            observation.step().pod().name());
      }
    } else {
      later(looked, file, observation, now, seen, nowLabel);
    }
    looked = observation.at();
    file = now;
    digest = seen == null ? digest : seen;
    label = nowLabel == null ? label : nowLabel;
  }

  private void removed(JudgedRecord observation) {
    if (file != null
        && looked != null
        && observation.findings().stream().anyMatch(f -> f.cause() == CauseId.REMOVED)) {
      add(Kind.REMOVED, looked, observation.at(), observation, null);
      file = null;
    }
  }

  private void later(
      Instant from,
      FileStatus before,
      JudgedRecord observation,
      FileStatus now,
      @Nullable Digest seen,
      @Nullable String nowLabel) {
    boolean otherFile =
        before.inode() != now.inode()
            || (before.born() != null && now.born() != null && !before.born().equals(now.born()));
    boolean written = !before.modified().equals(now.modified());
    boolean other = digest != null && seen != null && !digest.equals(seen);
    boolean damaged = observation.result() == ReportDocument.Result.DAMAGED;
    if ((written || otherFile || other) && !(digest != null && digest.equals(seen))) {
      Kind kind = damaged ? Kind.DAMAGED : otherFile ? Kind.REPLACED : Kind.REWRITTEN;
      Instant until = observation.at();
      Instant exact =
          Stream.of(otherFile ? now.born() : null, now.modified())
              .filter(t -> t != null && between(from, t, until))
              .findFirst()
              .orElse(null);
      if (exact == null) {
        add(kind, from, until, observation, null);
      } else {
        add(kind, exact, exact, possible(exact, now, until), observation, null);
      }
    }
    if (!before.changed().equals(now.changed()) && between(from, now.changed(), observation.at())) {
      if (label != null && nowLabel != null && !label.equals(nowLabel)) {
        add(Kind.RELABELLED, now.changed(), now.changed(), observation, null);
      } else if (!otherFile
          && !written
          && (before.mode() != now.mode()
              || before.uid() != now.uid()
              || before.gid() != now.gid())) {
        add(Kind.CHANGED, now.changed(), now.changed(), observation, null);
      }
    }
  }

  /** The change time, where it lies after the stated time and belongs to another act. */
  private static Instant possible(Instant stated, FileStatus file, Instant looked) {
    return file.changed().isAfter(stated)
            && !file.changed().isAfter(looked)
            && WriteTime.apart(stated, file.changed())
        ? file.changed()
        : stated;
  }

  private static boolean between(Instant from, Instant at, Instant until) {
    return at.isAfter(from) && !at.isAfter(until);
  }

  private void add(
      Kind kind, Instant from, Instant until, JudgedRecord observation, @Nullable String ownPod) {
    add(kind, from, until, until, observation, ownPod);
  }

  private void add(
      Kind kind,
      Instant from,
      Instant until,
      Instant possible,
      JudgedRecord observation,
      @Nullable String ownPod) {
    List<String> digests = new ArrayList<>();
    for (Digest known :
        new @Nullable Digest[] {
          RecordFacts.manifest(observation.look()), observation.look().image().config()
        }) {
      if (known != null) {
        digests.add(known.hex());
      }
    }
    WriteMoment moment =
        new WriteMoment(
            kind,
            from,
            until,
            possible,
            digests,
            observation.task(),
            kind == Kind.RELABELLED ? label(observation.look()) : null,
            ownPod);
    if (moments.stream().noneMatch(m -> m.kind() == kind && m.from().equals(from))) {
      moments.add(moment);
    }
  }

  private static @Nullable String label(Look look) {
    Component reached = look.file() == null ? null : RecordFacts.reached(look);
    return reached != null && reached.label() instanceof ExtendedAttribute.Present(String value)
        ? value
        : null;
  }
}
