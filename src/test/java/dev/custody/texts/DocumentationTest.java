package dev.custody.texts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * No document names a command, an option, an id, a file, a test, a property of the build or a
 * heading that does not exist, and every example of the help can be typed as it stands.
 */
class DocumentationTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Pattern ID = Pattern.compile("\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w./$}-])(?:src|docs|tekton-tasks|image|\\.ci|\\.github)/[\\w./-]*");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z][a-z]\\w*(?:Test|IT)\\b");
  private static final Pattern PROPERTY = Pattern.compile("(?<=-D)[a-zA-Z][\\w.]*");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]*))?\\)");

  /** Options of other programs that stand alone in a text. */
  private static final Set<String> OTHER_PROGRAMS =
      Set.of("--iidfile", "--ultra", "--illegal-native-access", "--enable-native-access");

  /** Variables that the program keeps away from its runtime by their beginning, and Maven's. */
  private static final Set<String> OTHER_IDS = Set.of("LD_PRELOAD", "JAVA_HOME");

  /** Properties of Maven's own plugins. */
  private static final Pattern PLUGINS =
      Pattern.compile(
          "test|it\\.test|skipTests|forceStdout|expression|surefire\\..*|jib\\..*|sendCredentialsOverHttp");

  private static final List<Document> DOCUMENTS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    DOCUMENTS.addAll(Document.all());
    assertTrue(DOCUMENTS.size() > 90, () -> DOCUMENTS.size() + " documents");
  }

  @Test
  void everyCommandAndItsOptionsExist() {
    CommandLine program = Main.model();
    Set<String> wrong = new TreeSet<>();
    int seen = 0;
    for (Document document : DOCUMENTS) {
      for (String line : document.commands().toList()) {
        String name = line.split("\\s+", 2)[0];
        if (!name.matches("[a-z][a-z-]*")) {
          continue;
        }
        CommandLine command = program.getSubcommands().get(name);
        if (command == null) {
          wrong.add(document.file() + ": custody " + name);
          continue;
        }
        seen++;
        Set<String> options = options(command.getCommandSpec());
        Document.groups(OPTION, line)
            .filter(option -> !options.contains(option.group()))
            .forEach(o -> wrong.add(document.file() + ": custody " + name + " " + o.group()));
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(seen > 45, seen + " command lines");
  }

  @Test
  void anOptionThatStandsAloneIsOneOfTheProgram() {
    Set<String> known = new TreeSet<>(OTHER_PROGRAMS);
    Main.model().getSubcommands().values().forEach(c -> known.addAll(options(c.getCommandSpec())));
    Set<String> wrong = new TreeSet<>();
    for (Document document : DOCUMENTS) {
      document.inline().stream()
          .map(code -> code.split("[\\s=]", 2)[0])
          .filter(word -> OPTION.matcher(word).matches() && !known.contains(word))
          .forEach(word -> wrong.add(document.file() + ": " + word));
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyExampleOfTheHelpCanBeTyped() {
    for (CommandLine command : Main.model().getSubcommands().values()) {
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        String text = line.replace("$$", "$").strip();
        String typed = text.substring(text.lastIndexOf("custody ") + 1).split(" [|>] ", 2)[0];
        String[] words = typed.split("\\s+");
        assertDoesNotThrow(
            () ->
                Main.model()
                    .parseArgs(List.of(words).subList(1, words.length).toArray(String[]::new)),
            text);
      }
    }
  }

  @Test
  void everyIdIsInTheProgramOrTheTasks() throws IOException {
    String sources =
        textOf("src/main", ".java") + textOf("tekton-tasks", ".yaml") + textOf("src/build", "");
    Set<String> wrong = new TreeSet<>();
    for (Document document : DOCUMENTS) {
      document.inline().stream()
          .flatMap(code -> Document.groups(ID, code))
          .map(id -> id.group())
          .filter(id -> !sources.contains(id) && !OTHER_IDS.contains(id))
          .filter(id -> document.blocks().stream().noneMatch(block -> block.contains(id)))
          .forEach(id -> wrong.add(document.file() + ": " + id));
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyFileExists() {
    Set<String> wrong = new TreeSet<>();
    for (Document document : DOCUMENTS) {
      document
          .inCode(FILE)
          .filter(name -> !Files.exists(Path.of(name)))
          .forEach(name -> wrong.add(document.file() + ": " + name));
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyTestAndEveryPropertyOfTheBuildExists() throws IOException {
    Set<String> tests = new TreeSet<>(Set.of("NoUnitTest"));
    for (String place : List.of("src/test/java", "src/build/test")) {
      try (Stream<Path> files = Files.walk(Path.of(place))) {
        files.forEach(f -> tests.add(f.getFileName().toString().replace(".java", "")));
      }
    }
    String build = Files.readString(Path.of("pom.xml")) + textOf("src/test/java", ".java");
    Set<String> wrong = new TreeSet<>();
    for (Document document : DOCUMENTS) {
      Document.groups(TEST, document.text())
          .map(test -> test.group())
          .filter(test -> !tests.contains(test))
          .forEach(test -> wrong.add(document.file() + ": " + test));
      document
          .inCode(PROPERTY)
          .filter(p -> !PLUGINS.matcher(p).matches() && !build.contains(p))
          .forEach(property -> wrong.add(document.file() + ": -D" + property));
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    Set<String> wrong = new TreeSet<>();
    for (Document document : DOCUMENTS) {
      for (var link : Document.groups(LINK, document.text()).toList()) {
        Path target =
            link.group(1).isEmpty()
                ? document.file()
                : Path.of("").resolve(document.file()).resolveSibling(link.group(1)).normalize();
        boolean leads = Files.exists(target);
        if (leads && link.group(2) != null) {
          leads = Document.read(target).anchors().contains(link.group(2));
        }
        if (!leads) {
          wrong.add(document.file() + ": " + link.group());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  private static Set<String> options(CommandSpec command) {
    return command.options().stream()
        .flatMap(option -> Stream.of(option.names()))
        .collect(Collectors.toSet());
  }

  private static String textOf(String place, String ending) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of(place))) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(ending) && Files.isRegularFile(f)).toList()) {
        text.append(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }
}
