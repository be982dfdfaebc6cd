package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RecordFileTest {
  private static final String SAMPLE =
      new String(RecordFile.bytes(Samples.record()), StandardCharsets.UTF_8);

  @Test
  void readsBackWhatItWrote() throws Exception {
    assertEquals(Samples.record(), RecordFile.parse(SAMPLE, "record.json"));
  }

  @Test
  void writesModesAsPeopleReadThem() {
    assertTrue(SAMPLE.contains("\"mode\" : \"0644\""), SAMPLE);
  }

  @Test
  void leavesOutWhatIsAbsent() {
    assertTrue(!SAMPLE.contains("null"), SAMPLE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "truncated | {\"schemaVersion\":\"1\",\"custody\":\"0.1 | truncated",
        "cut after a field | {\"schemaVersion\":\"1\", | truncated",
        "no version | {\"custody\":\"0.1.0\"} | it has no schemaVersion",
        "other version | {\"schemaVersion\":\"3\"} | schema version \"3\" is unknown here",
        "version of a wrong type | {\"schemaVersion\":1} | it has no schemaVersion",
        "an array | [] | it has no schemaVersion",
        "text | permission denied | line 1, column",
        "duplicate key | {\"schemaVersion\":\"1\",\"schemaVersion\":\"1\"} | Duplicate",
        "missing fields | {\"schemaVersion\":\"2\"} | custody",
        "missing fields of version 1 | {\"schemaVersion\":\"1\"} | archive.walk",
      })
  void refusesWithOneSentence(String name, String json, String expected) {
    assertMessage(json, expected);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"size\" : 20480 | \"size\" : \"20480\" | size",
        "\"custody\" : \"0.1.0\" | \"custody\" : 1 | custody",
        "\"mode\" : \"0644\" | \"mode\" : 420 | mode",
        "\"mode\" : \"0644\" | \"mode\" : \"rw-r--r--\" | four octal digits",
        "\"createdAt\" : \"2026-11-23T08:00:00Z\" | \"createdAt\" : \"yesterday\" | createdAt",
        "\"noNewPrivileges\" : true | \"noNewPrivileges\" : 1 | noNewPrivileges",
      })
  void refusesWrongTypesAndNamesTheField(String right, String wrong, String expected) {
    assertTrue(SAMPLE.contains(right), right);
    assertMessage(SAMPLE.replace(right, wrong), expected);
  }

  /** Every value of a record, each replaced by null in turn. */
  @Test
  void refusesNullWhereverAValueBelongs() {
    Matcher value = Pattern.compile("(?m)^ *\"(\\w+)\" : (?=[^ ])").matcher(SAMPLE);
    int tried = 0;
    while (value.find()) {
      String end = SAMPLE.substring(value.end());
      String rest =
          switch (end.charAt(0)) {
            case '{', '[' -> end.substring(closing(end));
            default -> end.substring(end.indexOf('\n')).replaceFirst("^", "");
          };
      boolean comma = end.charAt(0) != '{' && end.charAt(0) != '[' && line(end).endsWith(",");
      String changed = SAMPLE.substring(0, value.end()) + "null" + (comma ? "," : "") + rest;
      String field = value.group(1);
      UnreadableRecordException refused =
          assertThrows(
              UnreadableRecordException.class, () -> RecordFile.parse(changed, "r.json"), field);
      String message = String.valueOf(refused.getMessage());
      assertTrue(
          message.contains("null is not a value")
              || field.equals("schemaVersion")
              || field.equals("result"),
          field + ": " + message);
      tried++;
    }
    assertTrue(tried > 100, "values found: " + tried);
  }

  private static String line(String text) {
    return text.substring(0, text.indexOf('\n'));
  }

  /** Behind the bracket that closes the first; no string of the sample holds one. */
  private static int closing(String text) {
    int depth = 0;
    for (int i = 0; ; i++) {
      switch (text.charAt(i)) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      if (depth == 0) {
        return i + 1;
      }
    }
  }

  /** The reader and the published schema ask one place, PossibleValues. */
  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"size\" : 20480 | \"size\" : -5 | size is -5, below 0",
        "\"uid\" : 0 | \"uid\" : -1 | uid is -1, and ids are 0 to 4294967295",
        "\"uid\" : 0 | \"uid\" : 4294967296 | uid is 4294967296, and ids are",
        "\"filesystem\" : 1000 | \"filesystem\" : -1 | process.credentials.uid: filesystem is -1",
        "\"links\" : 1 | \"links\" : -1 | links is -1, below 0",
        "2026-11-23T08:00:00Z | +1000000000-12-31T23:59:59Z | createdAt is +1000000000-12-31",
        "2026-11-23T08:00:00Z | -0001-12-31T23:59:59Z | outside the years 0 to 9999",
        "/workspace/source/image.tar\" | /workspace/\\u0000\" | a path with a NUL or half a"
            + " character",
        "/workspace/source/image.tar\" | /workspace/\\ud800\" | a path with a NUL or half a"
            + " character",
      })
  void refusesImpossibleValues(String right, String wrong, String expected) {
    assertTrue(SAMPLE.contains(right), right);
    String changed = SAMPLE.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
    assertMessage(changed, expected);
  }

  /** Of which nothing could be said: neither where it ended nor why. */
  @Test
  void refusesAWalkWithoutComponents() {
    ObjectNode record = (ObjectNode) RecordJson.mapper().readTree(SAMPLE);
    ((ArrayNode) record.at("/archive/walk/components")).removeAll();
    assertMessage(record.toString(), "field archive.walk: a walk without components");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "1f8b0800, a gzip file",
    "28b52ffd, a zstd file",
    "425a6839, a bzip2 file",
    "fd377a585a00, an xz file",
    "ustar, a tar archive",
  })
  void saysWhatAnArchiveGivenAsRecordIs(String magic, String kind) {
    byte[] bytes = new byte[5 << 20];
    if (magic.equals("ustar")) {
      System.arraycopy(magic.getBytes(StandardCharsets.US_ASCII), 0, bytes, 257, 5);
    } else {
      byte[] begin = HexFormat.of().parseHex(magic);
      System.arraycopy(begin, 0, bytes, 0, begin.length);
    }
    for (int length : new int[] {600, bytes.length}) {
      var thrown =
          assertThrows(
              UnreadableRecordException.class,
              () -> RecordFile.read(new ByteArrayInputStream(bytes, 0, length), "image.tar"));
      assertEquals(
          "image.tar: " + kind + ", not a record; name the file that custody record wrote (its -o)",
          thrown.getMessage());
    }
  }

  @Test
  void refusesWhatFollowsTheRecord() {
    assertMessage(SAMPLE + "{}", "Trailing token");
  }

  @Test
  void refusesDeepNestingWithoutOverflow() {
    assertMessage("{\"schemaVersion\":\"1\",\"a\":" + "[".repeat(10_000), "deeper or larger");
  }

  @Test
  void stopsReadingAnEndlessStream() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    String message =
        assertThrows(
                UnreadableRecordException.class, () -> RecordFile.read(endless, "standard input"))
            .getMessage();
    assertEquals(
        "standard input: larger than 4 MiB, so it is not a record; name a file that custody record"
            + " wrote",
        message);
  }

  @Test
  void saysThatAFileIsMissing() throws IOException {
    try (FileSystem fs = Jimfs.newFileSystem(Configuration.unix())) {
      String message =
          assertThrows(
                  UnreadableRecordException.class,
                  () -> RecordFile.read(fs.getPath("/work/none.json")))
              .getMessage();
      assertEquals("/work/none.json: no such record; was it written under this path?", message);
    }
  }

  @Test
  void refusesADirectory() throws IOException {
    try (FileSystem fs = Jimfs.newFileSystem(Configuration.unix())) {
      Path directory = Files.createDirectory(fs.getPath("/work/d"));
      assertTrue(
          assertThrows(UnreadableRecordException.class, () -> RecordFile.read(directory))
              .getMessage()
              .contains("it is a directory; name a file"));
    }
  }

  @Test
  void readsFromAStream() throws Exception {
    assertEquals(
        Samples.record(),
        RecordFile.read(
                new ByteArrayInputStream(SAMPLE.getBytes(StandardCharsets.UTF_8)), "standard input")
            .record());
  }

  private static void assertMessage(String json, String expected) {
    String message =
        assertThrows(UnreadableRecordException.class, () -> RecordFile.parse(json, "r.json"))
            .getMessage();
    assertTrue(message.startsWith("r.json: "), message);
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
