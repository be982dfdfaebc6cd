package dev.custody.oci.json;

import dev.custody.oci.json.GoType.Struct;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A struct as decoded. A field that is absent or null reads as Go's zero value: an empty string, 0,
 * an empty list.
 */
public final class GoObject {
  private final Struct type;

  /** The values of the fields in the order of the type; null where absent. */
  private final @Nullable Object[] values;

  GoObject(Struct type, @Nullable Object[] values) {
    this.type = type;
    this.values = values;
  }

  /** A struct without any field. */
  static GoObject empty(Struct type) {
    return new GoObject(type, new Object[type.names().size()]);
  }

  /** The value of the field at a position of the type; null where absent. */
  public @Nullable Object value(int position) {
    return values[position];
  }

  /** Whether the field is there and not null. */
  public boolean has(String field) {
    return get(field) != null;
  }

  public String text(String field) {
    return get(field) instanceof String text ? text : "";
  }

  /** The text of a field, null where absent. */
  public @Nullable String textOrNull(String field) {
    return get(field) instanceof String text ? text : null;
  }

  public long number(String field) {
    return get(field) instanceof Long number ? number : 0;
  }

  /** Whether a field of bytes has any. */
  public boolean bytes(String field) {
    return Boolean.TRUE.equals(get(field));
  }

  public @Nullable GoObject object(String field) {
    return get(field) instanceof GoObject object ? object : null;
  }

  public List<GoObject> objects(String field) {
    return get(field) instanceof List<?> list
        ? list.stream().map(GoObject.class::cast).toList()
        : List.of();
  }

  public List<String> texts(String field) {
    return get(field) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  /** A map from strings to strings. */
  @SuppressWarnings("unchecked") // the decoder puts only strings into a map of strings
  public Map<String, String> map(String field) {
    return get(field) instanceof Map<?, ?> map ? (Map<String, String>) map : Map.of();
  }

  private @Nullable Object get(String field) {
    int at = type.names().indexOf(field);
    if (at < 0) {
      throw new IllegalArgumentException("no field " + field);
    }
    return values[at];
  }
}
