package dev.custody.cli;

import dev.custody.gate.VerdictWord;
import dev.custody.oci.Digest;
import dev.custody.record.RecordedEvidence;
import dev.custody.report.statement.VerificationStatement;
import dev.custody.report.statement.VerificationStatement.Input;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for a verdict as a statement for others to sign. */
final class StatementOption {
  /** A URI with a scheme; an empty one, as a task passes it that was given none, is the default. */
  static final class VerifierId implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (text.isBlank()) {
        return VerificationStatement.ANY_VERIFIER;
      }
      try {
        if (new URI(text).isAbsolute()) {
          return text;
        }
      } catch (URISyntaxException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a URI; write one such as https://example.com/ci");
      }
      throw new TypeConversionException(
          "'" + text + "' has no scheme; write a URI such as https://example.com/ci");
    }
  }

  @Option(
      names = OutputOption.STATEMENT,
      paramLabel = "FILE",
      description =
          "Writes a pass or a fail as an unsigned in-toto statement (SLSA verification "
              + "summary). Exit 3 where there is none: of a verdict unknown, or without a digest.")
  private @Nullable String file;

  @Option(
      names = "--verifier-id",
      paramLabel = "URI",
      converter = VerifierId.class,
      description =
          "The verifier that the statement names, as a URI that your consumers trust. Default: a"
              + " urn:uuid that stands for custody itself.")
  private String verifier = VerificationStatement.ANY_VERIFIER;

  /**
   * Writes the statement; does nothing without the option. No statement is made of an unknown
   * verdict, nor without a digest.
   *
   * @param name of what was looked at
   * @param digest of what was looked at; null where none could be told
   */
  void write(
      Outputs outputs,
      Session session,
      VerificationStatement.Subject what,
      String name,
      @Nullable Digest digest,
      VerdictWord verdict,
      List<RecordedEvidence> recorded) {
    if (file == null) {
      return;
    }
    if (digest == null || verdict == VerdictWord.UNKNOWN) {
      outputs.noResult(
          OutputOption.STATEMENT,
          file,
          verdict == VerdictWord.UNKNOWN
              ? "the verdict is unknown, and only a pass or a fail is stated"
              : "it names what was looked at by its manifest digest, and there is none");
      return;
    }
    VerificationStatement statement =
        VerificationStatement.of(
            verifier,
            what,
            name,
            digest,
            verdict == VerdictWord.PASS,
            inputs(recorded),
            Version.text(),
            session.clock().instant());
    outputs.result(OutputOption.STATEMENT, file, JsonOutput.render(statement));
  }

  /** Every recorded document that was compared; a bare digest is not a document. */
  private static List<Input> inputs(List<RecordedEvidence> recorded) {
    List<Input> inputs = new ArrayList<>();
    for (RecordedEvidence one : recorded) {
      if (one instanceof RecordedEvidence.Look look && look.document() != null) {
        inputs.add(new Input(look.source(), look.document()));
      }
    }
    return inputs;
  }
}
