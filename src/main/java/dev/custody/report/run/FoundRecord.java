package dev.custody.report.run;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Step;
import dev.custody.record.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A record with the place it was found at: a file name, with a line number where it was embedded in
 * a log.
 *
 * @param evidence full, or as far as a compact record goes
 * @param giver the task whose result it is; null where it was found elsewhere
 * @param file that holds it and nothing else; null where it was found in a stream or inside a log
 */
public record FoundRecord(
    RecordedEvidence.Look evidence, @Nullable Giver giver, @Nullable String file) {
  /** A task that handed a record on; a compact record may have had no room for its names. */
  record Giver(String task, @Nullable String taskRun) {}

  FoundRecord(RecordedEvidence.Look evidence) {
    this(evidence, null, null);
  }

  /** The same, handed on by a task. */
  FoundRecord from(Giver task) {
    return new FoundRecord(evidence, task, file);
  }

  /** The same, read from this file, as commands name it. */
  FoundRecord in(String name) {
    return new FoundRecord(evidence, giver, name);
  }

  /** How the documents begin that custody prints, in a log. */
  static final Pattern START = Pattern.compile("\\{\\s*\"(schemaVersion|custody|verdict)\"\\s*:");

  /**
   * Reads a full record, a compact one, or the record inside what {@code verify --format json}
   * printed.
   *
   * @param exact whether {@code json} is byte for byte what was written, so that its sha256 counts
   * @throws UnreadableRecordException with one sentence that begins with {@code source}
   */
  static FoundRecord parse(String json, String source, boolean exact)
      throws UnreadableRecordException {
    return switch (DocumentKind.of(json)) {
      case COMPACT_RECORD ->
          new FoundRecord(new RecordedEvidence.Compact(source, CompactRecord.parse(json, source)));
      case VERDICT -> full(source, observed(json, source), null);
      case FULL_RECORD, STATEMENT, OTHER ->
          full(source, json, exact ? Digest.sha256(json.getBytes(StandardCharsets.UTF_8)) : null);
    };
  }

  private static FoundRecord full(String source, String json, @Nullable Digest document)
      throws UnreadableRecordException {
    return new FoundRecord(
        new RecordedEvidence.Full(source, RecordFile.parse(json, source), document));
  }

  /** Where it was found. */
  public String source() {
    return evidence.source();
  }

  /** When the observation began. */
  public Instant at() {
    return evidence.at();
  }

  /** Which step took it; of a compact record, with the names of the task that handed it on. */
  public Step step() {
    Step step = evidence.step();
    return giver == null || !compact()
        ? step
        : new Step(
            step.pipelineRun(),
            step.pipelineRunUid(),
            step.pipelineTask() == null ? giver.task() : step.pipelineTask(),
            step.taskRun() == null ? giver.taskRun() : step.taskRun(),
            step.taskRunUid(),
            step.pod(),
            step.step(),
            step.retry(),
            step.scc(),
            step.bootId(),
            step.kernel());
  }

  /** The archive's path; null where a compact record, which does not keep it, is all there was. */
  @Nullable String path() {
    return switch (evidence) {
      case RecordedEvidence.Full full -> {
        ArchiveEvidence archive = full.archive();
        yield archive == null ? full.record().archive().walk().path() : archive.file().path();
      }
      case RecordedEvidence.Compact _ -> null;
    };
  }

  /** The last part of the archive's path; null where that is not known. */
  @Nullable String fileName() {
    String path = path();
    return path == null ? null : path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * sha256 of the full record's bytes: of the bytes read, or what a compact record says of them;
   * null where the bytes are not known, as in a log.
   */
  public @Nullable Digest document() {
    return evidence.document();
  }

  /** Whether a compact record is all there was. */
  public boolean compact() {
    return evidence instanceof RecordedEvidence.Compact;
  }

  private static String observed(String json, String source) throws UnreadableRecordException {
    try {
      JsonNode observed = RecordJson.mapper().readTree(json).path("observed");
      return observed.toString();
    } catch (JacksonException e) {
      throw new UnreadableRecordException(
          source + ": not a readable verdict: " + e.getOriginalMessage());
    }
  }
}
