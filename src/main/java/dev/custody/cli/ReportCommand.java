package dev.custody.cli;

import dev.custody.record.AtomicFile;
import dev.custody.report.HtmlDocument;
import dev.custody.report.MarkdownDocument;
import dev.custody.report.RecordCollection;
import dev.custody.report.ReportBuilder;
import dev.custody.report.ReportDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code custody report}: the findings document for a run, from any number of records. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the findings document of a run from its records: verdict, causes, what differs",
      "between the tasks, timeline, next commands. What cannot be read is listed in it."
    })
final class ReportCommand implements Callable<Integer> {
  enum Format {
    MARKDOWN,
    HTML,
    JSON
  }

  private final Session session;

  @Spec CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "markdown|html|json",
      defaultValue = "markdown",
      description = "Default: ${DEFAULT-VALUE}.")
  Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the document goes. Default: standard output.")
  @Nullable String output;

  @Option(
      names = "--from-log",
      paramLabel = "FILE",
      description = {
        "Finds full and compact records in the output of kubectl logs, tkn, or kubectl get",
        "taskruns -o json; - reads standard input. Repeatable."
      })
  List<String> logs = List.of();

  @Parameters(
      paramLabel = "RECORD_OR_DIRECTORY",
      arity = "0..*",
      description = {
        "Full or compact records, or directories that hold them (*.json, five levels deep);",
        "- reads one record from standard input."
      })
  List<String> records = List.of();

  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (records.isEmpty() && logs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "name at least one record, directory or --from-log FILE");
    }
    ReportDocument document = ReportBuilder.document(collect());
    String text =
        switch (format) {
          case MARKDOWN -> MarkdownDocument.render(document);
          case HTML -> HtmlDocument.render(document);
          case JSON -> FormatOption.render(document);
        };
    return write(text) ? code(document) : ExitCode.CANNOT_TELL;
  }

  private RecordCollection collect() {
    RecordCollection collection = new RecordCollection();
    for (String record : records) {
      if (record.equals("-")) {
        collection.add(session.in(), "standard input");
      } else {
        collection.add(session.path(record), record);
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

  private boolean write(String text) {
    if (output == null || output.equals("-")) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return true;
    }
    try {
      AtomicFile.write(session.path(output), text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("custody: " + output + " cannot be written: " + e.getMessage());
      return false;
    }
  }

  private static int code(ReportDocument document) {
    return switch (document.verdict()) {
      case "pass" -> ExitCode.OK;
      case "fail" -> ExitCode.CLOSED;
      default -> ExitCode.CANNOT_TELL;
    };
  }
}
