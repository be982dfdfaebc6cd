package dev.custody.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.cli.Peers;
import dev.custody.differential.Ingredient.Policy;
import dev.custody.tekton.Registry;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of odd archives, each read by the real skopeo and by custody: the gate opens for no
 * digest that skopeo would not push, and custody refuses nothing that skopeo pushes but where
 * {@link Stricter} says why. A sample is pushed to a registry, the others are copied to a
 * directory. By hand, any number: {@code -Dcustody.differential.count=10000}; one again: {@code
 * -Dcustody.differential.seed=N}, which also keeps the archive. {@code
 * -Dcustody.differential.alone=K} tries each oddity alone in each kind of archive, K times, and
 * {@code -Dcustody.differential.only=REGEX} leaves out the others.
 */
@Tag("alone")
class SkopeoDifferentialIT {
  private static final int COUNT = 2000;

  /** One archive of so many is pushed to a registry too; 1 for all. */
  private static final int PUSHED = Integer.getInteger("custody.differential.pushed", 20);

  private static final List<Ingredient> PANTRY =
      Pantry.matching(System.getProperty("custody.differential.only", ".*"));
  private static final int PROCESSES = 2 * Runtime.getRuntime().availableProcessors();

  @TempDir Path work;

  private record Outcome(long seed, Specimen specimen, Judgement judgement) {
    String refusal() {
      return "seed %d, %s%n    refused: %s".formatted(seed, specimen, judgement.refused());
    }

    @Override
    public String toString() {
      return "seed %d, %s%n    opens %s".formatted(seed, specimen, judgement.opened());
    }
  }

  @Test
  void opensForNothingThatSkopeoWouldNotPush() throws Exception {
    Peers.require("skopeo", "docker-registry");
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
    assertEquals(
        "",
        opened.stream().map(Outcome::toString).collect(Collectors.joining("\n")),
        "the gate is open for what skopeo would not push");
    assertEquals(
        "",
        refused.stream()
            .filter(SkopeoDifferentialIT::unexplained)
            .map(Outcome::refusal)
            .collect(Collectors.joining("\n")),
        "custody refuses what skopeo pushes");
  }

  /** Neither may it be read otherwise by somebody, nor is custody stricter on purpose. */
  private static boolean unexplained(Outcome outcome) {
    String words = outcome.judgement().refused();
    return words != null
        && !Stricter.explains(words)
        && outcome.specimen().ingredients.stream()
            .noneMatch(one -> one.policy() == Policy.MAY_REFUSE);
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
    Registry registry = Registry.open(root);
    try (ExecutorService workers = Executors.newFixedThreadPool(PROCESSES)) {
      List<Future<Outcome>> futures = new ArrayList<>();
      for (int i = 0; i < trials.size(); i++) {
        Trial trial = trials.get(i);
        Path scratch = root.resolve(Integer.toString(i));
        futures.add(workers.submit(() -> outcome(trial, scratch, registry, trials.size() == 1)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      registry.stop();
      Skopeo.delete(root);
    }
  }

  private static Outcome outcome(Trial trial, Path scratch, Registry registry, boolean keep)
      throws IOException, InterruptedException {
    Specimen specimen = trial.specimen().get();
    Files.createDirectory(scratch);
    try {
      Path path = specimen.write(scratch.resolve("archive"));
      Outcome outcome =
          new Outcome(
              trial.seed(),
              specimen,
              Judgement.of(
                  specimen,
                  path,
                  new Skopeo(scratch, registry),
                  keep || Math.floorMod(trial.seed(), PUSHED) == 0));
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
