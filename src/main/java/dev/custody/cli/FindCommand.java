package dev.custody.cli;

import dev.custody.oci.ArchiveReference;
import dev.custody.oci.AskedDigest;
import dev.custody.oci.Depth;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.report.render.DigestText;
import dev.custody.report.run.DigestSearch;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody find}: what is this digest? */
@Command(
    name = "find",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description = {
      "Says what a digest is, and which archive, record or log contains it.",
      "A digest can be a manifest, index, config, layer or diffID. Exit 1 if it is not found."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  custody find sha256:06c5f262bb5a image.tar records/",
      "  kubectl logs push-pod | custody find 06c5f262bb5a -"
    })
final class FindCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Parameters(
      index = "0",
      paramLabel = "DIGEST",
      description = "sha256:HEX, NAME@sha256:HEX, or at least twelve of its digits.")
  private AskedDigest digest;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "WHERE",
      description =
          "Archives, records, logs, the output of kubectl get -o json, or directories of them;"
              + " - reads a log from standard input.")
  private List<String> places = List.of();

  @Override
  public Integer call() {
    Session session = custody.session();
    DigestSearch search =
        new DigestSearch(path -> ImageArchive.inspect(path, InspectionRequest.of(Depth.STRUCTURE)));
    for (String place : places) {
      if (place.equals("-")) {
        search.addLog(session.in(), "standard input");
      } else {
        search.add(session.path(reference(place).path()), place);
      }
    }
    DigestSearch.Answer answer = search.find(digest);
    String text = format.json() ? JsonOutput.render(answer) : DigestText.describe(answer);
    int code =
        answer.any()
            ? ExitCode.OK
            : answer.unreadable().isEmpty() ? ExitCode.CLOSED : ExitCode.CANNOT_TELL;
    return new Outputs(session, spec.commandLine()).finish(text, format.json(), code);
  }

  private ArchiveReference reference(String place) {
    try {
      return ArchiveReference.parse(place);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
