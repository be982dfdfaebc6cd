package dev.custody;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.custody.cli.Main;
import dev.custody.record.CauseId;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which package uses which, where each library is used, and who touches the process and its
 * machine. Each table is exact: what it lacks fails, and so does a line of it that is no longer
 * true.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.custody.";
  private static final JavaClasses MAIN = main();

  /** Libraries, and the parts of the JDK that reach files, clocks, the network and C. */
  private static final List<String> PLACED =
      List.of(
          "com.fasterxml.jackson",
          "com.github.luben.zstd",
          "java.io.File",
          "java.lang.foreign",
          "java.net.Socket",
          "java.net.http",
          "java.nio.channels",
          "java.nio.file.FileSystems",
          "java.nio.file.Files",
          "java.time.Clock",
          "org.apache.commons.compress",
          "org.snakeyaml",
          "org.tukaani.xz",
          "picocli",
          "tools.jackson.core",
          "tools.jackson.databind",
          "tools.jackson.dataformat.yaml");

  private static final Predicate<String> GLOBAL =
      Pattern.compile(
              "(System|Runtime)[.](?!arraycopy|identityHashCode|lineSeparator|getRuntime).*"
                  + "|(Instant|LocalDate|OffsetDateTime|ZonedDateTime)[.]now|Clock[.]system.*"
                  + "|Path[.](of|toFile)|Paths[.]get|FileSystems[.].*|Process(Builder|Handle)[.].*")
          .asMatchPredicate();

  @Test
  void packagesUseTheseOthers() {
    Table used = new Table();
    MAIN.forEach(type -> used.row(room(type)));
    usesOfCustody(used::add);
    assertEquals(
        """
        cli: cluster diagnosis gate linux oci oci.image oci.inspect oci.read record report.render report.run report.statement report.text
        cluster:
        diagnosis: diagnosis.access diagnosis.content diagnosis.facts diagnosis.place diagnosis.posix diagnosis.write linux record
        diagnosis.access: diagnosis.facts diagnosis.posix linux oci record
        diagnosis.content: diagnosis.facts gate linux oci oci.image record
        diagnosis.facts: linux oci record
        diagnosis.place: diagnosis.access diagnosis.content diagnosis.facts linux oci record
        diagnosis.posix: diagnosis.facts linux
        diagnosis.write: diagnosis.facts diagnosis.posix linux oci record
        gate: oci oci.image record
        linux:
        oci:
        oci.content: oci oci.read oci.store oci.tar
        oci.image: oci oci.content oci.json oci.read oci.store oci.tar
        oci.inspect: oci oci.content oci.image oci.read oci.store oci.tar
        oci.json: oci
        oci.read: oci
        oci.store: oci oci.read oci.tar
        oci.tar: oci oci.read
        record: linux oci oci.image oci.inspect oci.read
        report.cluster: cluster diagnosis.facts gate linux record report.log report.text
        report.log: cluster record
        report.render: gate record report.cluster report.log report.run report.text
        report.run: cluster diagnosis gate linux oci oci.image record report.cluster report.log report.text
        report.statement: oci oci.read
        report.text: diagnosis diagnosis.facts gate linux oci oci.image record
        """,
        used.toString());
  }

  /** The README's map names every package once, and each uses only those that stand above it. */
  @Test
  void theMapListsPackagesAboveTheirUsers() throws IOException {
    List<String> map = ReadmeMap.read().packages();
    assertEquals(
        MAIN.stream().map(ArchitectureTest::room).distinct().sorted().toList(),
        map.stream().sorted().toList());
    Set<String> wrong = new TreeSet<>();
    usesOfCustody((room, other) -> {
      if (map.indexOf(other) > map.indexOf(room)) {
        wrong.add(room + " uses " + other + ", which stands below it");
      }
    });
    assertEquals(Set.of(), wrong);
  }

  /** So gate, diagnosis and cluster read no file and no clock: they replay what was recorded. */
  @Test
  void librariesFilesAndClocksAreUsedInTheseRooms() {
    Table used = new Table();
    uses((type, target) ->
        PLACED.stream()
            .filter(name -> (target.getName() + ".").startsWith(name + "."))
            .forEach(name -> used.add(name, room(type))));
    assertEquals(
        """
        com.fasterxml.jackson: record report.cluster report.statement report.text
        com.github.luben.zstd: oci.read
        java.lang.foreign: linux
        java.nio.channels: linux oci.read
        java.nio.file.FileSystems: cli
        java.nio.file.Files: cli linux oci.inspect oci.read oci.store record report.run
        java.time.Clock: cli record
        org.apache.commons.compress: oci.read
        org.snakeyaml: cluster
        org.tukaani.xz: oci.read
        picocli: cli
        tools.jackson.core: cli cluster oci.json record report.run report.text
        tools.jackson.databind: cli cluster record report.run
        tools.jackson.dataformat.yaml: cluster
        """,
        used.toString());
  }

  @Test
  void onlyTheseClassesCallC() {
    Set<String> callers = new TreeSet<>();
    uses((type, target) -> {
      if (target.getPackageName().equals("java.lang.foreign")) {
        callers.add(type.getName().substring(ROOT.length()).replaceFirst("[$].*", ""));
      }
    });
    assertEquals(
        Set.of("linux.CFunction", "linux.CachedFile", "linux.FileCalls", "linux.Libc"), callers);
  }

  @Test
  void theseClassesTouchTheProcessOrItsMachine() {
    Table used = new Table();
    for (JavaClass type : MAIN) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        String call = access.getTargetOwner().getSimpleName() + "." + access.getName();
        if (GLOBAL.test(call)) {
          used.add(call, type.getName().substring(ROOT.length()).replaceFirst("[$].*", ""));
        }
      }
    }
    assertEquals(
        """
        Clock.systemUTC: cli.Main
        FileSystems.getDefault: cli.HostPageCache cli.Main cli.Session
        Instant.now: oci.inspect.DirectoryInspection
        Path.of: cli.ArchiveOptions diagnosis.access.LinkEvidence diagnosis.access.NotFound diagnosis.access.VolumeEvidence linux.Libc linux.OutputDirectory linux.OutputFile linux.RandomName
        Runtime.addShutdownHook: linux.TemporaryName
        Runtime.availableProcessors: cli.ArchiveOptions
        Runtime.halt: cli.Main
        Runtime.removeShutdownHook: linux.TemporaryName
        System.err: cli.Main
        System.getProperty: linux.FileCalls
        System.getenv: cli.Main
        System.in: cli.Main
        System.nanoTime: cli.ProgressLine cli.WaitingObserver
        System.out: cli.Main
        """,
        used.toString());
  }

  @Test
  void everyCauseIsNamedAsItsId() {
    Stream<CauseId> ids = Arrays.stream(CauseId.values());
    ids.forEach(id -> {
      String name = className(id);
      assertEquals(
          1,
          MAIN.stream()
              .filter(c ->
                  c.getSimpleName().equals(name)
                      && (c.getPackageName().startsWith("dev.custody.diagnosis")
                          || c.getPackageName().equals("dev.custody.report.cluster")))
              .count(),
          name);
    });
  }

  /** A cause that shows in a second room begins with its id: VolumeFullForWriting. */
  @Test
  void aClassForACauseBeginsWithItsId() {
    List<String> names = Arrays.stream(CauseId.values()).map(ArchitectureTest::className).toList();
    List<String> others =
        MAIN.stream()
            .filter(c ->
                c.getPackageName().startsWith("dev.custody.diagnosis")
                    && !c.isInterface()
                    && c.getAllRawInterfaces().stream()
                        .anyMatch(i -> i.getSimpleName().endsWith("Cause")))
            .map(JavaClass::getSimpleName)
            .filter(c -> names.stream().noneMatch(c::startsWith))
            .toList();
    assertEquals(List.of("ErrorForWriting"), others, "a table of causes, one row each");
  }

  private static String className(CauseId id) {
    return Arrays.stream(id.id().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static JavaClasses main() {
    try {
      return new ClassFileImporter()
          .importPath(
              Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void usesOfCustody(BiConsumer<String, String> use) {
    uses((type, target) -> {
      if (target.getName().startsWith(ROOT) && !room(type).equals(room(target))) {
        use.accept(room(type), room(target));
      }
    });
  }

  private static void uses(BiConsumer<JavaClass, JavaClass> use) {
    for (JavaClass type : MAIN) {
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .forEach(target -> use.accept(type, target));
    }
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  /** Names, and what belongs to each, both in order. */
  private static final class Table {
    private final Map<String, Set<String>> rows = new TreeMap<>();

    Set<String> row(String name) {
      return rows.computeIfAbsent(name, _ -> new TreeSet<>());
    }

    void add(String name, String value) {
      row(name).add(value);
    }

    @Override
    public String toString() {
      return rows.entrySet().stream()
          .map(row -> (row.getKey() + ": " + String.join(" ", row.getValue())).strip() + "\n")
          .collect(joining());
    }
  }
}
