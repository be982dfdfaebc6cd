package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.record.CompactRecord;
import dev.custody.record.CompactRecord.FileMark;
import dev.custody.record.CompactRecord.FileTimes;
import dev.custody.record.VolumeRoot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results fit into what kubelet leaves of a termination message: 12,288 bytes shared by all
 * containers of the pod, and silently lost above that.
 */
class ResultSizeTest {
  private static final Digest DIGEST = new Digest("sha512", "f".repeat(128));

  /** A cause id longer than any in the catalogue. */
  private static final String CAUSE = "C".repeat(48);

  /** The largest values there can be: every number and name as long as Kubernetes allows. */
  private static final Map<String, String> LARGEST =
      Map.ofEntries(
          Map.entry("RECORD", largestRecord()),
          Map.entry("MANIFEST_DIGEST", DIGEST.toString()),
          Map.entry("RECORD_SHA256", "sha256:" + "f".repeat(64)),
          Map.entry("VERDICT", "unknown"),
          Map.entry("CAUSE", CAUSE),
          Map.entry("PUSHED_DIGEST", DIGEST.toString()),
          Map.entry("REGISTRY_DIGEST", DIGEST.toString()),
          Map.entry("IMAGE_DIGEST", DIGEST.toString()),
          Map.entry("IMAGE_URL", "r".repeat(255 + 1 + 128)),
          Map.entry("SUMMARY", "s".repeat(300)));

  static Stream<Resource> tasks() {
    return Resource.shipped().values().stream().filter(r -> r.kind().equals("Task"));
  }

  static Stream<Resource> stepActions() {
    return Resource.shipped().values().stream().filter(r -> r.kind().equals("StepAction"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stepActions")
  void allResultsOfAStepStayBelow1000Bytes(Resource action) {
    int bytes = 0;
    for (String name : Resource.names(action.spec().path("results"))) {
      bytes += bytes(name) + bytes(LARGEST.getOrDefault(name, ""));
      assertTrue(LARGEST.containsKey(name), "no largest value given for " + name);
    }
    assertTrue(bytes < 1000, action.name() + " writes " + bytes + " bytes");
  }

  /** Two init containers, prepare and working-dir-initializer, have their share too. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("tasks")
  void messagesFitTheirShareOfThePod(Resource task) {
    JsonNode steps = task.spec().path("steps");
    int share = Math.min(4096, 12_288 / (steps.size() + 2));
    for (JsonNode step : steps.values()) {
      Resource action =
          Resource.shipped().get("StepAction/" + Resource.text(step.path("ref"), "name"));
      JsonNode results = action == null ? step.path("results") : action.spec().path("results");
      int bytes = bytes(message(Resource.names(results)));
      assertTrue(
          bytes <= share,
          task.name() + ", " + Resource.text(step, "name") + ": " + bytes + " of " + share);
    }
  }

  /** A task with three results has the step's own and Tekton's start time beside them. */
  private static String message(List<String> results) {
    var message = JsonMapper.shared().createArrayNode();
    message
        .addObject()
        .put("key", "StartedAt")
        .put("value", "2026-11-23T12:00:00.000Z")
        .put("type", 3);
    for (String name : results) {
      message
          .addObject()
          .put("key", name)
          .put("value", LARGEST.getOrDefault(name, ""))
          .put("type", 4);
    }
    return message.toString();
  }

  /** Long names are left out when they do not fit, so the longest name is not the worst case. */
  private static String largestRecord() {
    return IntStream.rangeClosed(0, 253)
        .mapToObj(length -> record("t".repeat(length)).json())
        .max(Comparator.comparingInt(ResultSizeTest::bytes))
        .orElseThrow();
  }

  private static CompactRecord record(String taskRun) {
    Instant at = Instant.parse("2026-11-23T12:00:00.123456789Z");
    return new CompactRecord(
        CompactRecord.VERSION,
        at,
        new Digest("sha256", "f".repeat(64)),
        DIGEST,
        new Digest("sha256", "f".repeat(64)),
        new Digest("sha256", "f".repeat(64)),
        Long.MAX_VALUE,
        CompactRecord.Checks.of(Depth.STRUCTURE, Problem.Severity.CANNOT_TELL, "f".repeat(16)),
        new FileMark(-1L, "4294967295:4294967295", 07777, 4294967295L, 4294967295L, 65000),
        new FileTimes(at, at, at),
        new CompactRecord.Origin(
            4294967295L,
            "system_u:system_r:container_t:s0:c1022,c1023",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff",
            "restricted-v2",
            taskRun),
        new VolumeRoot("ext4", Long.MAX_VALUE, 4102444800L));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
