package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import dev.custody.record.RecordJson;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Agreement;
import dev.custody.report.run.ReportDocument.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The HTML as readers meet it: opened in headless Chromium at phone and desktop width, in light and
 * dark. Leaves the screenshots in {@code target/report-screenshots}.
 */
class ReportPageIT {
  private static final List<String> RECORDS =
      List.of("incident", "clean", "two-runs", "one-record", "nothing-usable", "hostile");

  /** Those of records alone, and the runs of a real cluster as {@code cluster-NAME}. */
  private static final List<String> SITUATIONS = new ArrayList<>(RECORDS);

  private static final Path SCREENSHOTS = Path.of("target/report-screenshots");

  /** Runs of a cluster that between them have every kind of section. */
  private static final List<String> CHECKED =
      List.of("cluster-incident", "cluster-denied-no-fsgroup", "cluster-two-runs-one-claim");

  /** A look takes two seconds on an idle machine. */
  private static final long ALL_PAGES_SECONDS = 400;

  private static JsonNode looks = RecordJson.mapper().createArrayNode();

  @BeforeAll
  static void openEveryPage() throws IOException {
    Peers.require("node", "npm", "chromium");
    if (!Files.isDirectory(Path.of("src/test/web/node_modules"))) {
      Program.shell("npm ci --prefix src/test/web --no-audit --no-fund");
    }
    ReportGoldenTest.clusters().forEach(name -> SITUATIONS.add("cluster-" + name));
    List<String> command =
        new ArrayList<>(List.of("node", "src/test/web/check.mjs", SCREENSHOTS.toString()));
    for (String situation : SITUATIONS) {
      Path page = Path.of("target/report-pages", situation, "report.html");
      Files.createDirectories(page.getParent());
      Files.writeString(page, HtmlDocument.render(document(situation)));
      command.add(looksOf(situation) + "=" + page);
    }
    Program.Result result = Program.run(command, Map.of(), ALL_PAGES_SECONDS);
    assertEquals(0, result.code(), result::toString);
    looks = RecordJson.mapper().readTree(result.out());
    assertEquals(expectedLooks(), looks.size());
  }

  @Test
  void nothingIsFetchedRunOrReportedByTheBrowser() {
    each(look ->
        assertAll(
            () -> assertEquals("[]", look.get("errors").toString()),
            () -> assertEquals("[]", look.get("requests").toString()),
            () -> assertEquals(0, look.get("foreign").intValue(), "scripts, frames, images"),
            () -> assertEquals("[]", look.get("handlers").toString()),
            () -> assertEquals("[]", look.get("unknownLinks").toString())));
  }

  @Test
  void accessibilityCheckerFindsNothing() {
    each(look -> {
      assertEquals("[]", look.get("violations").toString());
      assertTrue(
          !look.get("checked").booleanValue() || look.get("rulesPassed").intValue() > 20,
          "the checker looked");
    });
  }

  @Test
  void tabReachesEverythingThatCanBeActedOn() {
    each(look -> assertEquals(look.at("/reachable/there"), look.at("/reachable/reached")));
  }

  @Test
  void pageIsNoWiderThanThePhone() {
    each(look -> assertEquals(0, look.get("overflow").intValue()));
  }

  @Test
  void foldsAreClosedAtFirst() {
    each(look -> assertEquals(0, look.get("openFolds").intValue()));
  }

  @Test
  void matrixMarksExactlyWhatDiffers() {
    each(look -> {
      ReportDocument document = document(situation(look));
      List<Row> rows = document.runs().stream().flatMap(r -> r.matrix().stream()).toList();
      assertEquals(
          evidence(rows, true),
          texts(look.get("differing"), row -> row.get("evidence").stringValue()));
      assertEquals(
          Set.copyOf(evidence(rows, false)),
          Set.copyOf(texts(look.get("folded"), JsonNode::stringValue)));
      for (JsonNode row : look.get("differing")) {
        assertTrue(row.get("marked").booleanValue(), row::toString);
        assertTrue(row.get("cells").toString().contains("≠"), row::toString);
      }
    });
  }

  @Test
  void darkSchemeIsDark() {
    Set<String> backgrounds = new HashSet<>();
    each(look ->
        backgrounds.add(
            look.get("colorScheme").stringValue() + " " + look.get("background").stringValue()));
    assertEquals(Set.of("light rgb(255, 255, 255)", "dark rgb(20, 23, 26)"), backgrounds);
  }

  @Test
  void screenshotsAreKept() throws IOException {
    try (Stream<Path> files = Files.list(SCREENSHOTS)) {
      List<Path> images = files.filter(f -> f.toString().endsWith(".png")).toList();
      assertEquals(expectedLooks(), images.size());
      for (Path image : images) {
        assertNotEquals(0, Files.size(image), image.toString());
      }
    }
  }

  /**
   * A look takes seconds: all four of one page, at the phone's width every page; 0 without the
   * accessibility checker, where other pages have the same kinds of element.
   */
  private static int looksOf(String situation) {
    return situation.equals("incident")
        ? 4
        : RECORDS.contains(situation) ? 2 : CHECKED.contains(situation) ? 1 : 0;
  }

  private static int expectedLooks() {
    return SITUATIONS.stream().mapToInt(s -> Math.max(1, looksOf(s))).sum();
  }

  private static ReportDocument document(String situation) {
    if (situation.startsWith("cluster-")) {
      return withoutRaw(ReportGoldenTest.cluster(situation.substring("cluster-".length())));
    }
    return situation.equals("hostile")
        ? ReportBuilder.document(Hostile.collection())
        : ReportGoldenTest.document(situation);
  }

  /** The raw records are most of a page, and are looked at on the pages of records alone. */
  private static ReportDocument withoutRaw(ReportDocument whole) {
    return new ReportDocument(
        whole.verdict(),
        whole.headline(),
        whole.runs(),
        whole.volumes(),
        whole.missing(),
        whole.unreadable(),
        whole.changed(),
        whole.statements(),
        whole.otherFiles(),
        whole.silentLogs(),
        List.of());
  }

  private static String situation(JsonNode look) {
    return Path.of(look.get("page").stringValue()).getParent().getFileName().toString();
  }

  private static List<String> evidence(List<Row> rows, boolean differing) {
    return rows.stream()
        .filter(r -> (r.agreement() == Agreement.DIFFERS) == differing)
        .map(Row::evidence)
        .toList();
  }

  private static List<String> texts(
      JsonNode array, java.util.function.Function<JsonNode, String> part) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(part.apply(node)));
    return texts;
  }

  private static void each(java.util.function.Consumer<JsonNode> check) {
    assertAll(
        looks
            .valueStream()
            .map(look ->
                () ->
                    assertAll(
                        situation(look) + " " + look.get("device") + " " + look.get("colorScheme"),
                        () -> check.accept(look))));
  }
}
