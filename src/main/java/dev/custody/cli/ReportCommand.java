package dev.custody.cli;

import dev.custody.record.AtomicFile;
import dev.custody.report.render.HtmlDocument;
import dev.custody.report.render.MarkdownDocument;
import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code custody report}: the findings document for a run, from any number of records. */
final class ReportCommand implements Callable<Integer> {
  enum Format {
    MARKDOWN,
    HTML,
    JSON
  }

  private final Session session;
  final Syntax syntax =
      new Syntax(
          "report",
          this,
          "Writes the findings document of a run from its records: verdict, causes, what differs",
          "between the tasks, timeline, next commands. What cannot be read is listed in it.");

  private final Supplier<Format> format =
      syntax.optionOr(
          "markdown", "--format", "markdown|html|json", Format.class, "Default: ${DEFAULT-VALUE}.");

  private final Supplier<@Nullable String> output =
      syntax.option(
          "-o, --output",
          "FILE",
          String.class,
          "Where the document goes. Default: standard output.");

  private final Supplier<List<String>> logs =
      syntax.repeatable(
          "--from-log",
          "FILE",
          "Finds full and compact records in the output of kubectl logs, tkn, or kubectl get",
          "taskruns -o json; - reads standard input. Repeatable.");

  private final Supplier<List<String>> records =
      syntax.parameters(
          "RECORD_OR_DIRECTORY",
          "Full or compact records, or directories that hold them (*.json, five levels deep);",
          "- reads one record from standard input.");

  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (records.get().isEmpty() && logs.get().isEmpty()) {
      throw new ParameterException(
          syntax.commandLine(), "name at least one record, directory or --from-log FILE");
    }
    ReportDocument document = ReportBuilder.document(collect());
    String text =
        switch (format.get()) {
          case MARKDOWN -> MarkdownDocument.render(document);
          case HTML -> HtmlDocument.render(document);
          case JSON -> FormatOption.render(document);
        };
    return write(text) ? code(document) : ExitCode.CANNOT_TELL;
  }

  private RecordCollection collect() {
    RecordCollection collection = new RecordCollection();
    for (String record : records.get()) {
      if (record.equals("-")) {
        collection.add(session.in(), "standard input");
      } else {
        collection.add(session.path(record), record);
      }
    }
    for (String log : logs.get()) {
      if (log.equals("-")) {
        collection.addLog(session.in(), "standard input");
      } else {
        collection.addLog(session.path(log), log);
      }
    }
    return collection;
  }

  private boolean write(String text) {
    @Nullable String output = this.output.get();
    if (output == null || output.equals("-")) {
      syntax.commandLine().getOut().print(text);
      syntax.commandLine().getOut().flush();
      return true;
    }
    try {
      AtomicFile.write(session.path(output), text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      syntax
          .commandLine()
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
