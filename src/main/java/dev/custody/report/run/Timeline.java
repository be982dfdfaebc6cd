package dev.custody.report.run;

import dev.custody.cluster.ClusterEvent;
import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.RecordedEvidence.Look;
import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.KilledStep;
import dev.custody.report.cluster.TaskTime;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.run.ReportDocument.Event;
import dev.custody.report.text.Sizes;
import dev.custody.report.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the archive, read from the times of its file in successive records and from the
 * times at which tasks looked at it. What happened between two looks and left no time is not known.
 */
final class Timeline {
  /** A creation time further back is no part of the story (SOURCE_DATE_EPOCH). */
  private static final Duration STORY = Duration.ofDays(30);

  /** The name of the step after the push, tekton-tasks/task/skopeo-push-verified. */
  private static final String CONFIRM = "confirm";

  private final Set<Event> events = new LinkedHashSet<>();
  private @Nullable FileStatus file;
  private @Nullable Instant looked;
  private @Nullable String label;
  private @Nullable Digest digest;

  private Timeline() {}

  static List<Event> of(
      List<JudgedRecord> observations,
      List<ReportDocument.Column> columns,
      ReportDocument.Beside beside,
      TaskReturns returns,
      ShortNames names) {
    Timeline timeline = new Timeline();
    observations.forEach(timeline::look);
    observations.forEach(o -> timeline.pushed(o, returns));
    columns.forEach(timeline::column);
    timeline.beside(beside);
    JudgedRecord baseline =
        observations.stream().filter(JudgedRecord::baseline).findFirst().orElse(null);
    return timeline.events.stream()
        .map(e -> new Event(e.at(), e.lane(), e.what(), names.in(e.text()), e.distance()))
        .map(e -> baseline == null ? e : distant(e, baseline))
        .sorted(
            Comparator.comparing(Event::at)
                .thenComparing(e -> !e.lane().equals(Event.ARCHIVE))
                .thenComparing(e -> e.what() == EventKind.ENDED))
        .toList();
  }

  private static Event distant(Event event, JudgedRecord baseline) {
    String distance = Times.distance(baseline.at(), event.at(), baseline.task() + " recorded it");
    return new Event(event.at(), event.lane(), event.what(), event.text(), distance);
  }

  private void beside(ReportDocument.Beside beside) {
    ClusterSection cluster = beside.cluster();
    if (cluster != null) {
      for (TaskTime time : cluster.times()) {
        if (time.from() != null) {
          add(time.from(), time.task(), EventKind.STARTED, "its first step started");
        }
        if (time.until() != null) {
          add(time.until(), time.task(), EventKind.ENDED, time.outcome());
        }
      }
      for (KilledStep killed : cluster.killed()) {
        if (killed.at() != null) {
          add(killed.at(), killed.task(), EventKind.TOOL_FAILED, killed.words());
        }
      }
      for (ClusterEvent event : cluster.events()) {
        String often = event.count() > 1 ? " (" + event.count() + " times)" : "";
        add(
            event.at(),
            event.kind() + " " + event.object(),
            EventKind.CLUSTER,
            event.reason() + often + ": " + event.message());
      }
    }
    for (LogEvidence.Failure failure : beside.failures()) {
      if (failure.at() != null) {
        add(
            failure.at(),
            failure.stream().displayName(),
            EventKind.TOOL_FAILED,
            failure.kind().words() + ": " + failure.text());
      }
    }
  }

  private void add(Instant at, String lane, EventKind what, String text) {
    events.add(new Event(at, lane, what, text, ""));
  }

  /**
   * A push leaves no record of its own; the step of skopeo-push-verified that follows it does, and
   * compares the pushed digest with the recorded one.
   */
  private void pushed(JudgedRecord observation, TaskReturns returns) {
    if (CONFIRM.equals(observation.step().step())) {
      add(
          observation.at(),
          observation.task(),
          EventKind.PUSHED,
          "before this time; "
              + returns.pushes().stream()
                  .filter(push -> push.tasks().contains(observation.task()))
                  .findFirst()
                  .map(PushOutcome::held)
                  .orElse("the pushed digest was compared with the record"));
    }
  }

