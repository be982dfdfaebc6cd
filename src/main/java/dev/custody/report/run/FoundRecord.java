package dev.custody.report.run;

import dev.custody.oci.Digest;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A record with the place it was found at.
 *
 * @param source file name, with a line number where it was embedded in a log
 * @param record full, or as far as a compact record goes
 * @param document sha256 of the full record's bytes: of the bytes read, or what a compact record
 *     says of them; null where the bytes are not known, as in a log
 * @param compact whether a compact record is all there was
 */
public record FoundRecord(
    String source, ExecutionRecord record, @Nullable Digest document, boolean compact) {

  /** The first key tells the three documents apart that custody prints. */
  static final Pattern START = Pattern.compile("\\{\\s*\"(schemaVersion|custody|verdict)\"\\s*:");

  /** Whether a text, JSON or cut JSON, is meant to be one of custody's documents. */
  static boolean isMeant(String json) {
    return START.matcher(json).find();
  }

  /**
   * Reads a full record, a compact one, or the record inside what {@code verify --format json}
   * printed.
   *
   * @param exact whether {@code json} is byte for byte what was written, so that its sha256 counts
   * @throws UnreadableRecordException with one sentence that begins with {@code source}
   */
  static FoundRecord parse(String json, String source, boolean exact)
      throws UnreadableRecordException {
    Matcher start = START.matcher(json);
    String key = start.lookingAt() ? start.group(1) : "";
    return switch (key) {
      case "custody" -> {
        CompactRecord compact = CompactRecord.parse(json, source);
        yield new FoundRecord(source, compact.asRecord(), compact.record(), true);
      }
      case "verdict" ->
          new FoundRecord(source, RecordFile.parse(observed(json, source), source), null, false);
      default ->
          new FoundRecord(
              source,
              RecordFile.parse(json, source),
              exact ? CompactRecord.sha256(json.getBytes(StandardCharsets.UTF_8)) : null,
              false);
    };
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
