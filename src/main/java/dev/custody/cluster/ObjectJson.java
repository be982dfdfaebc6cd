package dev.custody.cluster;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of Kubernetes objects; a field that is absent or of another type is null. */
final class ObjectJson {
  private ObjectJson() {}

  /** The node at a path of field names; a missing node if there is none. */
  static JsonNode at(JsonNode node, String... path) {
    JsonNode found = node;
    for (String name : path) {
      found = found.path(name);
    }
    return found;
  }

  static @Nullable String text(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isString() && !found.stringValue().isEmpty() ? found.stringValue() : null;
  }

  static String textOr(String otherwise, JsonNode node, String... path) {
    String text = text(node, path);
    return text == null ? otherwise : text;
  }

  static @Nullable Long number(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isIntegralNumber() && found.canConvertToLong() ? found.longValue() : null;
  }

  static @Nullable Integer integer(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isIntegralNumber() && found.canConvertToInt() ? found.intValue() : null;
  }

  static @Nullable Boolean flag(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isBoolean() ? found.booleanValue() : null;
  }

  /** A time as the API server writes it; null where it is absent or no time. */
  static @Nullable Instant time(JsonNode node, String... path) {
    return time(text(node, path));
  }

  static @Nullable Instant time(@Nullable String text) {
    if (text == null || text.length() > 40) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  static List<String> texts(JsonNode node, String... path) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : at(node, path)) {
      if (one.isString()) {
        texts.add(one.stringValue());
      }
    }
    return List.copyOf(texts);
  }

  static List<Long> numbers(JsonNode node, String... path) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode one : at(node, path)) {
      if (one.isIntegralNumber() && one.canConvertToLong()) {
        numbers.add(one.longValue());
      }
    }
    return List.copyOf(numbers);
  }
}
