package dev.custody.cli;

import dev.custody.gate.Confirmation;
import dev.custody.oci.AskedDigest;
import dev.custody.oci.Digest;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.image.RegistryManifest;
import dev.custody.record.RecordedEvidence;
import dev.custody.report.statement.VerificationStatement;
import dev.custody.report.text.ConfirmationText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code custody confirm}: does the registry hold what was recorded? The manifest is fetched by
 * skopeo, crane or oras; custody has no network code.
 */
@Command(
    name = "confirm",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    customSynopsis =
        "custody confirm [OPTIONS] (--recorded FILE | --recorded-compact JSON | --digest "
            + "DIGEST)... MANIFEST",
    description = {
      "Checks that a registry serves the recorded image, and if not, says how it " + "differs.",
      "Run it after the push. custody has no network code: skopeo, crane or oras "
          + "fetches the manifest."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  skopeo inspect --raw docker://quay.io/org/app:1.0 | custody confirm --recorded "
          + "record.json -",
      "  custody confirm --digest sha256:76ecc436302e manifest.json"
    })
final class ConfirmCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private RecordedOptions recorded;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The image's config (skopeo inspect --raw --config), to compare diffIDs too.")
  private @Nullable String config;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The image's name in the registry, for messages and the statement.")
  private @Nullable String name;

  @Option(
      names = OutputOption.DIGEST,
      paramLabel = "FILE",
      description = "Writes the digest of the manifest that was served, for a Tekton result.")
  private @Nullable String digestFile;

  @Mixin private VerdictResultOptions verdictResults;
  @Mixin private StatementOption statement;
  @Mixin private FormatOption format;

  @Parameters(
      paramLabel = "MANIFEST",
      description = "The manifest exactly as the registry served it; - reads standard input.")
  private String manifest;

  @Override
  public Integer call() {
    Outputs outputs = new Outputs(custody.session(), spec.commandLine());
    return verdictResults.guard(outputs, () -> confirm(outputs));
  }

  private int confirm(Outputs outputs) {
    verdictResults.begin(outputs, List.of());
    List<RecordedEvidence> sources = recorded.read(custody.session(), spec.commandLine());
    List<AskedDigest> beginnings = recorded.beginnings(spec.commandLine());
    RegistryManifest served = null;
    Confirmation confirmation;
    try {
      served = served(sources, beginnings);
      sources = recorded.complete(sources, served.digests(), "the manifest", spec.commandLine());
      confirmation = Confirmation.of(sources, served);
    } catch (UnreadableArchive | IOException e) {
      confirmation = Confirmation.noManifest(String.valueOf(e.getMessage()));
    }
    String shown = name == null ? new ManifestInput(custody.session(), manifest).place() : name;
    verdictResults.write(outputs, confirmation);
    Digest digest = served == null ? null : served.sha256();
    if (digest == null) {
      outputs.noResult(OutputOption.DIGEST, digestFile, "no manifest was read");
    } else {
      outputs.result(OutputOption.DIGEST, digestFile, digest.toString());
    }
    statement.write(
        outputs,
        custody.session(),
        VerificationStatement.Subject.REGISTRY,
        name == null ? "manifest from " + shown : name,
        digest,
        confirmation.result(),
        sources);
    String text =
        format.json()
            ? JsonOutput.render(ConfirmationText.view(confirmation, served))
            : ConfirmationText.describe(confirmation, shown, served);
    return outputs.finish(text, format.json(), ExitCode.of(confirmation.result()));
  }

  private RegistryManifest served(List<RecordedEvidence> sources, List<AskedDigest> beginnings)
      throws IOException, UnreadableArchive {
    List<Digest> known = new ArrayList<>();
    for (RecordedEvidence source : sources) {
      Digest digest =
          switch (source) {
            case RecordedEvidence.Look look -> look.image().manifest();
            case RecordedEvidence.DigestOnly only -> only.digest();
            case RecordedEvidence.Unreadable _ -> null;
          };
      if (digest != null) {
        known.add(digest);
      }
    }
    ManifestInput input = new ManifestInput(custody.session(), manifest);
    byte[] bytes = input.read();
    RegistryManifest served;
    try {
      served =
          RegistryManifest.parse(
              bytes,
              digest ->
                  known.contains(digest)
                      || beginnings.stream().anyMatch(asked -> asked.matches(digest)),
              input.place());
    } catch (UnreadableArchive e) {
      throw new IOException(input.refusal(bytes, e), e);
    }
    if (config == null) {
      return served;
    }
    ManifestInput ofConfig = new ManifestInput(custody.session(), config);
    return served.withConfig(ofConfig.read(), ofConfig.place());
  }
}
