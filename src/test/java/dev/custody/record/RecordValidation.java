package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds JSON against the published schemas with an independent validator. */
public final class RecordValidation {
  private static final int MOST_SHOWN = 5;
  private static final Map<JsonSchema, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private RecordValidation() {}

  /** Fails with the first violations of the record's schema. */
  public static void assertValid(String json) {
    assertValid(JsonSchema.RECORD, json);
  }

  /** Fails with the first violations. */
  public static void assertValid(JsonSchema of, String json) {
    assertEquals(List.of(), errors(of, json).stream().limit(MOST_SHOWN).toList());
  }

  /** All violations, one line each. */
  public static List<String> errors(JsonSchema of, String json) {
    return SCHEMAS
        .computeIfAbsent(
            of,
            schema ->
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema.text(), InputFormat.JSON))
        .validate(
            json,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }
}
