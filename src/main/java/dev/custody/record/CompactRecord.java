package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Instance;
import dev.custody.oci.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the gate needs of a record, small enough for a Tekton result: at most {@link #MAX_BYTES}
 * bytes of JSON on one line. It travels outside the workspace, where a later task cannot rewrite
 * it, and carries the sha256 of the full record.
 *
 * <p>What the gate asks for is always there: what identifies the image, and how closely it was
 * checked with which result. The rest is context for the diagnosis, and is left out from the end of
 * the list of components backwards when long names would make the whole too large.
 *
 * @param version of this form
 * @param at when the observation began
 * @param record sha256 of the full record's bytes
 * @param checks how closely the archive was checked, and what came of it
 * @param file which file the archive is
 * @param times of the archive file
 * @param root of the volume that the archive lies on; not in those of custody 0.1
 */
public record CompactRecord(
    @JsonProperty("custody") String version,
    Instant at,
    Digest record,
    @Nullable Digest manifest,
    @Nullable Digest config,
    @Nullable Digest index,
    @Nullable Long size,
    @JsonUnwrapped Checks checks,
    @Nullable FileMark file,
    @Nullable FileTimes times,
    @JsonUnwrapped Origin origin,
    @Nullable VolumeRoot root) {
  /** The most a compact record measures, bytes, so that all results of a step stay below 1,000. */
  public static final int MAX_BYTES = 700;

  /** The only version this program reads and writes. */
  public static final String VERSION = "1";

  private static final List<String> TRIMMED =
      List.of("taskRun", "scc", "boot", "runUid", "label", "uid", "root", "times", "file");

  /** What tells one file from another, as a JSON array. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record FileMark(long inode, String device, int mode, long uid, long gid, int links) {}

  /** When the file was written, as a JSON array. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record FileTimes(Instant modified, Instant changed, @Nullable Instant born) {}

  /**
   * Which process of which step recorded it.
   *
   * @param uid the filesystem uid of the process
   * @param label its security label
   * @param boot the first 8 digits of the boot id: same node, same boot
   */
  public record Origin(
      @Nullable Long uid,
      @Nullable String label,
      @Nullable String runUid,
      @Nullable String boot,
      @Nullable String scc,
      @Nullable String taskRun) {}

  /**
   * How closely the archive was checked, and what came of it.
   *
   * @param level the depth as a number, since there is little room: 0 structure, 1 content, 2
   *     layers; null in compact records of custody 0.1, which say nothing of any check; their other
   *     components here are null too
   * @param worst what the worst problem means; null where none was found
   * @param incomplete tells one set of missing blobs of an index from another: the first 16
   *     hexadecimal digits of a sha256; null where no manifest of the selected index misses any
   */
  public record Checks(
      @JsonProperty("depth") @Nullable Long level,
      Problem.@Nullable Severity worst,
      @Nullable String incomplete) {
    /** What a check found is worth nothing without its depth, which only a newer custody knows. */
    public Checks {
      boolean known = level == null ? worst == null && incomplete == null : level >= 0 && level < 3;
      if (!known) {
        throw new IllegalArgumentException("a check of an unknown depth: use one custody version");
      }
    }

    /** Nothing known: no archive was seen, or custody 0.1 wrote the record. */
    public static final Checks UNKNOWN = new Checks(null, null, null);

    /** What is kept of a check at some depth. */
    public static Checks of(
        Depth depth, Problem.@Nullable Severity worst, @Nullable String incomplete) {
      long level =
          switch (depth) {
            case STRUCTURE -> 0;
            case CONTENT -> 1;
            case LAYERS -> 2;
          };
      return new Checks(level, worst, incomplete);
    }

    static Checks of(ArchiveEvidence archive) {
      return of(archive.checks().depth(), worst(archive), incomplete(archive.image().incomplete()));
    }

    /** How closely it was checked; null where that is not known. */
    public @Nullable Depth depth() {
      return level == null
          ? null
          : level == 0 ? Depth.STRUCTURE : level == 1 ? Depth.CONTENT : Depth.LAYERS;
    }

    /** A file that changed while it was read does not count as checked. */
    private static Problem.@Nullable Severity worst(ArchiveEvidence archive) {
      return archive.checks().problems().stream()
          .map(problem -> problem.kind().severity())
          .min(Comparator.naturalOrder())
          .orElse(
              Boolean.FALSE.equals(archive.file().stable()) ? Problem.Severity.CANNOT_TELL : null);
    }

    /** The same for equal lists only. */
    public static @Nullable String incomplete(List<Instance> instances) {
      if (instances.isEmpty()) {
        return null;
      }
      StringBuilder all = new StringBuilder();
      instances.forEach(one ->
          all.append(one.manifest().digest()).append(' ').append(one.missing()).append('\n'));
      return Digest.sha256(all.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }
  }

  /** The compact form of a record whose bytes, as written, are {@code full}. */
  public static CompactRecord of(ExecutionRecord record, byte[] full) {
    ArchiveEvidence archive = record.archive().evidence();
    FileStatus file = record.archive().status();
    ImageIdentity image = archive == null ? ImageIdentity.unknown() : archive.image().identity();
    Credentials credentials = record.process().credentials();
    String bootId = record.step().bootId();
    return new CompactRecord(
        VERSION,
        record.createdAt(),
        Digest.sha256(full),
        image.manifest(),
        image.config(),
        archive == null ? null : archive.file().indexDigest(),
        archive == null ? null : archive.file().size(),
        archive == null ? Checks.UNKNOWN : Checks.of(archive),
        file == null
            ? null
            : new FileMark(
                file.inode(), file.device(), file.mode(), file.uid(), file.gid(), file.links()),
        file == null ? null : new FileTimes(file.modified(), file.changed(), file.born()),
        new Origin(
            credentials == null ? null : credentials.uid().filesystem(),
            record.process().label(),
            record.step().pipelineRunUid(),
            bootId == null || bootId.length() < 8 ? bootId : bootId.substring(0, 8),
            record.step().scc(),
            record.step().taskRun()),
        record.volumeRoot());
  }

  /** What {@link #json} had to leave out to keep within its limit; usually nothing. */
  public List<String> leftOut() {
    if (bytes(RecordJson.line(this)) <= MAX_BYTES) {
      return List.of();
    }
    ObjectNode whole = RecordJson.mapper().valueToTree(this);
    ObjectNode trimmed = trimmed();
    return whole.propertyNames().stream().filter(name -> !trimmed.has(name)).toList();
  }

  /** One line of JSON, at most {@link #MAX_BYTES} bytes. */
  public String json() {
    String json = RecordJson.line(this);
    return bytes(json) <= MAX_BYTES ? json : RecordJson.line(trimmed());
  }

  /** Without as many of the least needed properties as it takes to keep within the limit. */
  private ObjectNode trimmed() {
    ObjectNode tree = RecordJson.mapper().valueToTree(this);
    for (String leastNeeded : TRIMMED) {
      if (bytes(RecordJson.line(tree)) <= MAX_BYTES) {
        break;
      }
      tree.remove(leastNeeded);
    }
    return tree;
  }

  /**
   * Reads the JSON of a compact record.
   *
   * @param source names it in messages
   * @throws UnreadableRecordException with one sentence
   */
  public static CompactRecord parse(String json, String source) throws UnreadableRecordException {
    if (bytes(json) > 4096) {
      throw new UnreadableRecordException(
          source + ": larger than any Tekton result; a compact record has at most 700 bytes");
    }
    if (json.isBlank()) {
      throw new UnreadableRecordException(
          source + ": empty; did the step that records run, and is its result passed on?");
    }
    if (!json.stripLeading().startsWith("{")) {
      throw new UnreadableRecordException(
          source
              + ": not JSON; give the text of the compact record, or a file with --recorded FILE");
    }
    CompactRecord unchanged = RecordCodec.read(json, CompactRecord.class);
    if (unchanged != null && unchanged.version.equals(VERSION)) {
      return unchanged;
    }
    try {
      JsonNode tree = RecordJson.mapper().readTree(json);
      JsonNode version = tree.path("custody");
      if (!version.isString() || !version.stringValue().equals(VERSION)) {
        throw new UnreadableRecordException(
            source
                + ": not a compact record of version \"1\"; expected what custody record wrote to"
                + " its --compact-file");
      }
      ExplicitNull.refuse(json, source);
      return RecordJson.mapper().treeToValue(tree, CompactRecord.class);
    } catch (JacksonException e) {
      throw new UnreadableRecordException(RecordFile.because(source, e));
    }
  }

  /** What identifies the image. */
  public ImageIdentity image() {
    return new ImageIdentity(manifest, config, List.of());
  }

  /** Which step it was, as far as that was kept. */
  public Step step() {
    return new Step(
        null,
        origin.runUid,
        null,
        origin.taskRun,
        null,
        PodIdentity.UNKNOWN,
        null,
        null,
        origin.scc,
        origin.boot,
        null);
  }

  /** The status of the archive's file, as far as that was kept; null where it was not. */
  public @Nullable FileStatus status() {
    return file == null || times == null
        ? null
        : new FileStatus(
            FileType.REGULAR,
            file.mode,
            file.uid,
            file.gid,
            size == null ? 0 : size,
            file.device,
            file.inode,
            file.links,
            times.born,
            times.modified,
            times.changed);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
