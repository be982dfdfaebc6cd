package dev.custody.report.run;

import dev.custody.record.RecordJson;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a JSON text is meant to be, by the keys of its outermost object in any order. A folder of
 * records may hold whatever else: custody's own statements and reports, manifests, files of other
 * tools. JSON that was cut counts by the keys before the cut.
 */
enum DocumentKind {
  FULL_RECORD,
  COMPACT_RECORD,
  /** What {@code verify --format json} printed, with the record in it. */
  VERDICT,
  /** An in-toto Statement, as {@code --statement-file} writes it. */
  STATEMENT,
  OTHER;

  private static final Set<String> OF_FULL = Set.of("createdAt", "step", "process", "archive");
  private static final Set<String> OF_COMPACT = Set.of("at", "record", "manifest", "file");

  /** Keys of OCI and Docker manifests, which have a schemaVersion too. */
  private static final Set<String> OF_MANIFEST =
      Set.of("mediaType", "config", "layers", "manifests", "fsLayers");

  static DocumentKind of(String json) {
    Map<String, String> texts = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    boolean whole = keys(json, keys, texts);
    if (texts.getOrDefault("_type", "").startsWith("https://in-toto.io/")) {
      return STATEMENT;
    }
    if (keys.contains("schemaVersion")) {
      boolean record = keys.stream().anyMatch(OF_FULL::contains) || !whole;
      return record && keys.stream().noneMatch(OF_MANIFEST::contains) ? FULL_RECORD : OTHER;
    }
    if (texts.containsKey("custody")) {
      return keys.stream().anyMatch(OF_COMPACT::contains) || !whole ? COMPACT_RECORD : OTHER;
    }
    if (keys.contains("verdict")) {
      return keys.contains("observed") || (!whole && !keys.contains("headline")) ? VERDICT : OTHER;
    }
    return OTHER;
  }

  /** Whether it is one of the documents that hold a record. */
  boolean holdsRecord() {
    return this == FULL_RECORD || this == COMPACT_RECORD || this == VERDICT;
  }

  /**
   * Gathers the outermost keys.
   *
   * @param texts the values of those that are strings
   * @return whether the object has its end
   */
  private static boolean keys(String json, Set<String> keys, Map<String, String> texts) {
    try (JsonParser parser = RecordJson.mapper().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return true;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = parser.currentName();
        keys.add(key);
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          texts.put(key, parser.getString());
        }
        parser.skipChildren();
      }
      return parser.currentToken() == JsonToken.END_OBJECT;
    } catch (JacksonException _) {
      return false;
    }
  }
}
