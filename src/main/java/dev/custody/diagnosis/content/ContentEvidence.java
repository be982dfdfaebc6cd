package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.MountPair;
import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.Space;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.DigestRoles;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Problem;
import dev.custody.oci.Role;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.SecondLook;
import dev.custody.record.VolumeRoot;
import dev.custody.record.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the causes of content look at: the archive and its file, as observed and as recorded.
 *
 * @param archive what was observed in it
 * @param looks what was recorded, full or as far as a compact record goes; may be empty
 * @param digests digests given alone, of which nobody recorded the kind
 */
public record ContentEvidence(
    ExecutionRecord observed,
    ArchiveEvidence archive,
    List<RecordedEvidence.Look> looks,
    List<Digest> digests) {
  private static final int SHOWN = 5;

  private static final Duration REST = Duration.ofHours(1);

  public ContentEvidence {
    looks = List.copyOf(looks);
    digests = List.copyOf(digests);
  }

  /** Null where no archive was observed. */
  public static @Nullable ContentEvidence of(
      ExecutionRecord observed, List<RecordedEvidence> recorded) {
    ArchiveEvidence archive = observed.archive().evidence();
    List<RecordedEvidence.Look> looks = new ArrayList<>();
    List<Digest> digests = new ArrayList<>();
    for (RecordedEvidence evidence : recorded) {
      switch (evidence) {
        case RecordedEvidence.Look look -> looks.add(look);
        case RecordedEvidence.DigestOnly(String _, Digest digest) -> digests.add(digest);
        case RecordedEvidence.Unreadable _ -> {}
      }
    }
    return archive == null ? null : new ContentEvidence(observed, archive, looks, digests);
  }

  /** The look to explain: the first whose image is not the observed one, else the first. */
  public RecordedEvidence.@Nullable Look recorded() {
    return looks.stream()
        .filter(look -> compare(look) == ImageIdentity.Match.OTHER)
        .findFirst()
        .orElse(looks.isEmpty() ? null : looks.getFirst());
  }

  public @Nullable FileStatus file() {
    return observed.archive().status();
  }

  /** Both looks at the file; null unless both saw it. */
  public @Nullable FilePair files() {
    RecordedEvidence.Look recorded = recorded();
    FileStatus before = recorded == null ? null : recorded.file();
    FileStatus now = file();
    if (recorded == null || before == null || now == null) {
      return null;
    }
    MountPair mounts = mounts();
    return new FilePair(
        before,
        now,
        sameBoot(),
        mounts != null && !mounts.sameRoot(),
        (mounts != null
                && (!mounts.then().type().equals(mounts.now().type()) || otherVolumeRoot(mounts)))
            || (mounts == null && otherVolume()));
  }

  /** Whether the archive holds the image of {@link #recorded()}. */
  public ImageIdentity.Match recordedImage() {
    RecordedEvidence.Look recorded = recorded();
    return recorded == null ? ImageIdentity.Match.UNKNOWN : compare(recorded);
  }

  /** The same for everything recorded or given: another image as soon as one of them says so. */
  public ImageIdentity.Match image() {
    ImageIdentity.Match image = recordedImage();
    for (Digest given : digests) {
      if (image == ImageIdentity.Match.OTHER) {
        break;
      }
      image =
          switch (DigestRoles.weightiest(archive, given)) {
            case null -> archive.image().digest() == null ? image : ImageIdentity.Match.OTHER;
            case Role.SelectedManifest _, Role.PlatformManifest _ -> ImageIdentity.Match.SAME;
            default -> image;
          };
    }
    return image;
  }

  /** Whether the archive holds the image of one look. */
  public ImageIdentity.Match compare(RecordedEvidence.Look look) {
    return look.image().compare(archive.image().identity());
  }

  /** Whether an undamaged archive holds another image than {@link #recorded()}. */
  public boolean otherImage() {
    return recordedImage() == ImageIdentity.Match.OTHER
        && !sameImageOtherForm()
        && damage().isEmpty();
  }

  /** Whether the manifest is another one around the recorded config or the recorded layers. */
  public boolean sameImageOtherForm() {
    RecordedEvidence.Look recorded = recorded();
    List<ImageIdentity.Compared> parts =
        recorded == null ? List.of() : recorded.image().parts(archive.image().identity());
    return !parts.isEmpty()
        && !parts.getFirst().equal()
        && parts.stream().anyMatch(ImageIdentity.Compared::equal);
  }

  /** The difference in one line, for an evidence list. */
  public String imageLine() {
    RecordedEvidence.Look recorded = recorded();
    ImageIdentity now = archive.image().identity();
    if (recordedImage() != ImageIdentity.Match.OTHER && !digests.isEmpty()) {
      return "manifest digest given " + digests.getFirst() + ", observed " + now.manifest();
    }
    ImageIdentity before = recorded == null ? ImageIdentity.unknown() : recorded.image();
    return before.manifest() != null && now.manifest() != null
        ? "manifest digest recorded " + before.manifest() + ", observed " + now.manifest()
        : "config digest recorded " + before.config() + ", observed " + now.config();
  }

  /** The problems of these kinds. */
  public List<Problem> problems(Problem.Kind... kinds) {
    return archive.checks().problems().stream()
        .filter(p -> Arrays.asList(kinds).contains(p.kind()))
        .toList();
  }

  /** Every problem by which the archive contradicts itself. */
  public List<Problem> damage() {
    return archive.checks().problems().stream()
        .filter(p -> p.kind().severity() == Problem.Severity.DAMAGED)
        .toList();
  }

  /** Whether the file changed while it was read; what else was found of it then proves nothing. */
  public boolean changedWhileRead() {
    return !problems(Problem.Kind.CHANGED_WHILE_READ).isEmpty();
  }

  /** Whether two looks apart, or the waiting before them, saw the file change. */
  public boolean writtenBetweenLooks() {
    FileStatus first = file();
    SecondLook second = observed.archive().second();
    FileStatus later = second == null ? null : second.status();
    Waiting waiting = observed.archive().waiting();
    boolean between = first != null && later != null && !sameBytes(first, later);
    return between || (cut() && waiting != null && !waiting.changes().isEmpty());
  }

  private static boolean sameBytes(FileStatus first, FileStatus later) {
    return first.size() == later.size()
        && first.inode() == later.inode()
        && first.modified().equals(later.modified())
        && first.changed().equals(later.changed());
  }

  /**
   * Whether two looks saw the same file, and by the volume's own clock nobody touched it for an
   * hour: no writer pauses that long. The change time cannot be set back.
   */
  public boolean atRest() {
    FileStatus file = file();
    SecondLook second = observed.archive().second();
    return file != null
        && second != null
        && second.volumeClock() != null
        && !writtenBetweenLooks()
        && file.changed().isBefore(second.volumeClock().minus(REST));
  }

  /** Whether the archive's end is missing. */
  public boolean cut() {
    return !problems(Problem.Kind.TRUNCATED, Problem.Kind.EMPTY_FILE).isEmpty();
  }

  /** The problems as evidence: the first few, since a hostile archive may have thousands. */
  public static List<String> lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    problems.stream().limit(SHOWN).forEach(p -> lines.add(p.message()));
    if (problems.size() > SHOWN) {
      lines.add("and " + (problems.size() - SHOWN) + " more of the kind");
    }
    return lines;
  }

  /** Whether the record says that it was taken on this node since this boot. */
  public boolean sameBoot() {
    RecordedEvidence.Look recorded = recorded();
    String before = recorded == null ? null : recorded.step().bootId();
    String now = observed.step().bootId();
    // A compact record keeps only the start of the boot id.
    return before != null && now != null && (now.startsWith(before) || before.startsWith(now));
  }

  /** Whether both steps say which boot they ran in, and it is not the same. */
  public boolean otherBoot() {
    RecordedEvidence.Look recorded = recorded();
    return recorded != null
        && recorded.step().bootId() != null
        && observed.step().bootId() != null
        && !sameBoot();
  }

  /** Whether both steps say which run they belong to, and it is not the same. */
  public boolean otherRun() {
    RecordedEvidence.Look recorded = recorded();
    String before = recorded == null ? null : recorded.step().pipelineRunUid();
    String now = observed.step().pipelineRunUid();
    return before != null && now != null && !before.equals(now);
  }

  /** Whether the recorded file has another name than the observed one. */
  public boolean namesOtherFile() {
    RecordedEvidence.Look recorded = recorded();
    String then = recorded == null ? null : recorded.fileName();
    String path = observed.archive().walk().path();
    return then != null && !then.equals(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Space of the volume the archive is on; null if it was not asked. */
  public @Nullable Space volume() {
    return observed.workspace().space();
  }

  /** Space of the directory where the next step unpacks, be it the same; null if not asked. */
  public @Nullable Space temporary() {
    return observed.temporary().space();
  }

  /** The mounts of the archive, then and now; null where they are not known of both. */
  public @Nullable MountPair mounts() {
    Mount then = recorded() instanceof RecordedEvidence.Full full ? full.mount() : null;
    Mount now = observed.mount(observed.archive().walk().last());
    return then == null || now == null ? null : new MountPair(then, now);
  }

  /** Whether the fingerprints of the volumes are known, and are two. */
  public boolean otherVolume() {
    RecordedEvidence.Look recorded = recorded();
    VolumeRoot then = recorded == null ? null : recorded.volumeRoot();
    VolumeRoot now = observed.volumeRoot();
    return then != null && now != null && then.differsFrom(now);
  }

  /** Whether the fingerprints of the volumes are known, and are one. */
  public boolean sameVolume() {
    RecordedEvidence.Look recorded = recorded();
    VolumeRoot then = recorded == null ? null : recorded.volumeRoot();
    VolumeRoot now = observed.volumeRoot();
    return then != null && now != null && !then.differsFrom(now);
  }

  /** The mounts in one line each, for an evidence list; empty where they are not known. */
  public List<String> mountLines() {
    MountPair mounts = mounts();
    return mounts == null ? List.of() : mounts.facts();
  }

  /**
   * Whether the volumes' root directories were born apart: device numbers are given again as soon
   * as a volume is gone.
   */
  private boolean otherVolumeRoot(MountPair mounts) {
    FileStatus before =
        recorded() instanceof RecordedEvidence.Full full
            ? status(full.record(), mounts.then().mountPoint())
            : null;
    FileStatus now = status(observed, mounts.now().mountPoint());
    return before != null
        && now != null
        && mounts.sameRoot()
        && (before.inode() != now.inode()
            || (before.born() != null && now.born() != null && !before.born().equals(now.born())));
  }

  private static @Nullable FileStatus status(ExecutionRecord record, String path) {
    return record.archive().walk().components().stream()
        .filter(component -> component.path().equals(path))
        .map(Component::status)
        .findFirst()
        .orElse(null);
  }
}
