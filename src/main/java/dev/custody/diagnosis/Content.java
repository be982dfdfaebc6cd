package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.Space;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.oci.Role;
import dev.custody.record.ExecutionRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the causes of content look at: the first archive and its file, as observed and as recorded.
 *
 * @param records the recorded evidence, full or as far as a compact record goes; may be empty
 * @param digests digests given alone, of which nobody recorded the kind
 */
record Content(ExecutionRecord observed, List<ExecutionRecord> records, List<Digest> digests) {
  private static final int SHOWN = 5;

  Content {
    records = List.copyOf(records);
    digests = List.copyOf(digests);
  }

  /** Whether the image is the recorded one. */
  enum Image {
    SAME,
    OTHER,
    UNKNOWN
  }

  @Nullable ArchiveEvidence archive() {
    return archive(observed);
  }

  /** The record to explain: the first whose image is not the observed one, else the first. */
  @Nullable ExecutionRecord recorded() {
    ArchiveEvidence now = archive();
    return records.stream()
        .filter(record -> now != null && compare(archive(record), now) == Image.OTHER)
        .findFirst()
        .orElse(records.isEmpty() ? null : records.getFirst());
  }

  @Nullable ArchiveEvidence recordedArchive() {
    ExecutionRecord recorded = recorded();
    return recorded == null ? null : archive(recorded);
  }

  @Nullable FileStatus file() {
    return file(observed);
  }

  @Nullable FileStatus recordedFile() {
    ExecutionRecord recorded = recorded();
    return recorded == null ? null : file(recorded);
  }

  /** Both looks at the file; null unless both saw it. */
  @Nullable FilePair files() {
    ExecutionRecord recorded = recorded();
    FileStatus before = recordedFile();
    FileStatus now = file();
    if (recorded == null || before == null || now == null) {
      return null;
    }
    Mount then = mount(recorded);
    Mount here = mount(observed);
    return new FilePair(
        before,
        now,
        sameBoot(),
        then != null && here != null && !then.root().equals(here.root()),
        then != null
            && here != null
            && (!then.type().equals(here.type()) || otherVolumeRoot(recorded, then, here)));
  }

  /** Whether the archive holds the image of {@link #recorded()}. */
  Image recordedImage() {
    ArchiveEvidence now = archive();
    return now == null ? Image.UNKNOWN : compare(recordedArchive(), now);
  }

  /** The same for everything recorded or given: another image as soon as one of them says so. */
  Image image() {
    Image image = recordedImage();
    ArchiveEvidence now = archive();
    for (Digest given : digests) {
      if (now == null || image == Image.OTHER) {
        break;
      }
      image =
          switch (DigestKinds.find(now, given)) {
            case null -> now.digest() == null ? image : Image.OTHER;
            case Role.SelectedManifest _, Role.PlatformManifest _ -> Image.SAME;
            default -> image;
          };
    }
    return image;
  }

  /** The gate's order: manifest, else config, else diffIDs. */
  static Image compare(@Nullable ArchiveEvidence before, ArchiveEvidence now) {
    if (before == null) {
      return Image.UNKNOWN;
    }
    if (before.digest() != null && now.digest() != null) {
      return before.digest().equals(now.digest()) ? Image.SAME : Image.OTHER;
    }
    Digest config = digest(before.config());
    Digest nowConfig = digest(now.config());
    if (config != null && nowConfig != null) {
      return config.equals(nowConfig) ? Image.SAME : Image.OTHER;
    }
    if (before.diffIds().isEmpty() || now.diffIds().isEmpty()) {
      return Image.UNKNOWN;
    }
    return before.diffIds().equals(now.diffIds()) ? Image.SAME : Image.OTHER;
  }

  /** Whether an undamaged archive holds another image than {@link #recorded()}. */
  boolean otherImage() {
    return recordedImage() == Image.OTHER && damage().isEmpty();
  }

  /** The difference in one line, for an evidence list. */
  String imageLine() {
    ArchiveEvidence before = recordedArchive();
    ArchiveEvidence now = Objects.requireNonNull(archive());
    if (recordedImage() != Image.OTHER && !digests.isEmpty()) {
      return "manifest digest given " + digests.getFirst() + ", observed " + now.digest();
    }
    return before != null && before.digest() != null && now.digest() != null
        ? "manifest digest recorded " + before.digest() + ", observed " + now.digest()
        : "config digest recorded "
            + digest(before == null ? null : before.config())
            + ", observed "
            + digest(now.config());
  }

