package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CauseId;
import dev.custody.report.text.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The guide to causes, {@code docs/causes}: one page for each {@link CauseId}, made from the first
 * paragraph of the Javadoc of the cause's class and from its golden folders. With {@code
 * -Dcustody.golden=write} the pages are written instead of compared.
 */
class CausePagesTest {
  private static final Path PAGES = Path.of("docs/causes");
  private static final Path SITUATIONS = Path.of("src/test/resources/causes");
  private static final boolean WRITE = "write".equals(System.getProperty("custody.golden"));
  private static final Pattern CLASS_COMMENT =
      Pattern.compile(
          "/\\*\\*(.*?)\\*/\\s*(?:public )?(?:final )?(?:class|record|enum)", Pattern.DOTALL);

  @ParameterizedTest
  @EnumSource
  void everyCauseHasItsPage(CauseId cause) throws IOException {
    check(PAGES.resolve(cause.id() + ".md"), page(cause));
  }

  @Test
  void theIndexListsEveryCause() throws IOException {
    StringBuilder index =
        new StringBuilder(
            """
            # Guide to causes

            Every cause custody can name, with the evidence it is named on, what to do, and how to confirm it. `certain` means
            that no other situation in this catalogue gives the same evidence, `high` that another one is unlikely, `medium`
            that there are others, and the page says what would decide it.
            """);
    for (CauseId.Group group : CauseId.Group.values()) {
      index.append("\n## ").append(title(group)).append("\n\n| cause | in short |\n|---|---|\n");
      for (CauseId cause : CauseId.values()) {
        if (cause.group() == group) {
          index.append("| [%s](%s.md) | %s |%n".formatted(cause.id(), cause.id(), summary(cause)));
        }
      }
    }
    check(PAGES.resolve("README.md"), index.toString());
  }

  private static String title(CauseId.Group group) {
    return switch (group) {
      case ACCESS -> "Access is denied";
      case PLACE -> "The file is not there, or it is another file";
      case CONTENT -> "What the archive holds";
      case PUSH -> "What the next push will meet";
      case RESOURCES -> "Space and clocks";
      case PROBE -> "How far the evidence can be trusted";
    };
  }

  private static String page(CauseId cause) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(cause.id()).append("\n\n").append(summary(cause)).append("\n\n");
    if (cause.curedByTime()) {
      page.append("Waiting may cure it: `--wait` goes on for this cause.\n");
    } else if (cause.group() == CauseId.Group.ACCESS) {
      page.append("A permission does not change by waiting: `--wait` stops at once.\n");
    }
    for (Path situation : situations(cause)) {
      JsonNode finding = finding(situation, cause);
      page.append("\n## ").append(words(situation)).append("\n\n");
      page.append("Named with confidence **")
          .append(finding.path("confidence").asString())
          .append("**, on this evidence:\n\n");
      list(page, finding.path("evidence"));
      if (!finding.path("ruledOut").isEmpty()) {
        page.append("\nRuled out:\n\n");
        list(page, finding.path("ruledOut"));
      }
      page.append("\n**What to do:** ").append(text(finding.path("remedy"))).append("\n");
      if (finding.path("confirm").isString()) {
        page.append("\n**How to confirm:** ").append(text(finding.path("confirm"))).append("\n");
      }
      page.append("\n<details><summary>What custody prints</summary>\n\n```text\n")
          .append(Files.readString(situation.resolve("expected.txt")).strip())
          .append("\n```\n\n</details>\n");
    }
    return page.toString();
  }

  private static void list(StringBuilder page, JsonNode lines) {
    lines.values().forEach(line -> page.append("- ").append(text(line)).append('\n'));
  }

  /** Markdown as the text it is: no tag, no list and no emphasis of its own, but commands. */
  private static String text(JsonNode node) {
    return Spans.of(node.asString()).stream()
        .map(word ->
            word.matches("\\(?`[^`]+`[),.;:]*")
                ? word
                : word.replace("<", "&lt;").replaceAll("([*_|`])", "\\\\$1"))
        .collect(Collectors.joining(" "));
  }

  private static String words(Path situation) {
    String name = situation.getFileName().toString().replace('-', ' ');
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static List<Path> situations(CauseId cause) throws IOException {
    // What only the cluster or a failed write can show has its examples in other tests.
    Path folder = SITUATIONS.resolve(cause.id());
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> situations = Files.list(folder)) {
      return situations.sorted().toList();
    }
  }

  private static JsonNode finding(Path situation, CauseId cause) throws IOException {
    JsonNode findings =
        JsonMapper.shared().readTree(Files.readString(situation.resolve("expected.json")));
    return findings.values().stream()
        .filter(f -> f.path("cause").asString().equals(cause.id()))
        .findFirst()
        .orElseThrow();
  }

  /** The first paragraph of the Javadoc of the class that names the cause. */
  private static String summary(CauseId cause) throws IOException {
    String name =
        Arrays.stream(cause.id().toLowerCase(Locale.ROOT).split("_"))
            .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
            .collect(Collectors.joining());
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/custody"))) {
      Path source =
          sources
              .filter(p -> p.getFileName().toString().equalsIgnoreCase(name + ".java"))
              // linux has a PosixAcl too, which is an ACL and no cause.
              .filter(p -> !p.startsWith("src/main/java/dev/custody/linux"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no class is named as " + cause));
      Matcher comment = CLASS_COMMENT.matcher(Files.readString(source));
      assertTrue(comment.find(), source.toString());
      String first = comment.group(1).split("\n \\* *(<p>|@)|\n \\* *\n", 2)[0];
      return first
          .replaceAll("\\s*\n \\* ?", " ")
          .strip()
          .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`");
    }
  }

  private static void check(Path file, String expected) throws IOException {
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertEquals(
        expected,
        Files.exists(file) ? Files.readString(file) : "",
        file + " is not what the code says: write it with -Dcustody.golden=write");
  }
}
