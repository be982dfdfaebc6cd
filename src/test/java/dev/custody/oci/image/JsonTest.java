package dev.custody.oci.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem;
import dev.custody.oci.UnreadableArchive;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The JSON reader, held against Jackson as the peer that everybody knows. */
class JsonTest {
  private static final long SEED = 20261124;

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final List<String> DOCUMENTS =
      List.of(
          "{\"a\":[1,-0,2.5,1e9,-1.25E-3,0.0],\"b\":{\"c\":null,\"d\":true,\"e\":false},\"f\":\"\"}",
          " [ ] ",
          "{\"k\\u00e9y\":\"v\\\"\\\\\\/\\b\\f\\n\\r\\t\\uD83D\\uDE00\",\"é\":\"€ 😀\"}",
          "[[[[{\"a\":{\"a\":{\"a\":[{}]}}}]]]]",
          "\"text\"",
          "-12",
          "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1"
              + "+json\",\"digest\":\"sha256:00\",\"size\":482,\"annotations\":{\"a.b\":\"c\"}}]}");

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  private static boolean accepts(byte[] document) {
    try {
      Json.parse(
          document,
          "x",
          "x",
          json -> {
            json.skip();
            return "";
          });
      return true;
    } catch (UnreadableArchive e) {
      return false;
    }
  }

  private static boolean jacksonAccepts(byte[] document) {
    // As a string: it would take some bytes for UTF-16.
    String text = new String(document, StandardCharsets.UTF_8);
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      // Jackson looks at a string or a number only when it is asked for it.
      parser.getString();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  @Test
  void acceptsWhatJacksonAccepts() {
    byte[] alphabet = utf8("{}[]\",:\\ud8e-+.01929truefalsenull \n\t\r\0\u001f/x");
    int accepted = 0;
    for (int round = 0; round < 60_000; round++) {
      byte[] document = utf8(DOCUMENTS.get(round % DOCUMENTS.size()));
      for (int change = random.nextInt(3); change >= 0; change--) {
        document = changed(document, alphabet);
      }
      boolean ours = accepts(document);
      accepted += ours ? 1 : 0;
      assertEquals(
          jacksonAccepts(document),
          ours,
          "seed " + SEED + ": " + new String(document, StandardCharsets.UTF_8));
    }
    assertTrue(accepted > 3_000 && accepted < 57_000, accepted + " of 60000 are valid");
  }

  /** One byte replaced, added or taken away, or the end cut off. */
  private byte[] changed(byte[] document, byte[] alphabet) {
    if (document.length == 0) {
      return document;
    }
    int at = random.nextInt(document.length);
    byte other = alphabet[random.nextInt(alphabet.length)];
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(document, at);
      case 1, 2 -> {
        byte[] longer = Arrays.copyOf(document, document.length + 1);
        System.arraycopy(document, at, longer, at + 1, document.length - at);
        longer[at] = other;
        yield longer;
      }
      case 3 -> {
        byte[] shorter = Arrays.copyOf(document, document.length - 1);
        System.arraycopy(document, at + 1, shorter, at, document.length - at - 1);
        yield shorter;
      }
      default -> {
        byte[] same = document.clone();
        same[at] = other;
        yield same;
      }
    };
  }

