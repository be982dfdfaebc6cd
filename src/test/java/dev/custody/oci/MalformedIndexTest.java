package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that name no image, or that Go would read otherwise. */
class MalformedIndexTest extends ArchiveInMemory {
  @Test
  void malformedIndexSaysLineAndColumn() {
    ArchiveEvidence evidence = inspect(Layouts.oneImage().index("{\"manifests\":\n [}"));
    Problem problem = only(evidence);
    assertEquals(Kind.MALFORMED, problem.kind());
    assertEquals("index.json (line 2, column 3)", problem.place());
    assertTrue(
        problem.message().startsWith("index.json of /work/image.tar cannot be read: is not valid"),
        problem::message);
    assertEquals(
        Layouts.sha256(Layouts.bytes("{\"manifests\":\n [}")), evidence.file().indexDigest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}{}",
        "{\"manifests\":{}}",
        "{\"manifests\":[1]}",
        "{\"manifests\":[{\"digest\":\"sha256:abc\",\"size\":1}]}",
        "{\"manifests\":[{\"digest\":\"sha256:abc\",\"size\":-1}]}",
        "{\"manifests\":[{\"size\":99999999999999999999999}]}",
        "{\"manifests\":[{\"size\":1.5}]}",
        "{\"manifests\":[{\"size\":1}]}"
      })
  void malformedIndex(String json) {
    Problem problem = only(inspect(Layouts.oneImage().index(json)));
    assertEquals(Kind.MALFORMED, problem.kind());
    assertTrue(problem.place().startsWith("index.json"), problem::place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | the document is an array where Go expects an object",
        "{\"manifests\":{}} | manifests is an object where Go expects an array",
        "{\"manifests\":[{\"digest\":1}]} | manifests[0].digest is a number where Go expects a"
            + " string",
        "{\"manifests\":[{\"digest\":\"sha256:abc\"}]} | manifests[0].digest is not a digest",
        "{\"manifests\":[{\"size\":1e3}]}"
            + " | manifests[0].size is a number with a fraction or an exponent where Go expects a"
            + " whole number",
        "{\"manifests\":[{\"size\":1}]} | manifests[0] has no digest",
        "{\"manifests\":[{\"annotations\":{\"a\\n\":[]}}]}"
            + " | manifests[0].annotations.a\\u{a} is an array where Go expects a string"
      })
  void malformedIndexNamesTheValue(String json, String fault) {
    String message = only(inspect(Layouts.oneImage().index(json))).message();
    assertTrue(
        message.startsWith("index.json of /work/image.tar cannot be read: " + fault), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"manifests\":[],\"manifests\":[]}",
        "{\"manifests\":[],\"Manifests\":[]}",
        "{\"manifests\":[],\"manife\u017fts\":[]}",
        "{\"manifests\":[{\"size\":1,\"\\u0053ize\":1}]}",
        "{\"manifests\":[{\"annotations\":{\"org.opencontainers.image.ref.name\":\"a\","
            + "\"org.opencontainers.image.ref.name\":\"b\"}}]}"
      })
  void keysThatAreOneNameToGoAreAmbiguous(String json) {
    Problem problem = only(inspect(Layouts.oneImage().index(json)));
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, problem.kind());
    assertTrue(problem.place().startsWith("index.json (line 1, column "), problem::place);
  }

  /** Keys whose hashes are close together, in a table without trees, took minutes. */
  @Test
  @Timeout(20)
  void manyAnnotationsTakeNoTime() {
    StringBuilder annotations = new StringBuilder();
    for (int i = 0; i < 90_000; i++) {
      String key =
          new String(
              new char[] {
                (char) ('a' + i / 17576),
                (char) ('a' + i / 676 % 26),
                (char) ('a' + i / 26 % 26),
                (char) ('a' + i % 26)
              });
      annotations.append(i == 0 ? "" : ",").append('"').append(key).append("\":\"\"");
    }
    Digest nothing = Layouts.sha256(new byte[0]);
    String index =
        "{\"manifests\":[{\"digest\":\""
            + nothing
            + "\",\"size\":1,\"annotations\":{"
            + annotations
            + "}}]}";
    assertEquals(
        90_000,
        inspect(Layouts.oneImage().index(index)).file().entries().getFirst().annotations().size());
  }

  @Test
  void deeplyNestedIndexIsMalformed() {
    String deep = "{\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
    assertEquals(Kind.MALFORMED, only(inspect(Layouts.oneImage().index(deep))).kind());
  }

  @Test
  void indexOverFourMebibytes() {
    only(
        Kind.TOO_LARGE,
        "index.json in /work/image.tar has 5242880 bytes; more than 4194304 (4 MiB) is refused, as"
            + " registries do. Export the image again.",
        inspect(Layouts.oneImage().index(" ".repeat(5 << 20))));
  }
}
