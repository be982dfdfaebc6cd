package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.diagnosis.CauseTable;
import dev.custody.record.CauseId;
import dev.custody.record.RecordJson;
import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The causes that only a dump of the cluster shows, compared with {@code causes/ID}; with {@code
 * -Dcustody.golden=write} that is written.
 */
class ClusterCausesTest {
  @Test
  void namesAnFsgroupThatTheProcessDoesNotHave() throws IOException {
    Setting asked =
        new Setting(
            Setting.Name.FS_GROUP,
            List.of(
                new Setting.Cell("build", "2000", "0,2000", Setting.Arrival.ARRIVED),
                new Setting.Cell("push", "2000", "0", Setting.Arrival.NOT_ARRIVED)));
    List<ObservedStep> steps =
        new Situation().observed("build", 1, "").observed("push", 2, "").denied("push").observed();
    List<ClusterFinding> found =
        FsgroupNotApplied.of(
            List.of(asked),
            List.of(new RunTask("push", null, List.of(), List.of(steps.getLast()))));
    check(
        CauseId.FSGROUP_NOT_APPLIED,
        "process-without-it",
        RecordJson.mapper().valueToTree(found.getFirst().finding()),
        CauseTable.Origin.FIXTURE);
  }

  @Test
  void namesPodsThatLeaveTheirLevelOpen() throws IOException {
    Path incident = Path.of("src/test/resources/report/clusters/incident");
    RecordCollection collection =
        new RecordCollection()
            .add(incident.resolve("records"), "records")
            .addCluster(incident.resolve("cluster.json"), "cluster.json");
    List<JsonNode> found = new ArrayList<>();
    collect(
        RecordJson.mapper().valueToTree(ReportBuilder.document(collection)),
        CauseId.LABEL_NOT_FIXED.id(),
        found);
    check(CauseId.LABEL_NOT_FIXED, "in-the-incident", found.getFirst(), CauseTable.Origin.CAPTURE);
  }

  private static void check(
      CauseId cause, String situation, JsonNode finding, CauseTable.Origin origin)
      throws IOException {
    Path folder = Path.of("src/test/resources/causes", cause.id(), situation);
    compare(
        folder.resolve("expected.json"),
        RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(List.of(finding))
            + "\n");
    compare(folder.resolve("expected.txt"), text(finding));
    CauseTable.namedRight(cause.id(), origin, situation);
  }

  private static void collect(JsonNode node, String cause, List<JsonNode> found) {
    if (node.path("cause").asString("").equals(cause) && node.has("remedy")) {
      found.add(node);
    }
    node.values().forEach(child -> collect(child, cause, found));
  }

  private static String text(JsonNode finding) {
    StringBuilder text = new StringBuilder(finding.path("kind").asString());
    text.append(": ").append(finding.path("cause").asString());
    text.append(" (").append(finding.path("confidence").asString()).append("): ");
    text.append(finding.path("summary").asString()).append('\n');
    finding
        .path("evidence")
        .values()
        .forEach(e -> text.append("  ").append(e.asString()).append('\n'));
    return text.toString();
  }

  private static void compare(Path golden, String actual) throws IOException {
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, actual);
    }
    assertEquals(Files.readString(golden), actual, golden.toString());
  }
}
