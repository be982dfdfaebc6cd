package dev.custody.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import dev.custody.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives of kinds that were reported in public, and custody's right answer for each. The table of
 * case, answer and exit code is printed.
 */
class ArchiveCasesIT {
  @TempDir static Path work;

  private static final List<String> table = new ArrayList<>();

  @BeforeAll
  static void requireProgram() {
    Peers.require();
  }

  @AfterAll
  static void printTable() {
    System.out.printf("%-34s %-4s %s%n", "case", "exit", "what it is");
    table.forEach(System.out::println);
  }

  @TestFactory
  Stream<DynamicTest> answers() throws IOException {
    List<Case> cases = new ArrayList<>();
    cases.addAll(MakerCases.all(work.resolve("makers")));
    cases.addAll(DockerCases.all(work.resolve("docker")));
    cases.addAll(LinkCases.all(work.resolve("links")));
    cases.addAll(LayerCases.all(work.resolve("layers")));
    cases.addAll(ReadingCases.all(work.resolve("readings")));
    cases.addAll(OtherFormatCases.all(work.resolve("other")));
    return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
  }

  private static void check(Case one) {
    Result result = Program.plain().run(one.arguments().toArray());
    table.add(String.format(Locale.ROOT, "%-34s %-4d %s", one.name(), result.code(), one.what()));
    String said = one.arguments() + "\n" + result;
    // Long lines are broken at spaces.
    String text = (result.out() + result.err()).replaceAll("\\s+", " ");
    assertEquals(one.code(), result.code(), said);
    one.says().forEach(words -> assertTrue(found(words, text), words + " is not in\n" + said));
    one.saysNot().forEach(words -> assertFalse(found(words, text), words + " is in\n" + said));
  }

  private static boolean found(String words, String text) {
    return Pattern.compile(words, Pattern.CASE_INSENSITIVE).matcher(text).find();
  }
}
