package dev.custody.oci.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.json.GoJson;
import dev.custody.oci.json.GoObject;
import dev.custody.oci.json.GoType;
import dev.custody.oci.json.GoType.AlsoAny;
import dev.custody.oci.json.GoType.ListOf;
import dev.custody.oci.json.GoType.MapOf;
import dev.custody.oci.json.GoType.Scalar;
import dev.custody.oci.json.GoType.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our reading of archives' documents, compared with Go's encoding/json itself. */
class GoJsonPeerTest {
  private static final Map<String, Struct> TYPES =
      Map.of(
          "INDEX_OR_MANIFEST", ImageTypes.INDEX_OR_MANIFEST,
          "INDEX", ImageTypes.INDEX,
          "DOCKER_LIST", ImageTypes.DOCKER_LIST,
          "DOCKER_IMAGE", ImageTypes.DOCKER_IMAGE,
          "OCI_CONFIG", ImageTypes.OCI_CONFIG,
          "DOCKER_CONFIG", ImageTypes.DOCKER_CONFIG);

  @TempDir Path directory;

  @Test
  void readsWhatGoReadsAndRefusesWhatGoRefuses() throws IOException, InterruptedException {
    long seed = Long.getLong("custody.seed", 20261125);
    int rounds = Integer.getInteger("custody.rounds", 5_000);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    DocumentGenerator generator = new DocumentGenerator(random);
    List<String> names = TYPES.keySet().stream().sorted().toList();
    int read = 0;
    int ambiguous = 0;
    try (GoDecoder go = new GoDecoder(directory)) {
      for (int round = 0; round < rounds; round++) {
        String name = names.get(random.nextInt(names.size()));
        Struct type = Objects.requireNonNull(TYPES.get(name));
        byte[] document = generator.next(type);
        String told =
            "seed " + seed + ", " + name + ": " + new String(document, StandardCharsets.UTF_8);
        String theirs = go.decode(name, document);
        try {
          GoObject ours = GoJson.decode(document, type, "x", "x");
          assertEquals(theirs, dump(type, ours), told);
          read++;
        } catch (UnreadableArchive e) {
          if (e.problem().kind() == Kind.AMBIGUOUS_ARCHIVE) {
            assertTrue(generator.repeated(), told + "\n" + e.problem().message());
            ambiguous++;
          } else {
            assertTrue(
                theirs.startsWith("refused: ") || stricter(e.problem().message()),
                told + "\n" + e.problem().message() + "\n" + theirs);
          }
        }
      }
    }
    assertTrue(read > rounds / 4 && read < rounds * 9 / 10, read + " of " + rounds + " were read");
    assertTrue(ambiguous > rounds / 200, ambiguous + " of " + rounds + " were ambiguous");
  }

  /**
   * What Go takes and we refuse: null for a document; half a pair of surrogates in a key, which
   * Jackson refuses; an array of numbers for bytes, which nobody else takes for base64.
   */
  private static boolean stricter(String message) {
    return message.contains("in property name")
        || message.contains("the document is null")
        || message.contains("is an array where Go expects a text in base64");
  }

  /** The values in the form in which decode.go prints them. */
  private static String dump(GoType type, @Nullable Object value) {
    if (type instanceof AlsoAny(GoType own)) {
      return dump(own, value);
    }
    if (type instanceof Struct struct) {
      StringBuilder text = new StringBuilder("{");
      for (int i = 0; i < struct.names().size(); i++) {
        Object field = value instanceof GoObject object ? object.value(i) : null;
        text.append(dump(struct.types().get(i), field)).append(';');
      }
      return text.append('}').toString();
    }
    if (type instanceof ListOf || type == Scalar.STRING_OR_STRINGS) {
      GoType element = type instanceof ListOf list ? list.element() : Scalar.STRING;
      List<?> elements = value instanceof List<?> list ? list : List.of();
      return elements.stream()
          .map(each -> dump(element, each) + ",")
          .collect(Collectors.joining("", "[", "]"));
    }
    if (type instanceof MapOf map) {
      Map<String, String> sorted = new TreeMap<>();
      if (value instanceof Map<?, ?> entries) {
        entries.forEach((key, each) -> sorted.put(hex((String) key), dump(map.value(), each)));
      }
      return sorted.entrySet().stream()
          .map(each -> each.getKey() + "=" + each.getValue() + ",")
          .collect(Collectors.joining("", "<", ">"));
    }
    return switch ((Scalar) type) {
      case INT -> value == null ? "0" : value.toString();
      case BOOL -> value == null ? "false" : value.toString();
      case ANY -> String.valueOf(value != null);
      case BYTES -> "";
      case STRING, TIME, STRING_OR_STRINGS -> value == null ? "" : hex((String) value);
    };
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
