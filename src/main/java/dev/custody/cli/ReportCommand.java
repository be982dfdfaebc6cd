package dev.custody.cli;

import dev.custody.report.render.GithubAnnotations;
import dev.custody.report.render.Headline;
import dev.custody.report.render.HtmlDocument;
import dev.custody.report.render.JunitDocument;
import dev.custody.report.render.MarkdownDocument;
import dev.custody.report.render.TextDocument;
import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.TaskOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody report}: the findings document for a run, from any number of records. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description = {
      "Writes the findings of a run from its records, logs and cluster objects.",
      "The document holds the verdict, the causes, what differs between the tasks, a "
          + "timeline and the next commands. What could not be read is listed in it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  custody report --format html -o report.html records/",
      "  custody report --format text --cluster cluster.json --from-log logs/ records/"
    })
final class ReportCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    MARKDOWN,
    HTML,
    JSON,
    JUNIT,
    GITHUB
  }

  private static final Map<String, Format> ENDINGS =
      Map.of(".html", Format.HTML, ".md", Format.MARKDOWN, ".json", Format.JSON);

  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "markdown",
      description =
          "The format of the document: text (at most 60 lines, for a log), markdown, html, "
              + "json, junit (test results for a CI server) or github (workflow commands). "
              + "Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = {"-o", OutputOption.OUTPUT},
      paramLabel = "FILE",
      description = "Writes the document to this file. Default: standard output.")
  private @Nullable String output;

  @Option(
      names = OutputOption.SAVE,
      paramLabel = "FILE",
      description =
          "Also writes the whole document to this file, in the format that its "
              + "extension names: .html, .md or .json.")
  private @Nullable String save;

  @Option(
      names = OutputOption.SUMMARY,
      paramLabel = "FILE",
      description = "Writes the verdict in one sentence of at most 300 bytes, for a Tekton result.")
  private @Nullable String summaryFile;

  @Option(
      names = "--task-result",
      paramLabel = "TASK.NAME=VALUE",
      description =
          "What a task returned: status, reason, or a result such as RECORD, VERDICT or "
              + "CAUSE. A value that Tekton left unresolved counts as a missing result. "
              + "Repeatable.")
  private List<String> taskResults = List.of();

  @Option(
      names = "--from-log",
      paramLabel = "FILE",
      description =
          "A log, as kubectl logs or tkn print it, or a directory of *.log files: "
              + "custody finds records, the failure lines of skopeo, buildah, podman, crane "
              + "and kaniko, and the digests that they print; - reads standard input. "
              + "Repeatable.")
  private List<String> logs = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "FILE",
      description =
          "The output of kubectl get pipelineruns,taskruns,pods,pvc,pv,events -o json (or -o yaml),"
              + " or a directory of such files, such as a must-gather: tells who wrote the archive,"
              + " and whether claim, node or security context differ; - reads standard input."
              + " Repeatable.")
  private List<String> clusters = List.of();

  @Parameters(
      paramLabel = "RECORD_OR_DIRECTORY",
      arity = "0..*",
      description =
          "Full or compact records, or directories that hold them (*.json, five levels deep); -"
              + " reads one record from standard input.")
  private List<String> records = List.of();

  @Override
  public Integer call() {
    if (records.isEmpty() && logs.isEmpty() && clusters.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "give at least one record, directory, --from-log FILE or --cluster FILE");
    }
    ReportDocument document = ReportBuilder.document(collect(), outcomes());
    Outputs outputs = new Outputs(custody.session(), spec.commandLine());
    // The sentence and the log first: whatever the file costs or lacks, they are out.
    outputs.result(OutputOption.SUMMARY, summaryFile, Headline.of(document));
    outputs.document(OutputOption.OUTPUT, output, () -> render(format, document));
    if (save != null) {
      save(outputs, save, document);
    }
    return outputs.finish("", false, ExitCode.of(document.verdict()));
  }

  private static void save(Outputs outputs, String file, ReportDocument document) {
    for (Map.Entry<String, Format> ending : ENDINGS.entrySet()) {
      if (file.endsWith(ending.getKey())) {
        outputs.document(OutputOption.SAVE, file, () -> render(ending.getValue(), document));
        return;
      }
    }
    outputs.notWritten(OutputOption.SAVE, file, "the name must end in .html, .md or .json");
  }

  private static String render(Format format, ReportDocument document) {
    return switch (format) {
      case TEXT -> TextDocument.render(document);
      case MARKDOWN -> MarkdownDocument.render(document);
      case HTML -> HtmlDocument.render(document);
      case JSON -> JsonOutput.render(document);
      case JUNIT -> JunitDocument.render(document);
      case GITHUB -> GithubAnnotations.render(document);
    };
  }

  private List<TaskOutcome> outcomes() {
    try {
      return TaskOutcome.parse(taskResults);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private RecordCollection collect() {
    Session session = custody.session();
    RecordCollection collection = new RecordCollection();
    for (String record : records) {
      if (record.equals("-")) {
        collection.add(session.in(), "standard input");
      } else {
        collection.add(session.path(record), record);
      }
    }
    for (String cluster : clusters) {
      if (cluster.equals("-")) {
        collection.addCluster(session.in(), "standard input");
      } else {
        collection.addCluster(session.path(cluster), cluster);
      }
    }
    for (String log : logs) {
      if (log.equals("-")) {
        collection.addLog(session.in(), "standard input");
      } else {
        collection.addLog(session.path(log), log);
      }
    }
    return collection;
  }
}