  @Test
  void readsTheStringsThatJacksonWrites() throws UnreadableArchive {
    JsonMapper mapper = new JsonMapper();
    for (int round = 0; round < 2_000; round++) {
      Map<String, String> strings = new LinkedHashMap<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        strings.put(string() + i, string());
      }
      byte[] document = mapper.writeValueAsBytes(strings);
      assertEquals(strings, Json.parse(document, "x", "x", Json::strings), "seed " + SEED);
    }
  }

  /** Of every kind that is escaped or encoded in a way of its own. */
  private String string() {
    int[] ranges = {0x20, 0x80, 0x800, 0xd800, 0x1f600};
    return random
        .ints(random.nextInt(12), 0, ranges.length)
        .map(kind -> random.nextInt(kind == 4 ? 0x1f000 : 0, ranges[kind]))
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 | 0",
        "-0 | 0",
        "9223372036854775807 | 9223372036854775807",
        "9223372036854775808 | the document is out of range: 9223372036854775808",
        "-1 | the document is out of range: -1",
        "1.0 | the document is not a whole number",
        "1e3 | the document is not a whole number",
        "null | the document is not a whole number",
        "\"1\" | the document is not a whole number",
        "01 | goes on after its end",
        "- | is not valid JSON: it ends where a digit should be",
        "+1 | is not valid JSON: there is '+' where a value should be"
      })
  void sizes(String document, String answer) {
    String found;
    try {
      found = Long.toString(Json.parse(utf8(document), "x", "x", Json::size));
    } catch (UnreadableArchive e) {
      found = e.problem().message();
      assertTrue(found.startsWith("x cannot be read: " + answer + " (line 1, column "), found);
      return;
    }
    assertEquals(answer, found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"a\":2} | the name a occurs twice in an object (line 1, column 8)",
        "{\"\\n\":1,\"\\u000a\":2} | the name \\u{a} occurs twice in an object (line 1, column 9)",
        "{\"a\" 1} | there is '1' where ':' should be (line 1, column 6)",
        "{a:1} | there is 'a' where a name in quotes should be (line 1, column 2)",
        "[1 2] | there is '2' where ',' or ']' should be (line 1, column 4)",
        "[1,] | there is ']' where a value should be (line 1, column 4)",
        "[nul] | there is ']' where null should be (line 1, column 5)",
        "[\"a | it ends where a quotation mark should be (line 1, column 4)",
        "[\"€\\q\"] | there is 'q' where one of \"\\/bfnrtu should be (line 1, column 5)",
        "[\"\\u12x\"] | there is 'x' where a hexadecimal digit should be (line 1, column 7)",
        "[ | it ends where a value should be (line 1, column 2)"
      })
  void saysWhatIsWrongAndWhere(String document, String fault) {
    UnreadableArchive refused =
        assertThrows(
            UnreadableArchive.class,
            () ->
                Json.parse(
                    utf8(document),
                    "x",
                    "x",
                    json -> {
                      json.skip();
                      return "";
                    }));
    assertEquals(
        "x cannot be read: is not valid JSON: " + fault + ". Export the image again.",
        refused.problem().message());
  }

  @Test
  void aKeyThatOccursTwiceIsFoundAmongMany() {
    for (int count : List.of(2, 16, 17, 18, 3000)) {
      String keys =
          IntStream.range(0, count)
              .mapToObj(i -> "\"k" + i + "\":0")
              .collect(Collectors.joining(","));
      assertTrue(accepts(utf8("{" + keys + "}")), count + " keys");
      for (int again : List.of(0, count / 2, count - 1)) {
        assertTrue(!accepts(utf8("{" + keys + ",\"k" + again + "\":0}")), count + ", " + again);
      }
    }
  }

  @Test
  void nestsSixtyFourDeep() {
    assertTrue(accepts(utf8("[".repeat(64) + "]".repeat(64))));
    assertTrue(!accepts(utf8("[".repeat(65) + "]".repeat(65))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\\ud800x | \ufffdx",
        "\\udc00 | \ufffd",
        "\\ud83d\\ude00 | \ud83d\ude00",
        "\\ud83d\\ud83d\\ude00\\ud83d | \ufffd\ud83d\ude00\ufffd"
      })
  void halfAPairOfSurrogatesIsReplacedAsInGo(String escaped, String text) throws UnreadableArchive {
    assertEquals(
        Map.of("a", text),
        Json.parse(utf8("{\"a\":\"" + escaped + "\"}"), "x", "x", Json::strings));
  }

  @Test
  void tooManyStringsAreRefused() {
    String many = "[" + "\"a\",".repeat(100_000) + "\"a\"]";
    UnreadableArchive refused =
        assertThrows(
            UnreadableArchive.class,
            () ->
                Json.parse(
                    utf8(many),
                    "x",
                    "x",
                    json -> {
                      json.array(() -> json.string());
                      return "";
                    }));
    assertEquals(Problem.Kind.TOO_LARGE, refused.problem().kind());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
