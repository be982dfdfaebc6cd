package dev.custody.cli;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveReference;
import dev.custody.oci.AskedDigest;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;
import dev.custody.oci.image.DigestRoles;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.report.text.ArchiveText;
import dev.custody.report.text.ArchiveView;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody inspect}: what is in this archive, and is it sound? */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description = {
      "Describes an archive: digest, image, layers and every problem.",
      "The digest is the one that skopeo inspect prints. Nothing is extracted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  custody inspect image.tar",
      "  custody inspect --find sha256:06c5f262bb5a image.tar"
    })
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;
  @Mixin private ArchiveOptions archive;
  @Mixin private FormatOption format;

  @Option(
      names = "--find",
      paramLabel = "DIGEST",
      description =
          "Says what this digest is in the archive: manifest, index, platform manifest, "
              + "config, layer N, diffID of layer N, or nothing (exit 1).")
  private @Nullable AskedDigest find;

  @Option(
      names = "--hash-archive",
      description =
          "Also prints the sha256 of the archive file itself, which differs on every "
              + "export. Reads all of it.")
  private boolean hashArchive;

  @Override
  public Integer call() {
    Session session = custody.session();
    ArchiveReference reference = archive.reference();
    ArchiveEvidence evidence;
    try (ProgressLine progress = archive.progress(session)) {
      evidence =
          ImageArchive.inspect(
              session.path(reference.path()), archive.request(reference, hashArchive, progress));
    }
    Set<Digest> found = find == null ? Set.of() : find.candidates(evidence);
    if (find != null && found.size() != 1) {
      return undecided(find, found, evidence);
    }
    Digest digest = found.isEmpty() ? null : found.iterator().next();
    List<Role> roles = digest == null ? List.of() : DigestRoles.find(evidence, digest);
    String text =
        format.json()
            ? JsonOutput.render(ArchiveView.of(evidence, digest, roles))
            : digest == null
                ? ArchiveText.describe(evidence)
                    + Neighbours.of(session, session.path(reference.path()))
                : ArchiveText.roles(evidence, digest, roles);
    int code = ExitCode.of(evidence);
    return new Outputs(session, spec.commandLine())
        .finish(
            text,
            format.json(),
            code == ExitCode.OK && digest != null && roles.isEmpty() ? ExitCode.CLOSED : code);
  }

  /** The beginning of a digest that no digest of the archive has, or several have. */
  private int undecided(AskedDigest asked, Set<Digest> found, ArchiveEvidence evidence) {
    String path = evidence.file().path();
    Message.print(
        spec.commandLine().getErr(),
        found.isEmpty()
            ? "no digest in " + path + " begins with " + asked
            : found.size()
                + " digests in "
                + path
                + " begin with "
                + asked
                + ", give more digits: "
                + found.stream().map(Digest::toString).collect(Collectors.joining(", ")));
    return found.isEmpty() && evidence.checks().problems().isEmpty()
        ? ExitCode.CLOSED
        : ExitCode.CANNOT_TELL;
  }
}
