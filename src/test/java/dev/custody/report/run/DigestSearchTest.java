package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.AskedDigest;
import dev.custody.oci.Depth;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.report.run.DigestSearch.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestSearchTest {
  private static final Path INCIDENT = Path.of("src/test/resources/report/clusters/incident");
  private static final String LAYER =
      "7c47e871d7bb90d644a724ca475f6696ddd919291284e251cd3fccaf105107cf";

  private static Answer ask(String digest, Path... places) {
    DigestSearch search =
        new DigestSearch(path -> ImageArchive.inspect(path, InspectionRequest.of(Depth.STRUCTURE)));
    for (Path place : places) {
      search.add(place, place.getFileName().toString());
    }
    return search.find(AskedDigest.parse(digest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LAYER,
        "sha256:" + LAYER,
        "registry.example/model@sha256:" + LAYER,
        "7c47e871d7bb",
        "7C47E871D7BB90"
      })
  void namesALayerOfARecordedImage(String asked) {
    Answer answer = ask(asked, INCIDENT.resolve("records"));
    assertEquals(1, answer.found().size(), answer::toString);
    DigestSearch.Found found = answer.found().getFirst();
    assertEquals("Layer", found.role());
    assertEquals("layer 1 of 2", found.words());
    assertEquals("the image that build recorded in run release-7", found.where());
    assertEquals("records/build.json", found.source());
  }

  @Test
  void namesTheLinesOfLogsThatPrintIt() {
    Answer answer = ask(LAYER, INCIDENT.resolve("logs"));
    assertEquals(
        List.of("logs/release-7-push-prod-pod.step-push.log line 31"),
        answer.lines().stream().map(DigestSearch.Line::source).toList());
  }

  @Test
  void readsTheCompactRecordsOfADump() {
    Answer answer =
        ask("ced6a33eeed4", Path.of("src/test/resources/report/clusters/newcomer/cluster.json"));
    assertEquals("SelectedManifest", answer.found().getFirst().role());
    assertEquals(
        "the image that build recorded in run j-newcomer", answer.found().getFirst().where());
  }

  @Test
  void whatNobodyNamesIsNotFound() {
    Answer answer = ask("0".repeat(64), INCIDENT.resolve("records"));
    assertFalse(answer.any());
    assertEquals(List.of(), answer.unreadable());
  }

  @Test
  void whatCannotBeReadIsSaid() {
    Answer answer = ask(LAYER, Path.of("/nowhere/record.json"));
    assertFalse(answer.any());
    assertTrue(answer.unreadable().getFirst().contains("no such file"), answer::toString);
  }
}
