package dev.custody.report.run;

import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.report.text.VerdictView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The findings document as data, before it is Markdown, HTML or JSON.
 *
 * @param verdict {@code pass}, {@code fail} or {@code unknown}: the worst of the runs, and unknown
 *     where something that should have been a record could not be read
 * @param headline the verdict in one sentence
 * @param runs worst first, then by time
 * @param volumes one sentence for each volume that several runs used
 * @param missing which records are missing to say more
 * @param unreadable what should have been a record and could not be read
 * @param otherFiles how many JSON files of the directories were no records
 * @param records all records read, by time
 */
public record ReportDocument(
    String verdict,
    String headline,
    List<Run> runs,
    List<String> volumes,
    List<String> missing,
    List<String> unreadable,
    int otherFiles,
    List<Source> records) {
  public ReportDocument {
    runs = List.copyOf(runs);
    volumes = List.copyOf(volumes);
    missing = List.copyOf(missing);
    unreadable = List.copyOf(unreadable);
    records = List.copyOf(records);
  }

  /**
   * What the records of one run say of one archive.
   *
   * @param name of the PipelineRun, or what stands for it
   * @param archive its file name; null where no record names it
   * @param columns the looks at the archive, by time
   * @param findings causes first, the surer first
   * @param origins where an image that was not recorded in this run comes from
   */
  public record Run(
      String name,
      @Nullable String uid,
      @Nullable String archive,
      String verdict,
      String headline,
      List<Column> columns,
      List<Row> matrix,
      List<Event> timeline,
      List<TaskFinding> findings,
      List<String> origins,
      List<Gap> notChecked,
      List<String> missing,
      List<NextCommand> next) {
    public Run {
      columns = List.copyOf(columns);
      matrix = List.copyOf(matrix);
      timeline = List.copyOf(timeline);
      findings = List.copyOf(findings);
      origins = List.copyOf(origins);
      notChecked = List.copyOf(notChecked);
      missing = List.copyOf(missing);
      next = List.copyOf(next);
    }
  }

  /**
   * One record, or several of a task that saw the same.
   *
   * @param task as people call it
   * @param result what came of it
   * @param reason the result in a few words
   * @param looks how many records saw the same
   */
  public record Column(
      String task,
      Result result,
      String reason,
      int looks,
      Instant from,
      Instant until,
      boolean compact,
      List<VerdictView.DifferenceView> differences,
      List<String> sources) {
    public Column {
      differences = List.copyOf(differences);
      sources = List.copyOf(sources);
    }
  }

  /** What came of one look at the archive. */
  public enum Result {
    /** The evidence that the others are held against. */
    RECORDED,
    MATCHES,
    DIFFERS,
    DAMAGED,
    DENIED,
    /** It could be read, yet neither verdict is possible. */
    UNKNOWN
  }

  /**
   * One kind of evidence across the columns.
   *
   * @param agreement over the cells that were seen
   */
  public record Row(String group, String evidence, Agreement agreement, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** Whether the tasks saw the same. */
  public enum Agreement {
    DIFFERS,
    /** The same wherever it was seen, but not seen everywhere. */
    PARTLY_SEEN,
    SAME
  }

  /**
   * One piece of evidence.
   *
   * @param value null where it was not seen
   * @param differs whether it is not what the first column that saw it has
   */
  public record Cell(@Nullable String value, boolean differs) {}

  /**
   * Something that happened.
   *
   * @param lane the task, or {@link #ARCHIVE}
   */
  public record Event(Instant at, String lane, EventKind what, String text) {
    /** The lane of what happened to the file. */
    public static final String ARCHIVE = "archive";
  }

  /** The kinds of event. */
  public enum EventKind {
    BUILT,
    EXPORTED,
    REWRITTEN,
    REPLACED,
    TOUCHED,
    RELABELLED,
    CHANGED,
    RECORDED,
    VERIFIED,
    PUSHED,
    DIFFERS,
    DAMAGED,
    DENIED,
    UNKNOWN
  }

  /** A finding and the tasks whose records show it. */
  public record TaskFinding(List<String> tasks, Finding finding) {
    public TaskFinding {
      tasks = List.copyOf(tasks);
    }
  }

  /** Something that could not be checked, and where. */
  public record Gap(List<String> tasks, String what, List<CauseId> causes) {
    public Gap {
      tasks = List.copyOf(tasks);
      causes = List.copyOf(causes);
    }
  }

  /** A command to copy, safe to paste: untrusted words in it are quoted for the shell. */
  public record NextCommand(String why, String command) {}

  /** A record as it was read. */
  public record Source(String source, boolean compact, ExecutionRecord record) {}
}
