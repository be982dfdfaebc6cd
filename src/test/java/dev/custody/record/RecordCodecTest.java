package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The generated codec against databind, which it was generated from. */
class RecordCodecTest {
  private static final int DOCUMENTS = 300;

  @ParameterizedTest
  @ValueSource(classes = {ExecutionRecord.class, CompactRecord.class})
  void itWritesTheBytesOfDatabindAndReadsThemBack(Class<? extends Record> type) {
    GeneratedRecords records = new GeneratedRecords(new Random(1));
    for (int i = 0; i < DOCUMENTS; i++) {
      Record made = records.make(type);
      String line = RecordJson.mapper().writeValueAsString(made);
      assertEquals(line, RecordCodec.write(made, false));
      assertEquals(
          RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(made),
          RecordCodec.write(made, true));
      Record read = RecordJson.mapper().readValue(line, type);
      assertEquals(read, RecordCodec.read(line, type), line);
    }
  }

  /** A changed document is read as databind reads it, or left to databind. */
  @ParameterizedTest
  @ValueSource(classes = {ExecutionRecord.class, CompactRecord.class})
  void whatItReadsOfAChangedDocumentDatabindReadsToo(Class<? extends Record> type) {
    RandomGenerator random = new Random(2);
    GeneratedRecords records = new GeneratedRecords(random);
    int read = 0;
    int left = 0;
    for (int i = 0; i < 10 * DOCUMENTS; i++) {
      JsonNode tree = RecordJson.mapper().valueToTree(records.make(type));
      change(tree, random);
      String json = tree.toString();
      if (random.nextInt(4) == 0) {
        json = cut(json, random);
      }
      Record mine = RecordCodec.read(json, type);
      if (mine == null) {
        left++;
      } else {
        read++;
        assertEquals(careful(json, type), mine, json);
      }
    }
    assertTrue(read > DOCUMENTS && left > DOCUMENTS, read + " read, " + left + " left to databind");
  }

  /** The records of all golden folders: none that custody wrote takes the slower way. */
  @Test
  void whatCustodyWroteIsNotLeftToDatabind() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of("src/test/resources"))) {
      files = all.filter(file -> file.toString().endsWith(".json")).toList();
    }
    int read = 0;
    for (Path file : files) {
      ExecutionRecord record = readable(file);
      if (record != null) {
        String json = RecordJson.indented(record);
        assertEquals(record, RecordCodec.read(json, ExecutionRecord.class), file.toString());
        read++;
      }
    }
    assertTrue(read > 150, read + " records read");
  }

  private static @Nullable ExecutionRecord readable(Path file) throws IOException {
    try {
      return RecordFile.parse(Files.readString(file), file.toString());
    } catch (UnreadableRecordException _) {
      return null;
    }
  }

  /** What hides in a log is escaped wherever it stands, and read back. */
  @ParameterizedTest
  @ValueSource(strings = {"\u007f", "\u0085", "\u202e", "\ud800", "a\udfff", "\ue000", "\u2028"})
  void whatHidesIsEscaped(String hidden) throws Exception {
    ExecutionRecord record = Samples.record();
    Step step =
        new Step(hidden, null, null, null, null, PodIdentity.UNKNOWN, null, null, null, null, null);
    String json = RecordJson.indented(record.in(step));
    assertTrue(json.chars().allMatch(c -> c < 0x7f), json);
    assertEquals(hidden, RecordFile.parse(json, "record").step().pipelineRun());
  }

  @Test
  void otherTypesAreLeftToDatabind() {
    assertNull(RecordCodec.write(Samples.record().step(), false));
    assertNull(RecordCodec.read("{}", Step.class));
  }

  /** As {@link RecordFile} reads what it does not know to be unchanged. */
  private static Record careful(String json, Class<? extends Record> type) {
    try {
      ExplicitNull.refuse(json, "document");
      return RecordJson.mapper().readValue(json, type);
    } catch (JacksonException | UnreadableRecordException e) {
      throw new AssertionError("databind refuses what the codec reads: " + json, e);
    }
  }

  private static void change(JsonNode tree, RandomGenerator random) {
    List<JsonNode> inner = new ArrayList<>();
    collect(tree, inner);
    JsonNode chosen = inner.get(random.nextInt(inner.size()));
    JsonNode other = inner.get(random.nextInt(inner.size()));
    JsonNode value = leaf(random);
    if (chosen instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = List.copyOf(object.propertyNames());
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(6)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name, value);
        case 2 -> object.set(name, other.deepCopy());
        case 3 -> object.set("unknown", random.nextBoolean() ? value : other.deepCopy());
        // Its name is last now.
        case 4 -> object.set(name, object.remove(name));
        default -> object.set(name.toUpperCase(Locale.ROOT), object.remove(name));
      }
    } else if (chosen instanceof ArrayNode array) {
      switch (random.nextInt(3)) {
        case 0 -> array.add(value);
        case 1 -> array.removeAll();
        default -> array.add(other.deepCopy());
      }
    }
  }

  private static JsonNode leaf(RandomGenerator random) {
    String json =
        switch (random.nextInt(16)) {
          case 0 -> "null";
          case 1 -> "true";
          case 2 -> "-1";
          case 3 -> "4294967296";
          case 4 -> "2147483648";
          case 5 -> "1e3";
          case 6 -> "1.5";
          case 7 -> "99999999999999999999";
          case 8 -> "[]";
          case 9 -> "{}";
          case 10 -> "\"2026-11-23T07:59:00+01:00\"";
          case 11 -> "\"+10000-01-01T00:00:00Z\"";
          case 12 -> "\"REGULAR\"";
          case 13 -> "\"0648\"";
          case 14 -> "\"sha256:0123\"";
          default -> "[null]";
        };
    return RecordJson.mapper().readTree(json);
  }

  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (node.isContainer()) {
      inner.add(node);
      node.forEach(child -> collect(child, inner));
    }
  }

  /** The text without a part, or with one twice. */
  private static String cut(String json, RandomGenerator random) {
    int from = random.nextInt(json.length());
    int to = Math.min(json.length(), from + random.nextInt(1, 40));
    return random.nextBoolean()
        ? json.substring(0, from) + json.substring(to)
        : json.substring(0, to) + json.substring(from);
  }
}
