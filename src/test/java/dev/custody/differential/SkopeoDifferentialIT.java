package dev.custody.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.cli.Peers;
import dev.custody.differential.Ingredient.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of odd archives, each read by the real skopeo and by custody: the gate opens for no
 * digest that skopeo would not push. By hand, any number: {@code
 * -Dcustody.differential.count=10000}; one again: {@code -Dcustody.differential.seed=N}, which also
 * keeps the archive. {@code -Dcustody.differential.alone=K} tries each oddity alone in each kind of
 * archive, K times, and {@code -Dcustody.differential.only=REGEX} leaves out the others.
 */
class SkopeoDifferentialIT {
  private static final int COUNT = 2000;
  private static final List<Ingredient> PANTRY =
      Pantry.matching(System.getProperty("custody.differential.only", ".*"));
  private static final int PROCESSES = 2 * Runtime.getRuntime().availableProcessors();

  @TempDir Path work;

  private record Outcome(long seed, Specimen specimen, Judgement judgement) {
    @Override
    public String toString() {
      return "seed %d, %s%n    opens %s".formatted(seed, specimen, judgement.opened());
    }
  }

  @Test
  void opensForNothingThatSkopeoWouldNotPush() throws Exception {
    Peers.require("skopeo");
    List<Outcome> outcomes = outcomes();
    List<Outcome> opened =
        outcomes.stream().filter(outcome -> outcome.judgement().opened() != null).toList();
    List<Outcome> refused =
        outcomes.stream().filter(outcome -> outcome.judgement().refused() != null).toList();
    System.out.printf(
        Locale.ROOT,
        "%d archives of %d ingredients: skopeo pushes %d, custody refuses %d of them, opens %d"
            + " wrongly%n",
        outcomes.size(),
        PANTRY.size(),
        outcomes.stream().filter(outcome -> outcome.judgement().pushed()).count(),
        refused.size(),
        opened.size());
    counted(refused)
        .forEach((name, count) -> System.out.printf("  refused %5d  %s%n", count, name));
    List<String> unexplained =
        refused.stream()
            .filter(outcome ->
                outcome.specimen().ingredients.stream()
                    .noneMatch(one -> one.policy() == Policy.MAY_REFUSE))
            .map(outcome ->
                "seed %d, %s%n    refused: %s"
                    .formatted(outcome.seed(), outcome.specimen(), outcome.judgement().refused()))
            .toList();
    System.out.println(
        opened.stream().map(Outcome::toString).collect(Collectors.joining("\n"))
            + "\n"
            + String.join("\n", unexplained));
    List<Outcome> enforced = opened.stream().filter(SkopeoDifferentialIT::enforced).toList();
    assertEquals(
        "",
        enforced.stream().map(Outcome::toString).collect(Collectors.joining("\n")),
        "the gate is open for what skopeo would not push");
  }

  /** Tar and compression oddities of OCI archives; the other kinds are only reported so far. */
  private static boolean enforced(Outcome outcome) {
    Specimen specimen = outcome.specimen();
    return (specimen.base == Ingredient.Base.OCI || specimen.base == Ingredient.Base.NAMED)
        && specimen.ingredients.stream()
            .allMatch(one ->
                one.change() instanceof Ingredient.Change.OfEntries
                    || one.change() instanceof Ingredient.Change.OfBytes);
  }

  private record Trial(long seed, Supplier<Specimen> specimen) {}

  private static List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    int alone = Integer.getInteger("custody.differential.alone", 0);
    if (alone > 0) {
      for (Ingredient ingredient : PANTRY) {
        for (Ingredient.Base base : ingredient.bases()) {
          for (long seed = 0; seed < alone; seed++) {
            long own = seed * 1000 + trials.size();
            trials.add(new Trial(own, () -> Specimen.of(own, base, ingredient)));
          }
        }
      }
      return trials;
    }
    long seed = Long.getLong("custody.differential.seed", Long.MIN_VALUE);
    long from = seed != Long.MIN_VALUE ? seed : Long.getLong("custody.differential.from", 0);
    long count = seed != Long.MIN_VALUE ? 1 : Long.getLong("custody.differential.count", COUNT);
    for (long next = from; next < from + count; next++) {
      long own = next;
      trials.add(new Trial(own, () -> Specimen.of(own, PANTRY)));
    }
    return trials;
  }

  private List<Outcome> outcomes() throws IOException, InterruptedException, ExecutionException {
    // Memory instead of a disk, where there is any: each archive is unpacked.
    Path memory = Path.of("/dev/shm");
    Path root =
        Files.isWritable(memory) ? Files.createTempDirectory(memory, "custody-differential") : work;
    List<Trial> trials = trials();
    try (ExecutorService workers = Executors.newFixedThreadPool(PROCESSES)) {
      List<Future<Outcome>> futures = new ArrayList<>();
      for (int i = 0; i < trials.size(); i++) {
        Trial trial = trials.get(i);
        Path scratch = root.resolve(Integer.toString(i));
        futures.add(workers.submit(() -> outcome(trial, scratch, trials.size() == 1)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      Skopeo.delete(root);
    }
  }

  private static Outcome outcome(Trial trial, Path scratch, boolean keep)
      throws IOException, InterruptedException {
    Specimen specimen = trial.specimen().get();
    Files.createDirectory(scratch);
    try {
      Path path = specimen.write(scratch.resolve("archive"));
      Outcome outcome =
          new Outcome(trial.seed(), specimen, Judgement.of(specimen, path, new Skopeo(scratch)));
      if (keep) {
        Path kept = Files.createTempDirectory("seed-" + trial.seed()).resolve("archive");
        specimen.write(kept);
        System.out.println(outcome + "\n    kept as " + specimen.argument(kept));
      }
      return outcome;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + trial.seed() + ", " + specimen, e);
    } finally {
      Skopeo.delete(scratch);
    }
  }

  private static Map<String, Long> counted(List<Outcome> refused) {
    return refused.stream()
        .flatMap(outcome -> outcome.specimen().ingredients.stream())
        .collect(
            Collectors.groupingBy(
                one -> one.policy() + " " + one.name(), TreeMap::new, Collectors.counting()));
  }
}
