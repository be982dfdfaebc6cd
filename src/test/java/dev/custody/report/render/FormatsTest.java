package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The forms for CI servers, read by other parsers than ours; and the length of the text form. */
class FormatsTest {
  private static Document junit(ReportDocument document) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                JunitDocument.render(document).getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> cases(Document xml, String suite) {
    List<String> cases = new ArrayList<>();
    NodeList all = xml.getElementsByTagName("testcase");
    for (int i = 0; i < all.getLength(); i++) {
      Element one = (Element) all.item(i);
      if (one.getAttribute("classname").equals(suite)) {
        Element inner = (Element) one.getElementsByTagName("*").item(0);
        cases.add(
            one.getAttribute("name") + (inner == null ? " passed" : " " + inner.getTagName()));
      }
    }
    return cases;
  }

  @Test
  void junitHasACaseForEachTaskAndAVerdictForEachCase() throws Exception {
    Document xml = junit(ReportGoldenTest.cluster("incident"));
    assertEquals(
        List.of("build passed", "push-dr failure", "push-prod error", "verdict failure"),
        cases(xml, "run release-7"));
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertEquals("4", suite.getAttribute("tests"));
    assertEquals("2", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("errors"));
    Element failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertTrue(failure.getAttribute("message").startsWith("holds a different image"));
    assertFalse(failure.getTextContent().isBlank(), "what to do");
  }

  @Test
  void junitOfAPassingRunHasNoFailure() throws Exception {
    Document xml = junit(ReportGoldenTest.cluster("happy"));
    assertEquals(0, xml.getElementsByTagName("failure").getLength());
    assertEquals(0, xml.getElementsByTagName("error").getLength());
    assertEquals(
        List.of(
            "build passed",
            "push-to-internal passed",
            "push-to-quay passed",
            "report skipped",
            "verdict passed"),
        cases(xml, "run a-happy"));
  }

  /** A task that was refused and left no record is no green run. */
  @Test
  void junitTellsOfTasksWithoutARecord() throws Exception {
    assertEquals(
        List.of("build passed", "push-to-internal error", "report error", "verdict error"),
        cases(junit(ReportGoldenTest.cluster("denied-no-fsgroup")), "run c2-no-fsgroup"));
    assertEquals(
        List.of("build passed", "push passed", "verdict passed"),
        cases(junit(ReportGoldenTest.cluster("newcomer")), "run j-newcomer"));
  }

  @Test
  void junitOfNothingIsNotGreen() throws Exception {
    Document xml = junit(ReportBuilder.document(new RecordCollection()));
    assertEquals(List.of("verdict error"), cases(xml, "custody"));
  }

  /** Whatever names and paths hold, the file stays XML and its elements ours. */
  @Test
  void junitOfHostileRecordsIsStillXml() throws Exception {
    Document xml = junit(ReportBuilder.document(Hostile.collection()));
    NodeList all = xml.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      assertTrue(
          List.of("testsuites", "testsuite", "testcase", "failure", "error", "skipped")
              .contains(((Element) all.item(i)).getTagName()));
    }
  }

  @Test
  void githubGetsErrorsForCausesAndANoticeForAPass() {
    List<String> incident =
        GithubAnnotations.render(ReportGoldenTest.cluster("incident")).lines().toList();
    assertTrue(
        incident
            .getFirst()
            .startsWith("::error title=custody fail::push-dr found a different image"),
        incident::toString);
    assertTrue(
        incident.stream()
            .anyMatch(l -> l.startsWith("::error title=REWRITTEN_IN_PLACE%2C push-dr")),
        incident::toString);
    assertTrue(
        incident.stream().anyMatch(l -> l.startsWith("::warning title=LABEL_NOT_FIXED%2C")),
        incident::toString);
    List<String> happy =
        GithubAnnotations.render(ReportGoldenTest.cluster("happy")).lines().toList();
    assertEquals(1, happy.size(), happy::toString);
    assertTrue(happy.getFirst().startsWith("::notice title=custody pass::"), happy::toString);
  }

  /** A name can neither begin a command of its own nor end ours early. */
  @Test
  void githubCommandsOfHostileRecordsStayOurs() {
    GithubAnnotations.render(ReportBuilder.document(Hostile.collection()))
        .lines()
        .forEach(l ->
            assertTrue(
                l.matches("::(error|warning|notice) title=[^:,]*::.*"), () -> "no command: " + l));
  }

  @ParameterizedTest
  @MethodSource("dev.custody.report.render.ReportGoldenTest#clusters")
  void theTextFitsALogAndSaysTheVerdictFirst(String situation) {
    ReportDocument document = ReportGoldenTest.cluster(situation);
    List<String> lines = TextDocument.render(document).lines().toList();
    assertAll(
        () -> assertTrue(lines.size() <= TextDocument.MAX_LINES, lines::toString),
        () -> assertTrue(lines.getFirst().matches("(PASS|FAIL|UNKNOWN)  \\S.*"), lines.getFirst()));
  }
}
