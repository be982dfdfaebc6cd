package dev.custody.report.run;

import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.UnrecordedTask;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.log.LoggedCause;
import dev.custody.report.text.VerdictView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The findings document as data, before it is Markdown, HTML or JSON.
 *
 * @param verdict the worst of the runs, and unknown where something that should have been a record
 *     could not be read
 * @param headline the verdict in one sentence
 * @param runs worst first, then by time
 * @param volumes one sentence for each volume that several runs used
 * @param missing which records are missing to say more
 * @param unreadable what should have been a record and could not be read
 * @param changed one sentence for each record that is not the file that its step wrote
 * @param statements one sentence for each statement among the records
 * @param otherFiles how many JSON files of the directories were no records
 * @param silentLogs how many logs said nothing of any archive
 * @param records all records read, by time
 */
public record ReportDocument(
    VerdictWord verdict,
    String headline,
    List<Run> runs,
    List<String> volumes,
    List<String> missing,
    List<String> unreadable,
    List<String> changed,
    List<String> statements,
    int otherFiles,
    int silentLogs,
    List<Source> records) {
  public ReportDocument {
    runs = List.copyOf(runs);
    volumes = List.copyOf(volumes);
    missing = List.copyOf(missing);
    unreadable = List.copyOf(unreadable);
    changed = List.copyOf(changed);
    statements = List.copyOf(statements);
    records = List.copyOf(records);
  }

  /**
   * What the records of one run say of one archive.
   *
   * @param summary what a reader must know first
   * @param columns the looks at the archive, by time
   * @param findings causes first, the surer first
   * @param beside what the cluster and the logs say
   */
  public record Run(
      RunName id,
      VerdictWord verdict,
      String headline,
      Summary summary,
      List<Column> columns,
      List<Row> matrix,
      List<Event> timeline,
      List<TaskFinding> findings,
      List<Gap> notChecked,
      List<String> missing,
      List<NextCommand> next,
      Beside beside) {
    public Run {
      columns = List.copyOf(columns);
      matrix = List.copyOf(matrix);
      timeline = List.copyOf(timeline);
      findings = List.copyOf(findings);
      notChecked = List.copyOf(notChecked);
      missing = List.copyOf(missing);
      next = List.copyOf(next);
    }

    /** What people call it. */
    String title() {
      return id.name();
    }
  }

  /**
   * What tells one run from another, and where it ran.
   *
   * @param name of the PipelineRun, or what stands for it
   * @param archive path, else file name; null where no record names it
   * @param nodes by name, each once
   */
  public record RunName(
      String name,
      @Nullable String uid,
      @Nullable String archive,
      @Nullable String namespace,
      List<String> nodes) {
    public RunName {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * The first screen: what happened, who did it, what is ruled out, what to do; each a few
   * sentences, the most telling first.
   *
   * @param images that were seen: the recorded one first
   * @param returned what tasks say of themselves and no look at the archive shows
   */
  public record Summary(
      List<String> happened,
      List<String> who,
      List<String> ruledOut,
      List<String> remedies,
      List<Image> images,
      List<Returned> returned) {
    public Summary {
      happened = List.copyOf(happened);
      who = List.copyOf(who);
      ruledOut = List.copyOf(ruledOut);
      remedies = List.copyOf(remedies);
      images = List.copyOf(images);
      returned = List.copyOf(returned);
    }
  }

  /**
   * What tasks pushed, or how they ended.
   *
   * @param verdict what it makes of them
   * @param text one sentence that names them
   */
  public record Returned(List<String> tasks, VerdictWord verdict, String text) {
    public Returned {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * An image that was seen in the archive.
   *
   * @param seenBy such as {@code recorded by build}
   * @param created as its config says; null where it does not
   * @param exported when its file was written; null where that is not known
   * @param distance of the export from the moment the archive was recorded, in words; may be empty
   * @param origin which run it comes from; null where that is this one, or not known
   */
  public record Image(
      String seenBy,
      String digest,
      @Nullable Instant created,
      @Nullable Instant exported,
      String distance,
      @Nullable String origin) {}

  /**
   * What is known beside the records.
   *
   * @param cluster null where no dump knows the run
   * @param told causes that custody named in the logs of tasks that left no record
   * @param failures lines of logs in which tools say that they failed
   * @param digests one sentence for each line that sets digests of different kinds side by side
   * @param workspace one sentence for each file that appeared, vanished or changed around the
   *     archive
   */
  public record Beside(
      @Nullable ClusterSection cluster,
      List<LoggedCause> told,
      List<LogEvidence.Failure> failures,
      List<String> digests,
      List<String> workspace) {
    public Beside {
      told = List.copyOf(told);
      failures = List.copyOf(failures);
      digests = List.copyOf(digests);
      workspace = List.copyOf(workspace);
    }

    /** Tasks of the run that left no record; none where no dump knows the run. */
    public List<UnrecordedTask> unrecorded() {
      return cluster == null ? List.of() : cluster.unrecorded();
    }
  }

  /**
   * One record, or several of a task that saw the same.
   *
   * @param task as people call it
   * @param pod in which the first of them was taken
   * @param result what came of it
   * @param reason the result in a few words
   * @param looks how many records saw the same
   */
  public record Column(
      String task,
      @Nullable String pod,
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

  /** The result of one look at the archive. */
  public enum Result {
    /** The evidence that the others are compared with. */
    RECORDED,
    MATCHES,
    DIFFERS,
    DAMAGED,
    DENIED,
    /** The archive's path does not exist. */
    MISSING,
    /** It could be read, yet neither verdict is possible. */
    UNKNOWN;

    /** What it makes of its run. */
    VerdictWord verdict() {
      return switch (this) {
        case RECORDED, MATCHES -> VerdictWord.PASS;
        case DIFFERS, DAMAGED -> VerdictWord.FAIL;
        case DENIED, MISSING, UNKNOWN -> VerdictWord.UNKNOWN;
      };
    }
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
   * @param distance from the moment the archive was recorded, in words; empty where there is none
   */
  public record Event(Instant at, String lane, EventKind what, String text, String distance) {
    /** The lane of what happened to the file. */
    public static final String ARCHIVE = "archive";
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
}
