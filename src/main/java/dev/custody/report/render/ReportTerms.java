package dev.custody.report.render;

import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.report.cluster.Suspect;
import dev.custody.report.cluster.Writer;
import dev.custody.report.run.EventKind;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Agreement;
import dev.custody.report.run.ReportDocument.Cell;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Gap;
import dev.custody.report.run.ReportDocument.Result;
import dev.custody.report.run.ReportDocument.Row;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.text.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What both renderings of the document have in common: their words, and how much they show. */
final class ReportTerms {
  /** More runs than this are only named. */
  static final int RUNS = 20;

  /** More events than this are left to the JSON. */
  static final int EVENTS = 60;

  private ReportTerms() {}

  /** Which columns a table of {@code max} columns shows: the worst, in the order of time. */
  static List<Integer> columns(List<Column> columns, int max) {
    return IntStream.range(0, columns.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> rank(columns.get(i).result())))
        .limit(max)
        .sorted()
        .toList();
  }

  private static int rank(Result result) {
    return switch (result) {
      case RECORDED -> 0;
      case DIFFERS, DAMAGED -> 1;
      case DENIED, MISSING -> 2;
      case UNKNOWN -> 3;
      case MATCHES -> 4;
    };
  }

  static boolean bad(Result result) {
    return result != Result.RECORDED && result != Result.MATCHES;
  }

  static String word(Result result) {
    return switch (result) {
      case RECORDED -> "recorded";
      case MATCHES -> "same image";
      case DIFFERS -> "differs";
      case DAMAGED -> "damaged";
      case DENIED -> "denied";
      case MISSING -> "not there";
      case UNKNOWN -> "cannot tell";
    };
  }

  static String word(EventKind what) {
    return switch (what) {
      case BUILT -> "image built";
      case EXPORTED -> "exported";
      case REWRITTEN -> "rewritten";
      case REPLACED -> "replaced";
      case TOUCHED -> "touched";
      case RELABELLED -> "relabelled";
      case CHANGED -> "metadata changed";
      case STARTED -> "started";
      case ENDED -> "ended";
      case CLUSTER -> "cluster";
      case TOOL_FAILED -> "a tool failed";
      case RECORDED -> "recorded";
      case VERIFIED -> "verified";
      case PUSHED -> "pushed";
      case DIFFERS -> "found it different";
      case DAMAGED -> "found it damaged";
      case DENIED -> "denied";
      case UNKNOWN -> "could not tell";
    };
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  static String count(int number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  static String word(Finding.Kind kind) {
    return switch (kind) {
      case CAUSE -> "Cause";
      case WARNING -> "Warning";
      case NOTE -> "Note";
    };
  }

  static String word(Suspect.Standing standing) {
    return switch (standing) {
      case FOUND -> "Found: ";
      case NOT_KNOWN -> "Not known: ";
      case RULED_OUT -> "Ruled out: ";
    };
  }

  /** The question that a writer answers, with the answer's confidence. */
  static String who(Writer writer) {
    return "Who "
        + writer.kind().words()
        + (writer.confidence() == null ? "?" : " (" + lower(writer.confidence()) + "):");
  }

  /** What a document is about, in one line: run, archive, day, place, number of records. */
  static String about(ReportDocument document) {
    String records = count(document.records().size(), "record", "records");
    return document.runs().size() == 1
        ? document.runs().getFirst().id().name()
            + " · "
            + place(document.runs().getFirst())
            + " · "
            + records
        : records;
  }

  /** Where and when a run was: day, namespace, nodes, archive. */
  static String place(Run run) {
    List<String> parts = new ArrayList<>();
    parts.add(Times.day(run.columns().getFirst().from()));
    if (run.id().namespace() != null) {
      parts.add("namespace " + run.id().namespace());
    }
    List<String> nodes = run.id().nodes();
    if (!nodes.isEmpty()) {
      parts.add(
          (nodes.size() == 1 ? "node " : "nodes ")
              + String.join(", ", nodes.subList(0, Math.min(5, nodes.size()))));
    }
    if (run.id().archive() != null) {
      parts.add("archive " + run.id().archive());
    }
    return String.join(" · ", parts);
  }

  /** A run in one line. */
  static String line(Run run) {
    return run.verdict() + " " + run.id().name() + ": " + run.headline();
  }

  static String silentLogs(ReportDocument document) {
    return count(document.silentLogs(), "log holds", "logs hold")
        + " no record, no digest and no known failure line";
  }

  static String otherFiles(ReportDocument document) {
    return count(document.otherFiles(), "JSON file was no record", "JSON files were no records")
        + ".";
  }

  /** Something that was not checked, and what follows. */
  static String gap(Gap gap) {
    return gap.what()
        + (gap.tasks().isEmpty() ? "" : " (" + String.join(", ", gap.tasks()) + ")")
        + (gap.causes().isEmpty() ? "" : "; cannot be excluded: " + CauseId.line(gap.causes()));
  }

  static List<Row> rows(Run run, Agreement agreement) {
    return run.matrix().stream().filter(r -> r.agreement() == agreement).toList();
  }

  /** The value of a row that has only one. */
  static String value(Row row) {
    for (Cell cell : row.cells()) {
      if (cell.value() != null) {
        return cell.value();
      }
    }
    return "";
  }

  /** The tasks whose records do not show a row's evidence. */
  static List<String> unseen(Run run, Row row) {
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < row.cells().size(); i++) {
      String task = run.columns().get(i).task();
      if (row.cells().get(i).value() == null && !tasks.contains(task)) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  /** Said where no finding of the records is a cause. */
  static String noCause(Run run) {
    boolean named =
        !run.beside().told().isEmpty()
            || run.beside().unrecorded().stream().anyMatch(u -> u.cause() != null);
    return run.verdict() == VerdictWord.PASS
        ? "Every task that looked saw the recorded image."
        : named
            ? "The records show no cause; results or logs name one, see above."
            : "No cause was found.";
  }

  /** Said where no evidence differs. */
  static String noDifference(Run run) {
    return run.columns().size() == 1
        ? "Only one record looked at the archive, so there is nothing to compare."
        : "No evidence differs.";
  }

  /** After a count of evidence that does not differ. */
  static String same(Run run) {
    return run.columns().size() == 1 ? "" : ": the same in all tasks";
  }
}
