package dev.custody.cli;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveReference;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageArchive;
import dev.custody.oci.Role;
import dev.custody.oci.Roles;
import dev.custody.report.text.ArchiveText;
import dev.custody.report.text.ArchiveView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code custody inspect}: what is in this archive, and is it sound? */
final class InspectCommand implements Callable<Integer> {
  private final Session session;
  final Syntax syntax =
      new Syntax(
          "inspect",
          this,
          "Describes an archive: its digest as skopeo inspect prints it, image, layers, and every problem.",
          "Nothing is extracted.");
  private final ArchiveOptions archive = new ArchiveOptions(syntax);
  private final FormatOption format = new FormatOption(syntax);

  private final Supplier<@Nullable Digest> find =
      syntax.option(
          "--find",
          "DIGEST",
          Digest.class,
          "Says what this digest is: manifest, index, platform manifest, config, layer N, diffID of",
          "layer N, or not in this archive (exit 1).");

  private final BooleanSupplier hashArchive =
      syntax.flag(
          "--hash-archive",
          "Also the sha256 of the archive file itself, which differs on every export. Reads all of it.");

  InspectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    @Nullable Digest find = this.find.get();
    ArchiveReference reference = archive.reference();
    ArchiveEvidence evidence;
    try (ProgressLine progress = archive.progress(session)) {
      evidence =
          ImageArchive.inspect(
              session.path(reference.path()),
              archive.request(reference, hashArchive.getAsBoolean(), progress));
    }
    List<Role> roles = find == null ? List.of() : Roles.find(evidence, find);
    var out = syntax.commandLine().getOut();
    if (format.json()) {
      out.print(FormatOption.render(ArchiveView.of(evidence, find, roles)));
    } else if (find == null) {
      out.print(ArchiveText.describe(evidence));
    } else {
      out.print(ArchiveText.roles(evidence, find, roles));
    }
    out.flush();
    int code = ExitCode.of(evidence);
    return code == ExitCode.OK && find != null && roles.isEmpty() ? ExitCode.CLOSED : code;
  }
}
