package dev.custody.cli;

import dev.custody.gate.Confirmation;
import dev.custody.gate.Verdict;
import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options for the verdict and its cause, each in a file of its own. */
final class VerdictResultOptions {
  @Option(
      names = OutputOption.VERDICT,
      paramLabel = "FILE",
      description =
          "Writes the word pass, fail or unknown, for a Tekton result. It says unknown from the"
              + " start of the run until the verdict is known.")
  private @Nullable String verdictFile;

  @Option(
      names = OutputOption.CAUSE,
      paramLabel = "FILE",
      description =
          "Writes the id of the first cause found, or NONE after a pass, for a Tekton result.")
  private @Nullable String causeFile;

  /**
   * Writes provisional results before anything is looked at: a task that waits for these results
   * needs them also when custody is killed.
   *
   * @param lookedAt what the run looks at, whose directories must not change
   */
  void begin(Outputs outputs, Collection<Path> lookedAt) {
    outputs.beforehand(verdictFile, VerdictWord.UNKNOWN.text(), lookedAt);
    outputs.beforehand(causeFile, CauseId.UNEXPLAINED_ERROR.id(), lookedAt);
  }

  void write(Outputs outputs, Verdict verdict, ExecutionRecord observed) {
    CauseId cause = cause(verdict, observed);
    write(outputs, verdict.word(), cause == null ? CauseId.NONE : cause.id());
  }

  /** Writes both of a look at a registry's manifest, whose reasons are none of the catalogue. */
  void write(Outputs outputs, Confirmation confirmation) {
    write(outputs, confirmation.result(), confirmation.reason().name());
  }

  private void write(Outputs outputs, VerdictWord verdict, String cause) {
    outputs.result(OutputOption.VERDICT, verdictFile, verdict.text());
    outputs.result(OutputOption.CAUSE, causeFile, cause);
  }

  /**
   * Runs a gate. After a defect both results say unknown, so that a task that waits for them
   * neither misses them nor takes the defect for a verdict. A usage error goes to its handler as it
   * is.
   */
  int guard(Outputs outputs, IntSupplier gate) {
    try {
      return gate.getAsInt();
    } catch (ParameterException | InvalidPathException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      write(outputs, VerdictWord.UNKNOWN, CauseId.UNEXPLAINED_ERROR.id());
      throw e;
    }
  }

  /**
   * The first finding that explains a failure; null after a pass without one. There is always a
   * cause beside an unknown verdict.
   */
  private static @Nullable CauseId cause(Verdict verdict, ExecutionRecord observed) {
    return observed.findings().stream()
        .filter(finding -> finding.kind() == Finding.Kind.CAUSE)
        .map(Finding::cause)
        .findFirst()
        .orElse(verdict instanceof Verdict.Unknown ? CauseId.UNEXPLAINED_ERROR : null);
  }
}
