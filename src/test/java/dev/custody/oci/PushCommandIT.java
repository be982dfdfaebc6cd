package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import dev.custody.oci.image.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every push command that the program prints, pasted into a real shell and run by real skopeo, to a
 * directory instead of a registry: it succeeds, and pushes the digest that was printed with it.
 */
class PushCommandIT {
  private static final List<String> PARTS =
      List.of(
          "a",
          "image",
          ":",
          " ",
          "  ",
          "'",
          "\"",
          "$",
          "$HOME",
          "\n",
          "\t",
          "-",
          "@",
          "@1",
          "ü",
          "漢",
          "\\",
          "*",
          "?",
          "~",
          ";",
          "&",
          "|",
          "<",
          ">",
          "(",
          "%s",
          "%",
          "`",
          "#",
          "!",
          "=",
          "\u202e",
          "\u001b[2J");

  private static final List<String> NAMES =
      List.of(
          "latest",
          "app:1.2",
          "team/app:1",
          "my__app:1",
          "@x",
          "-x",
          "a b",
          "ü",
          "$HOME",
          "a'b",
          ":",
          "*");

  private static final String DESTINATION = "docker://REGISTRY/REPOSITORY:TAG";

  @TempDir Path directory;

  @BeforeAll
  static void peers() {
    Peers.require("skopeo", "sh", "tar");
  }

  static Stream<Integer> seeds() {
    int count = Integer.getInteger("custody.commands", 8);
    int first = Integer.getInteger("custody.seed", 0);
    return Stream.iterate(first, seed -> seed + 1).limit(count);
  }

  /**
   * A file name of odd parts; not one that Tekton would have replaced, and none that ends early.
   */
  private static String fileName(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      name.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return name.toString().replace("$(", "$") + ".tar";
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPrintedPushCommandRunsAsPasted(int seed) throws IOException {
    Random random = new Random(seed);
    Layouts layouts = new Layouts();
    int images = 1 + random.nextInt(3);
    for (int i = 0; i < images; i++) {
      entry(layouts, random, i);
    }
    layouts.index();
    Path archive = directory.resolve(fileName(random));
    if (random.nextInt(4) == 0) {
      layouts.storeDirectory(archive);
    } else {
      byte[] tar = layouts.tar();
      Layouts.write(archive, random.nextInt(4) == 0 ? Layouts.gzip(tar) : tar);
    }
    for (int i = 0; i < images; i++) {
      Program.Result inspected = Program.plain().run("inspect", "--ref", "@" + i, archive);
      assertEquals(0, inspected.code(), inspected::toString);
      assertEquals(
          images > 1 || inspected.out().contains("  manifest  "),
          !commands(inspected.out()).isEmpty(),
          inspected::toString);
      pushAll(inspected, inspected.out());
      // The findings of a verdict offer the same, and more.
      Program.Result verified =
          Program.plain()
              .run("verify", "--digest", row(inspected.out(), "digest"), "--ref", "@" + i, archive);
      assertEquals(0, verified.code(), verified::toString);
      pushAll(verified, inspected.out());
    }
  }

  /** A remedy for an image that was not chosen runs too, and leads to a push. */
  @Test
  void theRemedyForSeveralImagesRunsAsPasted() throws IOException {
    Layouts layouts = new Layouts();
    layouts.entries.add(layouts.image("amd64"));
    layouts.entries.add(layouts.image("arm64"));
    Path archive = layouts.index().store(directory.resolve("it's two: $HOME.tar"));
    Program.Result verified =
        Program.plain().run("verify", "--digest", layouts.digest(0).toString(), archive);
    assertEquals(3, verified.code(), verified::toString);
    String command =
        verified
            .out()
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("custody inspect --ref"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(verified));
    Program.Result inspected =
        Program.run(List.of("sh", "-c", Program.LAUNCHER.getParent() + "/" + command), Map.of());
    assertEquals(0, inspected.code(), inspected::toString);
    pushAll(inspected, inspected.out());
  }

  private static void entry(Layouts layouts, Random random, int number) {
    String image = layouts.plain("amd64" + number);
    if (random.nextInt(3) == 0) {
      String other = Layouts.platform(layouts.plain("arm64"), "arm64");
      boolean whole = random.nextBoolean();
      String missing = Layouts.platform(new Layouts().plain("s390x"), "s390x");
      image =
          layouts.descriptor(
              MediaType.OCI_INDEX,
              Layouts.bytes(
                  "{\"schemaVersion\":2,\"manifests\":["
                      + (whole ? "" : missing + ",")
                      + (random.nextBoolean() ? Layouts.platform(image, "amd64") : image)
                      + ","
                      + other
                      + "]}"));
    }
    if (random.nextInt(3) == 0) {
      layouts.entries.add(image);
    } else {
      layouts.entry(image, NAMES.get(random.nextInt(NAMES.size())) + (number == 0 ? "" : number));
    }
  }

  private static List<String> commands(String printed) {
    return printed
        .lines()
        .map(line -> line.replaceFirst("^  (push|remedy) +", "").strip())
        .filter(line -> line.endsWith(DESTINATION))
        .toList();
  }

  private void pushAll(Program.Result result, String inspected) throws IOException {
    List<String> digests = new ArrayList<>(List.of(row(inspected, "digest")));
    if (inspected.lines().anyMatch(line -> line.startsWith("  manifest  "))) {
      digests.add(row(inspected, "manifest"));
    }
    for (String command : commands(result.out())) {
      Path work = Files.createTempDirectory(directory, "work");
      String pasted = command.replace(DESTINATION, "dir:" + work.resolve("out"));
      Program.Result pushed =
          Program.run(
              List.of("sh", "-c", "cd \"$0\" && eval \"$1\"", work.toString(), pasted), Map.of());
      assertEquals(0, pushed.code(), () -> pasted + "\n" + pushed);
      String digest = Files.readString(work.resolve("pushed-digest")).strip();
      boolean index = command.contains(" --all ") || digests.size() == 1;
      assertEquals(index ? digests.getFirst() : digests.getLast(), digest, pasted);
      assertEquals(
          digest,
          Layouts.sha256(Files.readAllBytes(work.resolve("out/manifest.json"))).toString(),
          pasted);
    }
  }

  /** The digest in a row of printed text. */
  private static String row(String printed, String label) {
    return printed
        .lines()
        .filter(line -> line.startsWith("  " + label + " "))
        .map(line -> line.strip().split(" +", -1)[1])
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + label + " in\n" + printed));
  }
}
