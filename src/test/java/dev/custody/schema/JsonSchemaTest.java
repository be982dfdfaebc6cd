package dev.custody.schema;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.JsonSchema;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordValidation;
import dev.custody.record.Samples;
import dev.custody.report.run.DigestSearch;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.text.ArchiveView;
import dev.custody.report.text.ConfirmationText;
import dev.custody.report.text.ExplainText;
import dev.custody.report.text.VerdictView;
import dev.custody.report.text.WriteText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The shipped schemas are what the types say. {@code -Dcustody.golden=write} writes them anew after
 * a change of a type or of its Javadoc.
 */
class JsonSchemaTest {
  private static final Path SHIPPED = Path.of("src/main/resources/dev/custody/schema");
  private static final Schemas SCHEMAS = new Schemas();
  private static final Map<JsonSchema, Class<?>> TYPES =
      Map.of(
          JsonSchema.RECORD, ExecutionRecord.class,
          JsonSchema.COMPACT, CompactRecord.class,
          JsonSchema.VERIFY, VerdictView.class,
          JsonSchema.INSPECT, ArchiveView.class,
          JsonSchema.EXPLAIN, ExplainText.View.class,
          JsonSchema.EXPLAIN_WRITE, WriteText.View.class,
          JsonSchema.REPORT, ReportDocument.class,
          JsonSchema.CONFIRM, ConfirmationText.View.class,
          JsonSchema.FIND, DigestSearch.Answer.class);

  private static String generated(JsonSchema schema) {
    return SCHEMAS.of(
        requireNonNull(TYPES.get(schema)), schema + "-" + version(schema), title(schema));
  }

  private static String version(JsonSchema schema) {
    return schema == JsonSchema.COMPACT ? CompactRecord.VERSION : ExecutionRecord.SCHEMA_VERSION;
  }

  private static String title(JsonSchema schema) {
    return switch (schema) {
      case RECORD -> "custody record, version " + version(schema);
      case COMPACT -> "custody compact record, version " + version(schema);
      case EXPLAIN_WRITE -> "custody explain --write --format json";
      default -> "custody " + schema + " --format json";
    };
  }

  @ParameterizedTest
  @EnumSource
  void isNotStale(JsonSchema schema) throws IOException {
    Path file = SHIPPED.resolve(schema + ".json");
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.writeString(file, generated(schema));
    }
    assertEquals(
        generated(schema), Files.readString(file), "stale; write it anew: see the class comment");
  }

  @Test
  void acceptsARecordWithEveryKindOfValue() {
    RecordValidation.assertValid(json(Samples.record()));
    RecordValidation.assertValid(
        JsonSchema.COMPACT,
        CompactRecord.of(Samples.record(), RecordFile.bytes(Samples.record())).json());
  }

  @Test
  void refusesWhatTheRecordsDoNotHave() {
    String json = json(Samples.record());
    for (String changed :
        List.of(
            json.replace("\"waitedMillis\"", "\"surprise\":1,\"waitedMillis\""),
            json.replace("\"custody\" : \"0.1.0\",", ""),
            json.replace("\"mode\" : \"0644\"", "\"mode\" : 420"),
            json.replace("\"schemaVersion\" : \"2\"", "\"schemaVersion\" : \"3\""),
            json.replace("\"result\" : \"failed\"", "\"result\" : \"lost\""))) {
      assertTrue(!changed.equals(json));
      assertTrue(!RecordValidation.errors(JsonSchema.RECORD, changed).isEmpty(), changed);
    }
  }

  /** Whoever reads a schema learns what each type is. */
  @ParameterizedTest
  @EnumSource
  void everyTypeIsDescribed(JsonSchema schema) {
    List<String> without = new ArrayList<>();
    JsonNode tree = RecordJson.mapper().readTree(generated(schema));
    if (!tree.has("description")) {
      without.add(schema.toString());
    }
    tree.path("$defs")
        .properties()
        .forEach(e -> {
          if (!e.getValue().has("description")) {
            without.add(e.getKey());
          }
        });
    assertEquals(List.of(), without);
  }

  private static String json(ExecutionRecord record) {
    return new String(RecordFile.bytes(record), StandardCharsets.UTF_8);
  }
}
