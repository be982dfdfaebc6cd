import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measures {@code target/custody} against the tools that do the same, and prints a table in
 * Markdown; what it is doing meanwhile goes to standard error. After {@code mvn -q package
 * -DskipTests}, in the project's directory, on JDK 25:
 *
 * <pre>"$JAVA_HOME/bin/java" src/bench/Bench.java [--work DIR] [--runs N] [--only SUBSTRING]</pre>
 *
 * <p>It needs bash, and 15 GiB for a while, in {@code target/} unless told otherwise; a tool or
 * space that lacks costs the rows that want it. With {@code --keep} the last row's files stay, for
 * profile.sh. Exit codes:
 *
 * <ul>
 *   <li>0: every row that was asked for met its target
 *   <li>1: a target was missed, or a command failed
 *   <li>2: usage
 *   <li>3: no target was missed, but a row was not measured, or there was none
 * </ul>
 */
public final class Bench {
  private static final int BRIEF_RUNS = 20;
  private static final int WARM_UPS = 3;
  private static final double MOST_MEMORY = 96;

  /** Seconds, seconds and MiB; the memory is of the largest process, NaN without GNU time. */
  record Sample(double wall, double cpu, double memory) {}

  /** What became of a target, named by the exit code. */
  enum Outcome {
    MET(0),
    MISSED(1),
    NOT_MEASURED(3);

    private final int code;

    Outcome(int code) {
      this.code = code;
    }
  }

  record Row(String text, Outcome outcome) {}

  private static final String USAGE =
      "usage: Bench.java [--work DIR] [--runs N, 1 and up] [--only SUBSTRING] [--keep]";

  private final Path work;
  private final int runs;
  private final Optional<Path> gnuTime = find("time");

  private Bench(Path work, int runs) {
    this.work = work;
    this.runs = runs;
  }

