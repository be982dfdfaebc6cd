package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.Mount;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory stands where the archive should be, as kubelet makes one for a subPath that is not
 * there.
 */
public final class DirectoryInsteadOfFile implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.DIRECTORY_INSTEAD_OF_FILE;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FileStatus status = content.file();
    if (status == null || !applies(content)) {
      return null;
    }
    String path = content.observed().archive().walk().path();
    Mount mount = content.observed().mount(content.observed().archive().walk().last());
    boolean mounted = mount != null && mount.mountPoint().equals(path);
    return new Finding(
        id(),
        mounted ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        path + " is a directory, not the archive",
        List.of(
            FactText.file(path, status),
            mounted
                ? "it is itself a mount: " + FactText.mount(mount)
                : "it holds no image layout"),
        List.of("NOT_OCI: there is no file that could be an archive"),
        "a subPath that names a file which did not exist becomes an empty directory: mount the"
            + " directory instead and give the file's path in it, and let the export run first",
        Command.on(path, "ls -la")
            + " and "
            + Kubectl.getPod(content.observed(), null, "-o yaml | grep -B3 subPath"));
  }

  /** Whether a directory that holds no image is where a file was recorded, or is named as one. */
  static boolean applies(ContentEvidence content) {
    FileStatus status = content.file();
    return status != null
        && status.type() == FileType.DIRECTORY
        && content.archive().image().config() == null
        && content.problems(Problem.Kind.ACCESS_DENIED).isEmpty()
        && fileExpected(content);
  }

  /** What was recorded there decides; the name alone only where nothing was. */
  private static boolean fileExpected(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.recorded();
    FileStatus before = recorded == null || content.namesOtherFile() ? null : recorded.file();
    return before == null
        ? content.observed().archive().walk().path().matches(".*\\.(tar|tgz|gz|zst|oci)")
        : before.type() == FileType.REGULAR;
  }
}
