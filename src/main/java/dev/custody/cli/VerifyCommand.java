package dev.custody.cli;

import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code custody verify}: is this still the archive that was recorded? */
final class VerifyCommand implements Callable<Integer> {
  private final Session session;
  final Syntax syntax =
      new Syntax(
          "verify",
          this,
          "Observes again, compares with the recorded evidence, and opens or closes the gate.",
          "Several recorded sources must agree with each other too.");

  private final RecordedOptions recorded = new RecordedOptions(syntax);

  private final ArchiveOptions archive = new ArchiveOptions(syntax);
  private final ObserveOptions observe = new ObserveOptions(syntax);
  private final FormatOption format = new FormatOption(syntax);

  private final Supplier<@Nullable String> verdictFile =
      syntax.option(
          "--verdict-file",
          "FILE",
          String.class,
          "The word pass, fail or unknown without a newline, for a Tekton result.");

  private final Supplier<@Nullable String> causeFile =
      syntax.option(
          "--cause-file",
          "FILE",
          String.class,
          "The id of the first cause found, or NONE, for a Tekton result.");

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try {
      return verify();
    } catch (ParameterException | InvalidPathException e) {
      // Said as any other wrong word on the command line.
      throw e;
    } catch (RuntimeException | Error e) {
      // A task that waits for these results must not take a defect for a verdict, nor miss them.
      ResultFiles results = new ResultFiles(session);
      results.write("--verdict-file", verdictFile.get(), "unknown");
      results.write("--cause-file", causeFile.get(), "NONE");
      throw e;
    }
  }

  private int verify() {
    List<RecordedEvidence> evidence = recorded.read(session);
    ExecutionRecord observed =
        observe.observe(session, archive, evidence, syntax.commandLine().getErr());
    Verdict verdict = Gate.compare(evidence, observed);
    RecordOutput output = RecordOutput.write(session, observe, observed);
    ResultFiles results = new ResultFiles(session);
    results.write("--verdict-file", verdictFile.get(), verdict.word());
    results.write("--cause-file", causeFile.get(), Answer.cause(observed));
    output.complain(syntax.commandLine(), results.failures());
    return Answer.print(syntax.commandLine(), format.json(), verdict, observed, output.written());
  }
}
