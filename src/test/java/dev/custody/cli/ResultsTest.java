package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Layouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit 0 means that every result that was asked for is written; else it is named. */
class ResultsTest {
  private static final String EARLIER = "sha256:" + "e".repeat(64);

  @TempDir Path work;

  @BeforeEach
  void make() throws IOException {
    Layouts.oneImage().store(work.resolve("image.tar"));
    Map<String, byte[]> docker = new LinkedHashMap<>();
    docker.put(
        "c.json",
        bytes(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                + "\"diff_ids\":[]}}"));
    docker.put("manifest.json", bytes("[{\"Config\":\"c.json\",\"RepoTags\":null,\"Layers\":[]}]"));
    Layouts.write(work.resolve("docker.tar"), Layouts.tar(docker));
    Files.writeString(work.resolve("notes.txt"), "hello\n");
    Files.writeString(work.resolve("empty"), "");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Program.Result run(String line) {
    return InProcess.run(
        Stream.of(line.split(" "))
            .map(a -> a.replace("@", work.toString()))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record -q -o /dev/null --digest-file @/f @/docker.tar | --digest-file",
        "record -q -o /dev/null --provenance-file @/f @/docker.tar | --provenance-file",
        "verify -q --digest 0123456789ab --digest-file @/f @/docker.tar | --digest-file",
        "verify -q --digest 0123456789ab --statement-file @/f @/docker.tar | --statement-file",
        "record -q --digest-file @/f @/notes.txt | --digest-file",
        "record -q --digest-file @/f @/missing.tar | --digest-file",
        "record -q --provenance-file @/f @/missing.tar | --provenance-file",
        "verify -q --digest 0123456789ab --statement-file @/f @/missing.tar | --statement-file",
        "verify -q --recorded @/missing --statement-file @/f @/image.tar | --statement-file",
        "confirm --digest 0123456789ab --digest-file @/f @/missing | --digest-file",
        "confirm --digest 0123456789ab --statement-file @/f @/empty | --statement-file",
      })
  void aResultThatThereIsNoneOfIsExit3AndNoEarlierOneStays(String line, String option)
      throws IOException {
    Path file = work.resolve("f");
    Program.Result without = run(line);
    assertEquals(ExitCode.CANNOT_TELL, without.code(), without.toString());
    assertTrue(without.err().contains(option + " " + file + " was not written: "), without.err());
    assertFalse(Files.exists(file), without.toString());
    Files.writeString(file, EARLIER);
    Program.Result before = run(line);
    assertEquals(ExitCode.CANNOT_TELL, before.code(), before.toString());
    assertEquals("", Files.readString(file));
    assertTrue(before.err().contains("the file is empty now"), before.err());
  }

  /** A Tekton result must not be missing: Tekton resolves none of those after it. */
  @Test
  void aTektonResultIsEmptyForADockerArchiveAndHoldsTheDigestOtherwise() throws IOException {
    Path file = work.resolve("f");
    Files.writeString(file, EARLIER);
    Program.Result docker = run("record -q -o /dev/null --digest-result @/f @/docker.tar");
    assertEquals(ExitCode.OK, docker.code(), docker.toString());
    assertEquals("", Files.readString(file));
    assertTrue(docker.err().contains("is empty: a docker-archive has no manifest"), docker.err());
    Program.Result missing = run("record -q -o /dev/null --digest-result @/f @/missing.tar");
    assertEquals(ExitCode.CANNOT_TELL, missing.code(), missing.toString());
    Program.Result oci = run("record -q -o /dev/null --digest-result @/f @/image.tar");
    assertEquals(ExitCode.OK, oci.code(), oci.toString());
    assertEquals(Layouts.oneImage().digest(0).toString(), Files.readString(file));
  }

  /** What cannot be replaced is named, since the next task would read it. */
  @Test
  void whatAnEarlierRunLeftAndCannotBeReplacedIsNamed() throws IOException {
    Files.createDirectory(work.resolve("d"));
    for (String option : new String[] {"--digest-file", "--compact-file", "--sha256-file"}) {
      Program.Result result = run("record -q -o /dev/null " + option + " @/d/ @/image.tar");
      assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
      assertTrue(result.err().contains("names a directory (EISDIR)"), result.err());
    }
    // A file named where a directory must be, on the way.
    Files.writeString(work.resolve("f"), EARLIER);
    Program.Result result = run("record -q -o /dev/null --digest-file @/f/x @/image.tar");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertEquals(EARLIER, Files.readString(work.resolve("f")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"new/", "new/.", "new/..", "new//"})
  void aNameThatEndsAsADirectoryIsNoFile(String name) throws IOException {
    Program.Result result = run("record -q -o @/" + name + " @/image.tar");
    assertTrue(result.err().contains("names a directory"), result.toString());
    assertTrue(result.out().contains("\ncustody-record: {"), result.toString());
    assertFalse(Files.exists(work.resolve("new")));
  }

  /** A result that is missing would fail a run that only observes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verify --digest 0123456789ab --bogus @/image.tar",
        "verify --digest x @/image.tar",
        "verify @/image.tar",
        "verify --recorded-compact= @/image.tar",
        "verify --recorded none --digest none @/image.tar",
        "verify --digest 0123456789ab --depth deep @/image.tar",
        "verify --digest 0123456789ab --list-depth 99 @/image.tar",
        "verify --digest 0123456789ab @/image.tar @/docker.tar",
        "verify --digest 0123456789ab --output @/image.tar @/image.tar",
        "confirm --digest 0123456789ab",
        "confirm --recorded-compact= @/empty",
        "confirm --digest 0123456789ab --verifier-id none @/empty",
      })
  void aRefusedCommandLineLeavesTheVerdictUnknown(String line) throws IOException {
    Files.createDirectory(work.resolve("results"));
    Files.writeString(work.resolve("results/v"), "pass");
    for (String results :
        new String[] {
          " --verdict-file @/results/v --cause-file @/results/c",
          " --verdict-file=@/results/v --cause-file=@/results/c"
        }) {
      Program.Result result = run(line.replaceFirst(" ", results + " "));
      assertEquals(ExitCode.USAGE, result.code(), result.toString());
      assertEquals("unknown", Files.readString(work.resolve("results/v")), result.toString());
      assertEquals("UNEXPLAINED_ERROR", Files.readString(work.resolve("results/c")));
    }
  }

  @Test
  void aVariableThatWasNotReplacedIsTheCauseInTheResult() throws IOException {
    Files.createDirectory(work.resolve("results"));
    Program.Result result =
        run("verify --cause-file @/results/c --verdict-file $(step.results.V) --digest $(x) @/a");
    assertEquals(ExitCode.USAGE, result.code(), result.toString());
    assertEquals("UNRESOLVED_VARIABLE", Files.readString(work.resolve("results/c")));
    assertFalse(Files.exists(Path.of("$(step.results.V)")));
  }

  /** Nothing that the line may mean otherwise is overwritten, and no directory that is evidence. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify --digest 0123456789ab --verdict-file @/image.tar @/image.tar",
        "verify --digest 0123456789ab --verdict-file @/image.tar --bogus oci-archive:@/image.tar",
        "verify --digest 0123456789ab --verdict-file @/f --output @/f --bogus /x/image.tar",
        "verify --digest 0123456789ab --verdict-file @/f --bogus @/image.tar",
        "verify --digest 0123456789ab --bogus @/f -- --verdict-file @/f",
        "inspect --verdict-file @/f /x/image.tar",
      })
  void aRefusedCommandLineOverwritesNothingElse(String line) throws IOException {
    byte[] archive = Files.readAllBytes(work.resolve("image.tar"));
    Program.Result result = run(line);
    assertEquals(ExitCode.USAGE, result.code(), result.toString());
    assertArrayEquals(archive, Files.readAllBytes(work.resolve("image.tar")));
    assertFalse(Files.exists(work.resolve("f")), result.toString());
  }
}