  List<Problem> problems(Problem.Kind... kinds) {
    ArchiveEvidence archive = archive();
    return archive == null
        ? List.of()
        : archive.problems().stream().filter(p -> Arrays.asList(kinds).contains(p.kind())).toList();
  }

  /** Every problem by which the archive contradicts itself. */
  List<Problem> damage() {
    ArchiveEvidence archive = archive();
    return archive == null
        ? List.of()
        : archive.problems().stream()
            .filter(p -> p.kind().severity() == Problem.Severity.DAMAGED)
            .toList();
  }

  /** The problems as evidence: the first few, since a hostile archive may have thousands. */
  static List<String> lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    problems.stream().limit(SHOWN).forEach(p -> lines.add(p.message()));
    if (problems.size() > SHOWN) {
      lines.add("and " + (problems.size() - SHOWN) + " more of the kind");
    }
    return lines;
  }

  boolean sameBoot() {
    ExecutionRecord recorded = recorded();
    String before = recorded == null ? null : recorded.step().bootId();
    String now = observed.step().bootId();
    // A compact record keeps only the start of the boot id.
    return before != null && now != null && (now.startsWith(before) || before.startsWith(now));
  }

  boolean otherBoot() {
    ExecutionRecord recorded = recorded();
    return recorded != null
        && recorded.step().bootId() != null
        && observed.step().bootId() != null
        && !sameBoot();
  }

  /** Whether both steps say which run they belong to, and it is not the same. */
  boolean otherRun() {
    ExecutionRecord recorded = recorded();
    String before = recorded == null ? null : recorded.step().pipelineRunUid();
    String now = observed.step().pipelineRunUid();
    return before != null && now != null && !before.equals(now);
  }

  /** Space of the volume the archive is on; null if it was not asked. */
  @Nullable Space volume() {
    ArchiveEvidence archive = archive();
    return archive == null
        ? null
        : observed.space().stream()
            .filter(s -> holds(s.path(), archive.path()))
            .findFirst()
            .orElse(null);
  }

  /** Space of the other directories: where the next step unpacks, be it the same directory. */
  List<Space> temporary() {
    List<Space> others = new ArrayList<>(observed.space());
    Space volume = volume();
    if (volume != null) {
      others.remove(volume);
    }
    return others;
  }

  private static boolean holds(String directory, String path) {
    return path.startsWith(directory.endsWith("/") ? directory : directory + "/")
        || path.equals(directory);
  }

  private static @Nullable ArchiveEvidence archive(ExecutionRecord record) {
    return record.archives().isEmpty() ? null : record.archives().getFirst();
  }

  private static @Nullable Component component(ExecutionRecord record) {
    if (record.files().isEmpty()) {
      return null;
    }
    PathWalk walk = record.files().getFirst();
    return walk.resolved() == null || walk.components().isEmpty() ? null : walk.last();
  }

  private static @Nullable FileStatus file(ExecutionRecord record) {
    Component component = component(record);
    return component == null ? null : component.status();
  }

  private static @Nullable Mount mount(ExecutionRecord record) {
    Component component = component(record);
    return component == null
        ? null
        : record.mounts().stream()
            .filter(m -> Objects.equals(m.id(), component.mountId()))
            .findFirst()
            .orElse(null);
  }

  /**
   * Whether the volumes' root directories were born apart: device numbers are given again as soon
   * as a volume is gone.
   */
  private boolean otherVolumeRoot(ExecutionRecord recorded, Mount then, Mount here) {
    FileStatus before = status(recorded, then.mountPoint());
    FileStatus now = status(observed, here.mountPoint());
    return before != null
        && now != null
        && then.root().equals(here.root())
        && (before.inode() != now.inode()
            || (before.born() != null && now.born() != null && !before.born().equals(now.born())));
  }

  private static @Nullable FileStatus status(ExecutionRecord record, String path) {
    return record.files().getFirst().components().stream()
        .filter(component -> component.path().equals(path))
        .map(Component::status)
        .findFirst()
        .orElse(null);
  }

  /** The mounts in one line each, for an evidence list; empty where they are not known. */
  List<String> mountLines() {
    ExecutionRecord recorded = recorded();
    Mount then = recorded == null ? null : mount(recorded);
    Mount now = mount(observed);
    return then == null || now == null ? List.of() : new Mounts.Pair(now, then).facts();
  }

  private static @Nullable Digest digest(@Nullable Descriptor descriptor) {
    return descriptor == null ? null : descriptor.digest();
  }
}