  public static void main(String[] args) throws Exception {
    List<String> words = new ArrayList<>(List.of(args));
    boolean keep = words.remove("--keep");
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      if (!List.of("--work", "--runs", "--only").contains(words.get(i)) || i + 1 == words.size()) {
        System.err.println(USAGE);
        System.exit(2);
      }
      options.put(words.get(i), words.get(i + 1));
    }
    String runsAsked = options.getOrDefault("--runs", "5");
    if (!runsAsked.matches("[1-9][0-9]{0,3}")) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Path home = Path.of("target/custody").toAbsolutePath();
    if (!Files.isExecutable(home.resolve("bin/custody"))) {
      System.err.println("no target/custody/bin/custody here; mvn -q package -DskipTests makes it");
      System.exit(2);
    }
    Path parent = Path.of(options.getOrDefault("--work", "target")).toAbsolutePath();
    Path work = Files.createTempDirectory(Files.createDirectories(parent), "bench");
    int runs = Integer.parseInt(runsAsked);
    CountDownLatch removed = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main, removed)));
    Outcome outcome;
    try {
      outcome = new Bench(work, runs).run(home, options.getOrDefault("--only", ""));
    } finally {
      if (keep) {
        System.err.println("the files of the last row are in " + work);
      } else {
        delete(work);
      }
      removed.countDown();
    }
    System.exit(outcome.code);
  }

  private Outcome run(Path home, String only) throws Exception {
    String custody = home.resolve("bin/custody").toString();
    List<Case> cases =
        Case.all(custody).stream().filter(each -> each.name().contains(only)).toList();
    System.out.println(machine(home, cases));
    System.out.println(
        """
        | case | custody | CPU | peer | its median | ratio | target | met | RSS, at most %.0f MiB |
        |---|---:|---:|---|---:|---:|---:|---|---:|\
        """
            .formatted(MOST_MEMORY));
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (Case each : cases) {
      Row row = measure(each);
      System.out.println(row.text());
      outcomes.add(row.outcome());
    }
    if (outcomes.contains(Outcome.MISSED)) {
      return Outcome.MISSED;
    }
    return outcomes.equals(EnumSet.of(Outcome.MET)) ? Outcome.MET : Outcome.NOT_MEASURED;
  }

  private Row measure(Case each) throws Exception {
    Optional<String> missing =
        each.tools().stream().filter(tool -> find(tool).isEmpty()).findFirst();
    long free = Files.getFileStore(work).getUsableSpace() >> 30;
    if (missing.isPresent()) {
      return notMeasured(each, missing.get() + " not found");
    }
    if (free < each.gibibytes()) {
      return notMeasured(each, "needs %d GiB, %d are free".formatted(each.gibibytes(), free));
    }
    Path directory = work.resolve("case");
    delete(directory);
    Files.createDirectory(directory);
    System.err.println(each.name() + ": making its files");
    Case.Setup setup = each.maker().in(directory);
    // Or the kernel would be writing them on another processor meanwhile.
    time(List.of("sync"));
    try {
      return measured(each, setup);
    } catch (IOException e) {
      // A command that fails has not met its target.
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new Row(notMeasured(each, why).text(), Outcome.MISSED);
    }
  }

  /** Custody and its peers take turns, so that what disturbs one disturbs all. */
  private Row measured(Case each, Case.Setup setup) throws Exception {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("custody", setup.custody());
    setup.peers().forEach(peer -> commands.put(peer.name(), peer.command()));
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (Path file : setup.warm()) {
      time(List.of("cat", file.toString()));
    }
    int warmUps = each.brief() ? WARM_UPS : 0;
    int measured = runs(each);
    for (int i = -warmUps; i < measured; i++) {
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        Sample sample = time(command.getValue());
        if (i >= 0) {
          samples.computeIfAbsent(command.getKey(), _ -> new ArrayList<>()).add(sample);
        }
        System.err.printf(
            "%s: run %d of %d, %s: %.3f s%n",
            each.name(), i + 1, measured, command.getKey(), sample.wall());
      }
    }
    Map<String, Sample> medians = new LinkedHashMap<>();
    samples.forEach((name, all) -> medians.put(name, median(all)));
    return row(each, medians.remove("custody"), medians);
  }

  private int runs(Case each) {
    return each.brief() ? Math.max(runs, BRIEF_RUNS) : runs;
  }

  private static Row row(Case each, Sample custody, Map<String, Sample> peers) {
    Optional<Map.Entry<String, Sample>> best =
        peers.entrySet().stream().min(Comparator.comparing(peer -> peer.getValue().wall()));
    double theirs = best.map(peer -> peer.getValue().wall()).orElse(Double.NaN);
    double ratio = custody.wall() / theirs;
    boolean fast = each.target().met().test(custody, ratio);
    boolean large = custody.memory() > MOST_MEMORY;
    List<String> cells =
        List.of(
            each.name(),
            seconds(custody.wall()),
            seconds(custody.cpu()),
            best.map(Map.Entry::getKey).orElse(""),
            best.isPresent() ? seconds(theirs) : "",
            best.isPresent() ? Case.Target.ratioText(ratio) : "",
            each.target().text(),
            fast ? large ? "**no**, memory" : "yes" : "**no**",
            Double.isNaN(custody.memory()) ? "no GNU time" : "%.0f".formatted(custody.memory()));
    return new Row(
        "| " + String.join(" | ", cells) + " |",
        fast && !large ? Outcome.MET : Outcome.MISSED);
  }

  private static String seconds(double value) {
    return "%.3f s".formatted(value);
  }

  private static Row notMeasured(Case each, String why) {
    return new Row("| %s | | | | | | | not measured: %s | |".formatted(each.name(), why), Outcome.NOT_MEASURED);
  }

  /** Bash has milliseconds where GNU time has hundredths, GNU time has the memory. */
  private Sample time(List<String> command) throws Exception {
    Path memory = work.resolve("memory");
    String script = "TIMEFORMAT='%3R %3U %3S'; time \"$@\" > /dev/null 2> \"$0\"";
    Path errors = work.resolve("errors");
    List<String> line = new ArrayList<>(List.of("bash", "-c", script, errors.toString()));
    gnuTime.ifPresent(
        time -> line.addAll(List.of(time.toString(), "-f", "%M", "-o", memory.toString())));
    line.addAll(command);
    ProcessBuilder bash = new ProcessBuilder(line).redirectErrorStream(true);
    bash.environment().put("LC_ALL", "C");
    Process process = bash.start();
    String times = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + Files.readString(errors));
    }
    String[] words = times.split(" ");
    return new Sample(
        Double.parseDouble(words[0]),
        Double.parseDouble(words[1]) + Double.parseDouble(words[2]),
        gnuTime.isPresent()
            ? Double.parseDouble(Files.readString(memory).strip()) / 1024
            : Double.NaN);
  }

  private static Sample median(List<Sample> samples) {
    return new Sample(
        median(samples, Sample::wall),
        median(samples, Sample::cpu),
        median(samples, Sample::memory));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
    double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private String machine(Path home, List<Case> cases) throws Exception {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", LocalDate.now().toString());
    cases.stream()
        .collect(groupingBy(this::runs, TreeMap::new, mapping(Case::name, joining("; "))))
        .forEach((runs, names) -> facts.put("medians of " + runs + " runs", names));
    facts.put(
        "CPU",
        "%s, %d in /proc/cpuinfo, %d available"
            .formatted(
                field("/proc/cpuinfo", "model name"),
                lines("/proc/cpuinfo").filter(line -> line.startsWith("processor")).count(),
                Runtime.getRuntime().availableProcessors()));
    facts.put("memory", field("/proc/meminfo", "MemTotal"));
    facts.put("kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    facts.put("load", Files.readString(Path.of("/proc/loadavg")).strip());
    facts.put("file system", Files.getFileStore(work).type());
    facts.put("custody", firstLine(home.resolve("bin/custody").toString(), "--version"));
    facts.put("its Java", lines(home + "/runtime/release").findFirst().orElse(""));
    facts.put("openssl", firstLine("openssl", "version"));
    for (String tool : List.of("sha256sum", "gzip", "zstd", "skopeo")) {
      facts.put(tool, firstLine(tool, "--version"));
    }
    return facts.entrySet().stream()
        .map(fact -> "- " + fact.getKey() + ": " + fact.getValue() + "\n")
        .collect(joining());
  }

  private static String field(String file, String name) throws IOException {
    return lines(file)
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("unknown");
  }

  private static Stream<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream();
  }

  private static String firstLine(String... command) throws Exception {
    if (find(command[0]).isEmpty()) {
      return "not found";
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    return process.waitFor() == 0 ? output.lines().findFirst().orElse("") : "fails";
  }

  private static Optional<Path> find(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory).resolve(tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** When the bench is interrupted: its processes end, and main removes the files. */
  private static void stop(Thread main, CountDownLatch removed) {
    try {
      for (int i = 0; i < 100 && !removed.await(100, TimeUnit.MILLISECONDS); i++) {
        main.interrupt();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
