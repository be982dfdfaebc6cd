package dev.custody.diagnosis.content;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.Space;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
  /** Damage inside an archive that has its end excludes that the end is missing. */
  static final RuledOut COMPLETE =
      RuledOut.of(CauseId.TRUNCATED, "the archive is complete up to its end");

  private static final int SHOWN = 5;

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

  /** Whether the image is the recorded one. */
  public ImageComparison images() {
    return new ImageComparison(this);
  }

  /** How far the layers were looked at. */
  LayerEvidence layers() {
    return new LayerEvidence(archive);
  }

  /** Whether the volume is the recorded one. */
  public VolumeComparison volumes() {
    return new VolumeComparison(this);
  }

  /** Whether another process writes the file. */
  public WriterEvidence writer() {
    return new WriterEvidence(this);
  }

  /** Traces of other runs beside the archive. */
  public SiblingRuns siblings() {
    return SiblingRuns.of(observed);
  }

  /** The look to explain: the first whose image is not the observed one, else the first. */
  public RecordedEvidence.@Nullable Look toExplain() {
    return looks.stream()
        .filter(look -> images().compare(look) == ImageIdentity.Match.OTHER)
        .findFirst()
        .orElse(looks.isEmpty() ? null : looks.getFirst());
  }

  public @Nullable FileStatus file() {
    return observed.archive().status();
  }

  /** The config's creation time; null where it is absent or no RFC 3339 time. */
  @Nullable Instant created() {
    String text = archive.image().created();
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  /**
   * A record of another run in which this very image was observed before; null where there is none.
   */
  RecordedEvidence.@Nullable Look ofAnotherRun() {
    String run = observed.step().pipelineRunUid();
    return looks.stream()
        .filter(look -> {
          String other = look.step().pipelineRunUid();
          return run != null && other != null && !run.equals(other);
        })
        .filter(look -> images().compare(look) == ImageIdentity.Match.SAME)
        .findFirst()
        .orElse(null);
  }

  /** Whether the file was not written since that look. */
  boolean unwrittenSince(RecordedEvidence.Look look) {
    FileStatus then = look.file();
    FileStatus now = file();
    return then != null
        && now != null
        && then.inode() == now.inode()
        && then.modified().equals(now.modified());
  }

  /** Both looks at the file; null unless both saw it. */
  public @Nullable FilePair files() {
    RecordedEvidence.Look recorded = toExplain();
    FileStatus before = recorded == null ? null : recorded.file();
    FileStatus now = file();
    return recorded == null || before == null || now == null
        ? null
        : new FilePair(
            before,
            now,
            sameBoot() && !volumes().proveOne() && volumes().devicesTell(),
            volumes().keepsNumbers(),
            volumes().relation());
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

  /** Whether a problem is about the bytes of a layer, which no other part of the archive holds. */
  public boolean ofLayer(Problem problem) {
    return archive.image().layers().stream()
        .anyMatch(layer -> layer.digest().toString().equals(problem.recorded()));
  }

  /** The problems as evidence: the first few, since a hostile archive may have thousands. */
  public static List<String> lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    problems.stream().limit(SHOWN).forEach(p -> lines.add(p.message()));
    if (problems.size() > SHOWN) {
      lines.add("and " + (problems.size() - SHOWN) + " more like these");
    }
    return lines;
  }

  /** Whether the record says that it was taken on this node since this boot. */
  public boolean sameBoot() {
    RecordedEvidence.Look recorded = toExplain();
    String before = recorded == null ? null : recorded.step().bootId();
    String now = observed.step().bootId();
    // A compact record keeps only the start of the boot id.
    return before != null && now != null && (now.startsWith(before) || before.startsWith(now));
  }

  /** Whether both steps say which boot they ran in, and it is not the same. */
  public boolean otherBoot() {
    RecordedEvidence.Look recorded = toExplain();
    return recorded != null
        && recorded.step().bootId() != null
        && observed.step().bootId() != null
        && !sameBoot();
  }

  /** Whether both steps say which run they belong to, and it is not the same. */
  public boolean otherRun() {
    RecordedEvidence.Look recorded = toExplain();
    String before = recorded == null ? null : recorded.step().pipelineRunUid();
    String now = observed.step().pipelineRunUid();
    return before != null && now != null && !before.equals(now);
  }

  /** Whether the recorded file has another name than the observed one. */
  public boolean namesOtherFile() {
    RecordedEvidence.Look recorded = toExplain();
    return recorded != null && recorded.isOfAnotherNameThan(observed.archive().walk().path());
  }

  /** Whether the path passes a symbolic link, which may have led elsewhere when it was recorded. */
  public boolean passesLink() {
    return !links(observed).isEmpty();
  }

  /** Whether the path passes symbolic links, and they lead elsewhere than when it was recorded. */
  public boolean linksLeadElsewhere() {
    return toExplain() instanceof RecordedEvidence.Full full
        && !links(full.record()).equals(links(observed))
        && !namesOtherFile();
  }

  /** Where the links on the archive's own volume lead; those of the container are its image's. */
  private static List<String> links(ExecutionRecord record) {
    Mount mount = record.mount(record.archive().walk().last());
    return record.archive().walk().components().stream()
        .filter(c -> mount == null || c.path().startsWith(mount.mountPoint()))
        .map(Component::linkTarget)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Space of the volume the archive is on; null if it was not asked. */
  public @Nullable Space volume() {
    return observed.workspace().space();
  }

  /** Space of the directory where the next step unpacks, be it the same; null if not asked. */
  public @Nullable Space temporary() {
    return observed.temporary().space();
  }
}
