package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Problem;
import dev.custody.oci.ShellWord;
import dev.custody.oci.image.EntryNames;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The finding for an archive in which no image could be chosen, and how to choose one. */
final class ImageNotChosen {
  private ImageNotChosen() {}

  /** The finding, if the archive has a problem of this kind. */
  static @Nullable Finding finding(
      CauseId id, Problem.Kind kind, String summary, ContentEvidence content) {
    List<Problem> found = content.problems(kind);
    if (found.isEmpty()) {
      return null;
    }
    ArchiveEvidence archive = content.archive();
    return new Finding(
        id,
        Finding.Confidence.CERTAIN,
        summary,
        List.of(found.getFirst().message(), ReferenceNames.line(archive.file().referenceNames())),
        List.of(),
        remedy(archive),
        Command.on(archive.file().path(), "custody inspect") + " lists the entries");
  }

  /** A command that runs against this archive. */
  private static String remedy(ArchiveEvidence archive) {
    List<Descriptor> entries = archive.file().entries();
    List<Integer> images =
        IntStream.range(0, entries.size())
            .filter(i -> EntryNames.isImage(entries.get(i)))
            .boxed()
            .toList();
    String path = " " + ShellWord.path(archive.file().path());
    if (images.isEmpty()) {
      return archive.file().format() == Format.DOCKER_ARCHIVE
              && !archive.file().referenceNames().isEmpty()
          ? "choose one by its name or its position: `custody inspect --ref @0" + path + "`"
          : "export the image again";
    }
    String choice = EntryNames.choice(entries, images.getFirst());
    if (entries.size() > 1) {
      return "choose one by its name or its position; custody then prints the command that pushes"
          + " it: `custody inspect --ref "
          + ShellWord.of(choice)
          + path
          + "`";
    }
    return choice.startsWith("@")
        ? "leave the name out, the archive holds one image: `custody inspect" + path + "`"
        : "use the name that is there: `custody inspect --ref " + choice + path + "`";
  }
}
