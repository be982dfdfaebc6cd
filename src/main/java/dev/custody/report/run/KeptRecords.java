package dev.custody.report.run;

import dev.custody.oci.Digest;
import dev.custody.record.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records that a report is made of, within a bound of memory. A volume that many runs share
 * holds more than that; then the newest runs are kept. Of one run that alone exceeds the bound,
 * looks that found the recorded image again are left out first.
 */
final class KeptRecords {
  /** Bytes of JSON; the records take about three times as much memory, a run's report as well. */
  private static final long MOST = 2L << 20;

  /** What remains after something was left out, so that it is not done for each record. */
  private static final long AFTERWARDS = 3L << 19;

  /** A record is larger in memory than the shortest JSON. */
  private static final int LEAST = 2048;

  private record Kept(FoundRecord found, long bytes) {
    String run() {
      Step step = found.step();
      return Stream.of(step.pipelineRunUid(), step.pipelineRun(), step.taskRun(), step.pod().name())
          .filter(Objects::nonNull)
          .findFirst()
          .orElse("");
    }
  }

  private final List<Kept> kept = new ArrayList<>();
  private final Set<String> runsLeftOut = new HashSet<>();
  private long bytes;
  private int leftOut;

  void add(FoundRecord found, int length) {
    Kept one = new Kept(found, Math.max(length, LEAST));
    kept.add(one);
    bytes += one.bytes;
    if (bytes > MOST) {
      leaveOutRuns();
      leaveOutLooks();
    }
  }

  /** The records, in the order found. */
  List<FoundRecord> all() {
    return kept.stream().map(Kept::found).toList();
  }

  /** One sentence if something was left out; null if not. */
  @Nullable String leftOut() {
    if (leftOut == 0) {
      return null;
    }
    return leftOut
        + " records"
        + (runsLeftOut.isEmpty()
            ? ""
            : ", those of the " + runsLeftOut.size() + " oldest runs among them,")
        + " are left out, since not all of them fit into memory; name the folder of one run,"
        + " such as .custody/UID-OF-THE-RUN";
  }

  private void leaveOutRuns() {
    Map<String, Kept> newest = new HashMap<>();
    for (Kept one : kept) {
      newest.merge(one.run(), one, (a, b) -> BY_TIME.compare(a, b) < 0 ? b : a);
    }
    List<String> oldestFirst =
        newest.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(BY_TIME))
            .map(Map.Entry::getKey)
            .toList();
    for (String run : oldestFirst.subList(0, oldestFirst.size() - 1)) {
      if (bytes <= AFTERWARDS) {
        return;
      }
      runsLeftOut.add(run);
      remove(kept.stream().filter(one -> one.run().equals(run)).toList());
    }
  }

  /** The first look that knows the image stays, and those that found something else. */
  private void leaveOutLooks() {
    List<Kept> byTime = new ArrayList<>(kept.stream().sorted(BY_TIME).toList());
    int first = 0;
    while (first < byTime.size() - 1 && image(byTime.get(first)) == null) {
      first++;
    }
    Digest recorded = image(byTime.remove(first));
    List<Kept> out = new ArrayList<>();
    long less = bytes;
    for (boolean same : new boolean[] {true, false}) {
      for (Kept one : byTime) {
        if (less > AFTERWARDS && Objects.equals(image(one), recorded) == same) {
          out.add(one);
          less -= one.bytes;
        }
      }
    }
    remove(out);
  }

  private static final Comparator<Kept> BY_TIME = Comparator.comparing(one -> one.found().at());

  private static @Nullable Digest image(Kept one) {
    return RecordFacts.manifest(one.found().evidence());
  }

  private void remove(List<Kept> out) {
    Set<Kept> gone = new HashSet<>();
    for (Kept one : out) {
      gone.add(one);
      bytes -= one.bytes;
    }
    leftOut += out.size();
    kept.removeIf(gone::contains);
  }
}