  private void look(JudgedRecord observation) {
    Look look = observation.look();
    boolean damaged = observation.result() == ReportDocument.Result.DAMAGED;
    FileStatus now = look.file();
    Digest seen = RecordFacts.image(look);
    String nowLabel = label(look);
    if (now != null) {
      if (file == null) {
        first(look, now, seen);
      } else {
        later(file, now, WriteTime.of(now, looked, look.at()), seen, nowLabel, damaged);
      }
      file = now;
      looked = look.at();
    }
    digest = seen == null ? digest : seen;
    label = nowLabel == null ? label : nowLabel;
  }

  private void first(Look look, FileStatus now, @Nullable Digest seen) {
    ArchiveEvidence archive = look.archive();
    Instant built = archive == null ? null : Times.parse(archive.image().created());
    if (built != null
        && built.isBefore(now.modified())
        && Duration.between(built, now.modified()).compareTo(STORY) < 0) {
      add(built, EventKind.BUILT, "according to its config");
    }
    WriteTime written = WriteTime.of(now, null, look.at());
    add(
        written.at(),
        EventKind.EXPORTED,
        "file written"
            + written.words()
            + ": "
            + Sizes.brief(now.size())
            + (seen == null ? "" : ", " + seen));
    if (WriteTime.apart(written.at(), now.changed())) {
      add(
          now.changed(),
          EventKind.CHANGED,
          "owner, mode, label or name changed (ctime), or the modification time was set");
    }
  }

  private void later(
      FileStatus before,
      FileStatus now,
      WriteTime time,
      @Nullable Digest seen,
      @Nullable String nowLabel,
      boolean damaged) {
    boolean otherFile =
        before.inode() != now.inode()
            || (before.born() != null && now.born() != null && !before.born().equals(now.born()));
    boolean written = !before.modified().equals(now.modified());
    boolean same = digest != null && digest.equals(seen);
    boolean other = digest != null && seen != null && !same;
    String after = same && damaged ? ", now damaged" : image(same, seen);
    if (otherFile && (written || other)) {
      add(
          time.at(),
          EventKind.REPLACED,
          "by a different file" + time.words() + ", inode " + now.inode() + after);
    } else if (written && same && !damaged) {
      add(
          time.at(),
          EventKind.TOUCHED,
          "modification time set again" + time.words() + " (touch, cp -p); same image");
    } else if (written || other) {
      add(time.at(), EventKind.REWRITTEN, "file written again" + time.words() + after);
    }
    if (before.changed().equals(now.changed()) || !WriteTime.apart(now.modified(), now.changed())) {
      return;
    }
    boolean told = (written || other) && time.at().equals(now.changed());
    if (label != null && nowLabel != null && !label.equals(nowLabel)) {
      add(now.changed(), EventKind.RELABELLED, "label " + label + " became " + nowLabel);
    } else if (before.mode() != now.mode()
        || before.uid() != now.uid()
        || before.gid() != now.gid()) {
      add(now.changed(), EventKind.CHANGED, mode(before) + " became " + mode(now));
    } else if (!told) {
      add(
          now.changed(),
          EventKind.CHANGED,
          "label, links or name changed (ctime)"
              + (written ? "" : ", or the content and the modification time was set back"));
    }
  }

  private static String image(boolean same, @Nullable Digest seen) {
    return seen == null ? "" : same ? ", the same image" : ": " + seen;
  }

  private static String mode(FileStatus status) {
    return String.format(
        java.util.Locale.ROOT, "%04o %d:%d", status.mode(), status.uid(), status.gid());
  }

  private void column(ReportDocument.Column column) {
    EventKind what =
        switch (column.result()) {
          case RECORDED -> EventKind.RECORDED;
          case MATCHES -> EventKind.VERIFIED;
          case DIFFERS -> EventKind.DIFFERS;
          case DAMAGED -> EventKind.DAMAGED;
          case DENIED -> EventKind.DENIED;
          case MISSING, UNKNOWN -> EventKind.UNKNOWN;
        };
    String looks =
        column.looks() == 1
            ? ""
            : " (" + column.looks() + " looks until " + Times.clock(column.until()) + ")";
    // Its reason begins with the name of the event.
    String reason =
        what == EventKind.RECORDED
            ? "the image that the others are compared with"
            : column.reason();
    add(column.from(), column.task(), what, reason + looks);
  }

  private void add(Instant at, EventKind what, String text) {
    add(at, Event.ARCHIVE, what, text);
  }

  private static @Nullable String label(Look look) {
    Component reached = look.file() == null ? null : RecordFacts.reached(look);
    return reached != null && reached.label() instanceof ExtendedAttribute.Present(String value)
        ? value
        : null;
  }
}
