package dev.custody.report.render;

import dev.custody.gate.VerdictWord;
import dev.custody.report.cluster.UnrecordedTask;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Result;
import dev.custody.report.run.ReportDocument.Returned;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The document as JUnit XML, which CI servers show as test results: a suite for each run, a case
 * for each task and one for the verdict. A task that found something else failed, one that cannot
 * tell has an error; a task that pushed another image failed, whatever it found before; a task
 * without a record failed or has an error as its results and its end say, else it is skipped.
 */
public final class JunitDocument {
  /**
   * One case.
   *
   * @param tag {@code failure}, {@code error} or {@code skipped}; empty for a pass
   * @param detail what to do
   */
  private record Case(String name, String tag, String message, String detail) {}

  private static final List<String> SEVERITY = List.of("", "skipped", "error", "failure");

  private JunitDocument() {}

  /** The whole file. */
  public static String render(ReportDocument document) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"custody\">\n");
    for (Run run : document.runs()) {
      suite(out, run.id().name(), cases(run));
    }
    boolean told = document.runs().stream().anyMatch(r -> r.verdict() == document.verdict());
    if (!told) {
      suite(
          out,
          "custody",
          List.of(verdict(document.verdict(), document.headline(), document.missing())));
    }
    return out.append("</testsuites>\n").toString();
  }

  private static List<Case> cases(Run run) {
    List<String> remedies = run.summary().remedies();
    List<Case> cases = new ArrayList<>();
    for (Column column : run.columns()) {
      cases.add(
          with(
              new Case(column.task(), tag(column.result()), column.reason(), detail(remedies)),
              run.summary().returned()));
    }
    for (UnrecordedTask task : run.beside().unrecorded()) {
      cases.add(
          with(
              new Case(task.task(), tag(task), "no record; " + task.text(), detail(remedies)),
              run.summary().returned()));
    }
    cases.add(verdict(run.verdict(), run.headline(), remedies));
    return cases;
  }

  /** The case, as bad as what its task returned beside the look. */
  private static Case with(Case look, List<Returned> returned) {
    Case worst = look;
    for (Returned one : returned) {
      if (one.tasks().contains(look.name())
          && SEVERITY.indexOf(tag(one.verdict())) > SEVERITY.indexOf(worst.tag())) {
        worst = new Case(look.name(), tag(one.verdict()), one.text(), look.detail());
      }
    }
    return worst;
  }

  private static Case verdict(VerdictWord word, String headline, List<String> remedies) {
    return new Case("verdict", tag(word), headline, detail(remedies));
  }

  private static String detail(List<String> remedies) {
    return String.join(". ", remedies);
  }

  private static String tag(UnrecordedTask task) {
    VerdictWord verdict = task.verdict();
    return task.failed() && verdict != VerdictWord.FAIL
        ? "error"
        : verdict == null ? "skipped" : tag(verdict);
  }

  private static String tag(VerdictWord verdict) {
    return switch (verdict) {
      case PASS -> "";
      case FAIL -> "failure";
      case UNKNOWN -> "error";
    };
  }

  private static String tag(Result result) {
    return switch (result) {
      case DIFFERS, DAMAGED -> "failure";
      case DENIED, MISSING, UNKNOWN -> "error";
      case RECORDED, MATCHES -> "";
    };
  }

  private static void suite(StringBuilder out, String name, List<Case> cases) {
    out.append(
        String.format(
            Locale.ROOT,
            "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">%n",
            escaped(name),
            cases.size(),
            count(cases, "failure"),
            count(cases, "error"),
            count(cases, "skipped")));
    for (Case one : cases) {
      out.append("<testcase classname=\"").append(escaped(name)).append("\" name=\"");
      out.append(escaped(one.name())).append('"');
      if (one.tag().isEmpty()) {
        out.append("/>\n");
      } else {
        out.append("><").append(one.tag()).append(" message=\"").append(escaped(one.message()));
        out.append("\">").append(one.tag().equals("skipped") ? "" : escaped(one.detail()));
        out.append("</").append(one.tag()).append("></testcase>\n");
      }
    }
    out.append("</testsuite>\n");
  }

  private static long count(List<Case> cases, String tag) {
    return cases.stream().filter(c -> c.tag().equals(tag)).count();
  }

  private static String escaped(String text) {
    return Printable.text(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
