package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import dev.custody.record.RecordJson;
import dev.custody.report.run.ReportBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hostile records as Markdown, rendered by a Markdown program and opened in a browser. */
class ReportMarkdownIT {
  private static JsonNode page = RecordJson.mapper().createObjectNode();

  @BeforeAll
  static void render() throws IOException {
    Peers.require("node", "npm", "chromium");
    if (!Files.isDirectory(Path.of("src/test/web/node_modules/marked"))) {
      Program.shell("npm ci --prefix src/test/web --no-audit --no-fund");
    }
    Path document = Path.of("target/report-pages/hostile/report.md");
    Files.createDirectories(document.getParent());
    Files.writeString(
        document, MarkdownDocument.render(ReportBuilder.document(Hostile.collection())));
    Program.Result result =
        Program.run(List.of("node", "src/test/web/markdown.mjs", document.toString()), Map.of());
    assertEquals(0, result.code(), result::toString);
    page = RecordJson.mapper().readTree(result.out());
  }

  @Test
  void holdsOnlyTheElementsWeWrite() {
    List<String> allowed =
        List.of(
            "br", "code", "details", "em", "h1", "h2", "h3", "li", "p", "pre", "strong", "summary",
            "table", "tbody", "td", "th", "thead", "tr", "ul");
    List<String> strange = new ArrayList<>();
    page.get("elements").forEach(e -> strange.add(e.stringValue()));
    assertTrue(strange.contains("table"), "the tables are there");
    strange.removeAll(allowed);
    assertEquals(List.of(), strange);
    assertEquals("[\"class\"]", page.get("attributes").toString(), "the language of code blocks");
  }

  @Test
  void startsNoHeadingAndBreaksNoTable() {
    List<String> headings = new ArrayList<>();
    page.get("headings").forEach(h -> headings.add(h.stringValue()));
    assertEquals(1, headings.stream().filter(h -> h.startsWith("h1")).count());
    assertTrue(headings.getFirst().startsWith("h1 FAIL: "));
    assertEquals(0, page.get("uneven").intValue());
  }

  @Test
  void mentionsNobodyAndFetchesNothing() {
    assertEquals("[]", page.get("loose").toString());
    assertEquals("[]", page.get("requests").toString());
    assertEquals("[]", page.get("dialogs").toString());
  }
}
