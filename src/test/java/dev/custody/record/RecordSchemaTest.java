package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.oci.Digest;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The schema and the records say the same. */
class RecordSchemaTest {
  private static final JsonNode SCHEMA = RecordJson.mapper().readTree(RecordSchema.text());

  @Test
  void acceptsARecordWithEveryKindOfValue() {
    RecordValidation.assertValid(
        new String(RecordFile.bytes(Samples.record()), StandardCharsets.UTF_8));
  }

  @Test
  void refusesWhatTheRecordsDoNotHave() {
    assertEquals(
        1,
        RecordValidation.errors(
                new String(RecordFile.bytes(Samples.record()), StandardCharsets.UTF_8)
                    .replace("\"waitedMillis\"", "\"surprise\":1,\"waitedMillis\""))
            .size());
  }

  @Test
  void namesEveryComponentOfEveryRecordAndNoOther() {
    Set<Class<?>> records = new LinkedHashSet<>();
    collect(ExecutionRecord.class, records);
    for (Class<?> type : records) {
      JsonNode definition =
          type == ExecutionRecord.class ? SCHEMA : SCHEMA.path("$defs").path(type.getSimpleName());
      List<RecordComponent> components = List.of(type.getRecordComponents());
      assertEquals(
          new TreeSet<>(components.stream().map(RecordComponent::getName).toList()),
          new TreeSet<>(definition.path("properties").propertyNames()),
          "properties of " + type.getSimpleName());
      assertEquals(
          new TreeSet<>(
              components.stream()
                  .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                  .map(RecordComponent::getName)
                  .toList()),
          new TreeSet<>(
              definition.path("required").valueStream().map(JsonNode::stringValue).toList()),
          "required properties of " + type.getSimpleName());
    }
  }

  @Test
  void namesEveryKindOfProblem() {
    assertEquals(
        new TreeSet<>(
            Arrays.stream(dev.custody.oci.Problem.Kind.values())
                .map(k -> k.name().toLowerCase(java.util.Locale.ROOT))
                .toList()),
        new TreeSet<>(
            SCHEMA
                .path("$defs")
                .path("Problem")
                .path("properties")
                .path("kind")
                .path("enum")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList()));
  }

  private static void collect(Class<?> type, Set<Class<?>> into) {
    if (!type.isRecord() || type == Digest.class || !into.add(type)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      collect(component.getType(), into);
      if (component.getGenericType() instanceof java.lang.reflect.ParameterizedType parameterized) {
        for (java.lang.reflect.Type argument : parameterized.getActualTypeArguments()) {
          if (argument instanceof Class<?> element) {
            collect(element, into);
          }
        }
      }
    }
  }
}
