package dev.custody.cli;

import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.record.ExecutionRecord;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code custody verify}: is this still the archive that was recorded? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Observes again, compares with the recorded evidence, and opens or closes the gate.",
      "Several recorded sources must agree with each other too."
    })
final class VerifyCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec spec;

  @ArgGroup(exclusive = false, multiplicity = "1", heading = "What was recorded (at least one):%n")
  RecordedOptions recorded;

  @Mixin ArchiveOptions archive;
  @Mixin ObserveOptions observe;
  @Mixin FormatOption format;

  @Option(
      names = "--verdict-file",
      paramLabel = "FILE",
      description = "The word pass, fail or unknown without a newline, for a Tekton result.")
  @Nullable String verdictFile;

  @Option(
      names = "--cause-file",
      paramLabel = "FILE",
      description = "The id of the first cause found, or NONE, for a Tekton result.")
  @Nullable String causeFile;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RecordedOptions.Sources sources = recorded.read(session);
    ExecutionRecord observed =
        observe.observe(
            session, archive, sources.records(), sources.digests(), spec.commandLine().getErr());
    Verdict verdict =
        sources.unreadable().isEmpty()
            ? Gate.compare(sources.gate(), observed)
            : Gate.compare(sources.gate(), observed).unlessUnreadable(sources.unreadable());
    RecordOutput output = RecordOutput.write(session, observe, observed);
    ResultFiles results = new ResultFiles(session);
    results.write("--verdict-file", verdictFile, verdict.word());
    results.write("--cause-file", causeFile, Answer.cause(observed));
    output.complain(spec.commandLine(), results.failures());
    return Answer.print(spec.commandLine(), format.json(), verdict, observed, output.written());
  }
}
