package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.record.JsonSchema;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordValidation;
import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Whole documents, compared with those that were read by a person. With {@code
 * -Dcustody.golden=write} they are written instead.
 */
class ReportGoldenTest {
  static final Path RESOURCES = Path.of("src/test/resources");
  static final Path REPORTS = RESOURCES.resolve("report");
  static final Path CLUSTERS = REPORTS.resolve("clusters");

  /** Of these the page is kept too; of the others the browser's look at it must do. */
  private static final List<String> PAGES = List.of("happy", "incident", "two-runs-one-claim");

  @ParameterizedTest
  @ValueSource(strings = {"clean", "incident", "two-runs", "one-record", "nothing-usable"})
  void situationReadsAsExpected(String situation) throws IOException {
    ReportDocument document = document(situation);
    compare(REPORTS.resolve(situation + "/report.md"), MarkdownDocument.render(document));
    compare(REPORTS.resolve(situation + "/report.html"), HtmlDocument.render(document));
    assertEquals(document, jsonKeepsEverything(document));
    assertJsonIsValid(document);
  }

  /** The records of one run; of the push once the full one is there and once the compact one. */
  @ParameterizedTest
  @ValueSource(strings = {"damaged-full", "damaged-compact"})
  void damageIsAFailByEitherRecord(String situation) throws IOException {
    ReportDocument document = document(situation);
    assertEquals(VerdictWord.FAIL, document.verdict());
    compare(REPORTS.resolve(situation + "/report.txt"), TextDocument.render(document));
    assertEquals(document, jsonKeepsEverything(document));
    assertJsonIsValid(document);
  }

  /** Runs of a real cluster: records, what kubectl dumped, the logs of the steps. */
  @ParameterizedTest
  @MethodSource("clusters")
  void clusterReadsAsExpected(String situation) throws IOException {
    ReportDocument document = cluster(situation);
    Path folder = CLUSTERS.resolve(situation);
    String markdown = MarkdownDocument.render(document);
    int raw = markdown.indexOf("\n## Raw records");
    compare(folder.resolve("report.md"), raw < 0 ? markdown : markdown.substring(0, raw));
    String text = TextDocument.render(document);
    compare(folder.resolve("report.txt"), text);
    String html = HtmlDocument.render(document);
    if (PAGES.contains(situation)) {
      compare(folder.resolve("report.html"), html.substring(0, html.indexOf("<h2 id=\"raw\">")));
    }
    assertTrue(html.contains("<h1>"));
    assertJsonIsValid(document);
  }

  static List<String> clusters() throws IOException {
    try (Stream<Path> folders = Files.list(CLUSTERS)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  static ReportDocument cluster(String situation) {
    Path folder = CLUSTERS.resolve(situation);
    RecordCollection collection = new RecordCollection();
    if (Files.exists(folder.resolve("records"))) {
      collection.add(folder.resolve("records"), "records");
    }
    return ReportBuilder.document(
        collection
            .addCluster(folder.resolve("cluster.json"), "cluster.json")
            .addLog(folder.resolve("logs"), "logs"));
  }

  /** One situation of each cause, told as Markdown. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void causeReadsAsExpected(Path folder) throws IOException {
    RecordCollection collection = new RecordCollection();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(f -> f.getFileName().toString().matches("(recorded.*|observed)\\.json"))
          .sorted()
          .forEach(f -> collection.add(f, f.getFileName().toString()));
    }
    ReportDocument document = ReportBuilder.document(collection);
    String cause = folder.getParent().getFileName().toString();
    String text = MarkdownDocument.render(document);
    compare(
        REPORTS.resolve("causes/" + cause + ".md"),
        text.substring(0, text.indexOf("\n## Raw records")));
    assertTrue(HtmlDocument.render(document).contains("<h1>"));
    assertJsonIsValid(document);
  }

  static Stream<Path> causes() throws IOException {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> causes = Files.list(RESOURCES.resolve("causes"))) {
      for (Path cause : causes.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> situations = Files.list(cause)) {
          situations.filter(Files::isDirectory).sorted().findFirst().ifPresent(folders::add);
        }
      }
    }
    return folders.stream().filter(f -> Files.exists(f.resolve("observed.json")));
  }

  static ReportDocument document(String situation) {
    return ReportBuilder.document(
        new RecordCollection().add(REPORTS.resolve(situation + "/records"), "records"));
  }

  private static ReportDocument jsonKeepsEverything(ReportDocument document) {
    JsonNode json = RecordJson.mapper().valueToTree(document);
    return RecordJson.mapper().treeToValue(json, ReportDocument.class);
  }

  private static void assertJsonIsValid(ReportDocument document) {
    RecordValidation.assertValid(
        JsonSchema.REPORT, RecordJson.mapper().writeValueAsString(document));
  }

  private static void compare(Path golden, String actual) throws IOException {
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, actual);
    }
    assertEquals(Files.readString(golden), actual, golden.toString());
  }
}
