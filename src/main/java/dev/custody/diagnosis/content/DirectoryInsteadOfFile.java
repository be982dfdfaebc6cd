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
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory stands where the archive should be, as kubelet makes one for a subPath that is not
 * there.
 */
public final class DirectoryInsteadOfFile implements ContentCause {
  /** Names of files; {@code .oci} is a usual name of a layout's directory as well. */
  private static final String FILE_NAMES = ".*\\.(tar|tgz|gz|zst)";

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
    boolean file = fileWasRecorded(content) || path.matches(FILE_NAMES);
    List<String> evidence = new ArrayList<>();
    evidence.add(FactText.file(path, status));
    if (mounted) {
      evidence.add("it is itself a mount: " + FactText.mount(mount));
    }
    evidence.add("it holds no image layout");
    if (fileWasRecorded(content)) {
      evidence.add("a file of that name was recorded");
    }
    return new Finding(
        id(),
        mounted && file ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        file
            ? path + " is a directory, not the archive"
            : path
                + " is a directory without an image: a subPath to a file that was not there, or"
                + " the place of a layout that is not exported yet",
        evidence,
        List.of(RuledOut.of(CauseId.NOT_OCI, "there is no file that could be an archive")),
        (file
                ? ""
                : "where a layout is exported to this directory, let the export run first; else ")
            + "a subPath that names a file which did not exist becomes an empty directory: mount"
            + " the directory instead and give the file's path in it, and let the export run first",
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
    return recordedThere(content) == null
        ? content.observed().archive().walk().path().matches(FILE_NAMES + "|.*\\.oci")
        : fileWasRecorded(content);
  }

  private static boolean fileWasRecorded(ContentEvidence content) {
    FileStatus before = recordedThere(content);
    return before != null && before.type() == FileType.REGULAR;
  }

  private static @Nullable FileStatus recordedThere(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.toExplain();
    return recorded == null || content.namesOtherFile() ? null : recorded.file();
  }
}
