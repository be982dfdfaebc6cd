package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What {@code certain} means: no other situation of the catalogue gives the same evidence; and what
 * {@code high} means: none that is near does. {@code neighbours.json} has, for each rule that says
 * it, a situation in which it does, and the nearest other one: the least change of the evidence
 * that makes the name untrue, and what is named there instead. Which rules say so is read from
 * their sources and from the golden folders, so that a new one without a neighbour fails.
 */
class NeighboursTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path RULES = Path.of("src/main/java/dev/custody/diagnosis");
  private static final Pattern ID = Pattern.compile("CauseId\\.([A-Z_]+)[;,]");
  private static final Pattern CERTAIN =
      Pattern.compile(
          "Confidence\\.CERTAIN|mode\\(\\)\\.confidence\\(\\)|mounts\\.confidence\\(\\)|confidence\\(relation");

  private static final Pattern HIGH =
      Pattern.compile("Confidence\\.HIGH|mounts\\.confidence\\(\\)|confidence\\(relation");

  @TempDir Path scratch;

  /** Words of one file of a situation that are others; {@code to} null removes the file. */
  record Edit(String file, String from, @Nullable String to) {}

  /**
   * A rule and the nearest other situation.
   *
   * @param of a folder of a situation
   * @param base edits that make the rule certain in it; usually none
   * @param edits what differs in the other situation
   * @param sure how sure the rule is in it, at least, and not in the other situation
   * @param named every cause that is named there
   * @param noted every warning and note that is there; null where they do not matter
   */
  record Neighbour(
      CauseId rule,
      String of,
      List<Edit> base,
      Finding.Confidence sure,
      String situation,
      List<Edit> edits,
      String named,
      @Nullable String noted) {
    @Override
    public String toString() {
      return rule + ": " + situation;
    }
  }

  static List<Neighbour> neighbours() throws IOException {
    JsonNode rows =
        RecordJson.mapper().readTree(Files.readString(RESOURCES.resolve("neighbours.json")));
    List<Neighbour> all = new ArrayList<>();
    for (JsonNode row : rows) {
      all.add(
          new Neighbour(
              CauseId.valueOf(row.path("rule").asString()),
              row.path("of").asString(),
              edits(row.path("base")),
              row.has("sure") ? Finding.Confidence.HIGH : Finding.Confidence.CERTAIN,
              row.path("situation").asString(),
              edits(row.path("edits")),
              row.path("named").asString(),
              row.has("noted") ? row.path("noted").asString() : null));
    }
    return all;
  }

  private static List<Edit> edits(JsonNode rows) {
    List<Edit> edits = new ArrayList<>();
    for (JsonNode row : rows) {
      edits.add(
          new Edit(
              row.get(0).asString(),
              row.size() > 1 ? row.get(1).asString() : "",
              row.size() > 2 ? row.get(2).asString() : null));
    }
    return edits;
  }

  @Test
  void everyCertainRuleHasANeighbour() throws IOException {
    Set<CauseId> certain = certainRules();
    Set<CauseId> held = held(Finding.Confidence.CERTAIN);
    Set<CauseId> missing = new TreeSet<>(certain);
    missing.removeAll(held);
    assertEquals(Set.of(), missing, "add their nearest other situations to neighbours.json");
    assertTrue(certain.containsAll(held), "some rules are not certain any more: " + held);
  }

  @Test
  void everyHighRuleHasANeighbour() throws IOException {
    Set<CauseId> refusals = rules(HIGH, "access", "write");
    Set<CauseId> contents = rules(HIGH, "content", "place");
    Set<CauseId> high = held(Finding.Confidence.HIGH);
    Set<CauseId> fewer = new TreeSet<>(high);
    fewer.removeAll(refusals);
    fewer.removeAll(contents);
    assertEquals(Set.of(), fewer, "these rules are not high any more");
    contents.removeAll(high);
    assertEquals(Set.of(), contents, "add their nearest other situations to neighbours.json");
    refusals.removeAll(high);
    refusals.removeAll(held(Finding.Confidence.CERTAIN));
    assertEquals(Set.of(), refusals, "add their nearest other situations to neighbours.json");
  }

  private static Set<CauseId> held(Finding.Confidence sure) throws IOException {
    return neighbours().stream()
        .filter(n -> n.sure() == sure)
        .map(Neighbour::rule)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("neighbours")
  void isNamedOtherwise(Neighbour neighbour) throws IOException {
    List<Finding> sure = findings(neighbour, neighbour.base());
    assertTrue(says(neighbour, sure), () -> "not as sure at first: " + sure);

    List<Edit> edits =
        Stream.concat(neighbour.base().stream(), neighbour.edits().stream()).toList();
    List<Finding> other = findings(neighbour, edits);
    assertEquals(neighbour.named(), named(other, true), other::toString);
    if (neighbour.noted() != null) {
      assertEquals(neighbour.noted(), named(other, false), other::toString);
    }
    assertTrue(!says(neighbour, other), other::toString);
    CauseTable.namedRight(
        neighbour.named().isEmpty() ? "NONE" : neighbour.named().split(" ", 2)[0],
        CauseTable.Origin.FIXTURE,
        "not " + neighbour.rule() + ": " + neighbour.situation());
  }

  private static boolean says(Neighbour neighbour, List<Finding> findings) {
    return says(neighbour.rule(), neighbour.sure(), findings);
  }

  /** Whether a rule is at least so sure. */
  private static boolean says(CauseId rule, Finding.Confidence sure, List<Finding> findings) {
    return findings.stream()
        .anyMatch(f -> f.cause() == rule && f.confidence().compareTo(sure) <= 0);
  }

  private static String named(List<Finding> findings, boolean causes) {
    return findings.stream()
        .filter(f -> (f.kind() == Finding.Kind.CAUSE) == causes)
        .map(f -> f.cause() + " " + f.confidence().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private List<Finding> findings(Neighbour neighbour, List<Edit> edits) throws IOException {
    Path from = RESOURCES.resolve(neighbour.of());
    Path folder = Files.createTempDirectory(scratch, "situation");
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path capture = folder.resolve("capture.txt");
    if (Files.exists(capture)) {
      Files.copy(
          RESOURCES.resolve("denials").resolve(Files.readString(capture).strip() + ".json"),
          folder.resolve("capture.json"));
      Files.delete(capture);
    }
    for (Edit edit : edits) {
      apply(edit, folder.resolve(edit.file()));
    }
    return SituationsTest.read(folder).findings();
  }

  private static void apply(Edit edit, Path file) throws IOException {
    if (edit.to() == null) {
      Files.delete(file);
      return;
    }
    String text = Files.readString(file);
    if (file.toString().endsWith(".json")) {
      text = RecordJson.mapper().readTree(text).toString();
    }
    assertTrue(text.contains(edit.from()), () -> edit.from() + " is not in " + file);
    Files.writeString(file, text.replace(edit.from(), edit.to()));
  }

  /** The ids of the classes that may say certain, and of those that do in a golden folder. */
  private static Set<CauseId> certainRules() throws IOException {
    Set<CauseId> rules = new TreeSet<>();
    for (SituationsTest.Situation situation : SituationsTest.causes()) {
      if (says(situation.intended(), Finding.Confidence.CERTAIN, situation.findings())) {
        rules.add(situation.intended());
      }
    }
    rules.addAll(rules(RULES, CERTAIN));
    return rules;
  }

  private static Set<CauseId> rules(Pattern says, String... folders) throws IOException {
    Set<CauseId> rules = new TreeSet<>();
    for (String folder : folders) {
      rules.addAll(rules(RULES.resolve(folder), says));
    }
    return rules;
  }

  /** The ids of the classes of a package, and of those below it, whose source says so. */
  private static Set<CauseId> rules(Path root, Pattern says) throws IOException {
    Set<CauseId> rules = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String source = Files.readString(file);
        Matcher id = ID.matcher(source);
        if (says.matcher(source).find() && id.find()) {
          rules.add(CauseId.valueOf(id.group(1)));
        }
      }
    }
    return rules;
  }
}
