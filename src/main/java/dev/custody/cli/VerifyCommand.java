package dev.custody.cli;

import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.report.statement.VerificationStatement;
import dev.custody.report.text.VerdictText;
import dev.custody.report.text.VerdictView;
import dev.custody.report.text.WorkspaceText;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody verify}: is this still the archive that was recorded? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    customSynopsis =
        "custody verify [OPTIONS] (--recorded FILE | --recorded-compact JSON | --digest "
            + "DIGEST)... ARCHIVE",
    description = {
      "Checks that the archive still holds the recorded image, and if not, says why.",
      "Run it right before the push: exit 0 opens the gate, 1 and 3 close it. Several "
          + "recorded sources must agree with each other too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  custody verify --recorded record.json image.tar",
      "  custody verify --digest sha256:76ecc436302e --depth content image.tar"
    })
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private RecordedOptions recorded;

  @Mixin private ArchiveOptions archive;
  @Mixin private ObserveOptions observe;
  @Mixin private RecordOutputOptions output;
  @Mixin private ImageResultOptions imageResults;
  @Mixin private VerdictResultOptions verdictResults;
  @Mixin private StatementOption statement;
  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    Outputs outputs = new Outputs(custody.session(), spec.commandLine());
    return verdictResults.guard(outputs, () -> verify(outputs));
  }

  private int verify(Outputs outputs) {
    Session session = custody.session();
    verdictResults.begin(outputs, observe.lookedAt(session, archive));
    List<RecordedEvidence> evidence = recorded.read(session, spec.commandLine());
    ExecutionRecord observed = observe.observe(session, archive, evidence);
    ArchiveEvidence seen = observed.archive().evidence();
    evidence =
        recorded.complete(
            evidence, seen == null ? Set.of() : seen.digests(), "the archive", spec.commandLine());
    Verdict verdict = Gate.compare(evidence, observed);
    outputs.record(observed, output, false);
    imageResults.write(outputs, observed.archive().evidence());
    verdictResults.write(outputs, verdict, observed);
    statement.write(
        outputs,
        session,
        VerificationStatement.Subject.ARCHIVE,
        observed.archive().walk().path(),
        seen == null ? null : seen.image().digest(),
        verdict.word(),
        evidence);
    String text =
        format.json()
            ? JsonOutput.render(VerdictView.of(verdict, evidence, observed))
            : VerdictText.describe(verdict, observed, outputs.written(), custody.verbose)
                + (verdict instanceof Verdict.Pass && !custody.verbose
                    ? WorkspaceText.brief(evidence, observed)
                    : WorkspaceText.context(evidence, observed))
                + Neighbours.ofDirectory(session, session.path(archive.reference().path()));
    return outputs.finish(text, format.json(), ExitCode.of(verdict.word()));
  }
}
