package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.read.Hashing;
import dev.custody.report.statement.VerificationStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code custody confirm} as a command: what it reads, writes, prints and returns. */
class ConfirmTest {
  private static final String MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
       "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":2,
         "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},
       "layers":[]}\
      """;
  private static final String DIGEST =
      Hashing.of("sha256", MANIFEST.getBytes(StandardCharsets.UTF_8)).toString();
  private static final String OTHER = "sha256:" + "f".repeat(64);

  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int confirm(String standardInput, String... args) {
    List<String> words = new ArrayList<>(List.of("confirm"));
    words.addAll(Arrays.asList(args));
    return Main.run(
        words.toArray(String[]::new),
        Map.of(),
        new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
        new PrintWriter(out),
        new PrintWriter(err),
        files);
  }

  @Test
  void passesForTheRecordedBytes() {
    assertEquals(0, confirm(MANIFEST, "--digest", DIGEST, "--name", "quay.io/team/model:1.0", "-"));
    assertTrue(out.toString().startsWith("PASS  quay.io/team/model:1.0"), out::toString);
  }

  @Test
  void readsAFileToo() throws IOException {
    Path file = Files.writeString(files.getPath("manifest"), MANIFEST);
    assertEquals(0, confirm("", "--digest", DIGEST, file.toString()), err::toString);
  }

  /** As short as people copy it, with the newline that a shell adds. */
  @Test
  void theManifestCompletesTheBeginningOfADigest() {
    String beginning = DIGEST.substring("sha256:".length(), "sha256:".length() + 12);
    assertEquals(0, confirm(MANIFEST + "\n", "--digest", beginning, "-"), out::toString);
    assertTrue(out.toString().contains(DIGEST), out::toString);
    assertEquals(3, confirm(MANIFEST, "--digest", "ffffffffffff", "-"), out::toString);
    assertEquals(1, confirm(MANIFEST, "--digest", "44136fa355b3", "-"), out::toString);
  }

  /** {@code echo "$manifest"} adds one, and the digest proves that nothing else changed. */
  @Test
  void aNewlineOfTheShellChangesNothing() {
    assertEquals(0, confirm(MANIFEST + "\n", "--digest", DIGEST, "-"), out::toString);
  }

  @Test
  void failsForAnotherDigestAndWritesWhy() throws IOException {
    int code =
        confirm(
            MANIFEST,
            "--digest",
            OTHER,
            "--verdict-file",
            "verdict",
            "--cause-file",
            "cause",
            "--digest-file",
            "digest",
            "-");
    assertEquals(1, code, out::toString);
    assertTrue(out.toString().startsWith("FAIL  OTHER_DIGEST"), out::toString);
    assertEquals("fail", read("verdict"));
    assertEquals("OTHER_DIGEST", read("cause"));
    assertEquals(DIGEST, read("digest"));
  }

  /** An error page, a failed fetch, something cut: none is an answer of a registry. */
  @Test
  void cannotTellFromWhatIsNoManifest() throws IOException {
    for (String served :
        List.of(
            "", "<html>login</html>", "{}", "[]", "null", MANIFEST.substring(0, 80), "{\"a\":1}")) {
      int code = confirm(served, "--digest", DIGEST, "--cause-file", "cause", "-");
      assertEquals(3, code, () -> served + out);
      assertEquals("NO_MANIFEST", read("cause"));
    }
  }

  /** What people have at hand when they are asked for a manifest. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schemaVersion\":\"2\",\"process\":{}} | a record of custody, not a manifest",
        "{\"custody\":\"1\",\"manifest\":\"\"} | a compact record of custody, not a manifest",
        "{\"Name\":\"\",\"RepoTags\":[],\"Layers\":[]} | what skopeo inspect prints without --raw",
        "{\"architecture\":\"amd64\",\"rootfs\":{}} | an image's config, not its manifest",
        "<html>login</html> | is not a manifest, since it is not JSON; it starts with"
            + " <html>login</html>",
        "BZh91AY | a bzip2 file, not the manifest",
        "{\"schemaVersion\":2} | has no config",
      })
  void namesWhatWasGivenAndHowToFetchAManifest(String given, String named) {
    assertEquals(3, confirm(given, "--digest", DIGEST, "-"));
    String said = out.toString().replaceAll("\\s+", " ");
    assertTrue(said.contains(named), said);
    assertTrue(said.contains("fetch it with `skopeo inspect --raw docker://NAME`"), said);
    assertFalse(said.contains("Export the image again"), said);
  }

  @Test
  void refusesMoreThanRegistriesServe() {
    String large = MANIFEST + " ".repeat(5 << 20);
    assertEquals(3, confirm(large, "--digest", DIGEST, "-"));
    assertTrue(out.toString().contains("4 MiB"), out::toString);
  }

  @Test
  void aRecordThatCannotBeReadNeverPasses() {
    assertEquals(3, confirm(MANIFEST, "--digest", DIGEST, "--recorded", "none.json", "-"));
    assertEquals(3, confirm(MANIFEST, "--digest", DIGEST, "--recorded-compact", "{", "-"));
  }

  @Test
  void needsSomethingRecorded() {
    assertEquals(2, confirm(MANIFEST, "-"));
  }

  /** A result that was asked for and is not there must not look like a pass. */
  @Test
  void aPassWhoseResultCannotBeWrittenIsNone() throws IOException {
    Files.writeString(files.getPath("file"), "");
    assertEquals(3, confirm(MANIFEST, "--digest", DIGEST, "--verdict-file", "file/verdict", "-"));
    assertTrue(err.toString().contains("file/verdict"), err::toString);
  }

  @Test
  void statementNamesTheImageAndWhoVerified() throws IOException {
    String[] asked = {"--digest", DIGEST, "--name", "quay.io/team/model:1.0", "--statement-file"};
    confirm(MANIFEST, and(asked, "default.json", "--verifier-id", "", "-"));
    confirm(MANIFEST, and(asked, "own.json", "--verifier-id", "https://ci.example.com/t", "-"));
    JsonNode statement = JsonMapper.shared().readTree(read("default.json"));

    assertEquals("quay.io/team/model:1.0", statement.at("/subject/0/name").asString());
    assertEquals(DIGEST, "sha256:" + statement.at("/subject/0/digest/sha256").asString());
    assertEquals("PASSED", statement.at("/predicate/verificationResult").asString());
    assertEquals(
        VerificationStatement.ANY_VERIFIER, statement.at("/predicate/verifier/id").asString());
    assertEquals(
        "https://ci.example.com/t",
        JsonMapper.shared().readTree(read("own.json")).at("/predicate/verifier/id").asString());
  }

  @Test
  void aVerifierIsAUri() throws IOException {
    for (String wrong : List.of("my ci", "ci.example.com")) {
      assertEquals(2, confirm(MANIFEST, "--digest", DIGEST, "--verifier-id", wrong, "-"), wrong);
    }
  }

  private static String[] and(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aFailIsStatedAndAnUnknownIsNot() throws IOException {
    confirm(MANIFEST, "--digest", OTHER, "--statement-file", "fail.json", "-");
    JsonNode summary = JsonMapper.shared().readTree(read("fail.json")).path("predicate");
    assertEquals("FAILED", summary.path("verificationResult").asString());
    assertEquals("[\"FAILED\"]", summary.path("verifiedLevels").toString());

    assertEquals(3, confirm("", "--digest", DIGEST, "--statement-file", "unknown.json", "-"));
    assertFalse(Files.exists(files.getPath("unknown.json")));
  }

  private String read(String name) throws IOException {
    return Files.readString(files.getPath(name));
  }
}
