package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the READMEs show is what the files hold; {@code -Dreadmes=write} brings them up to date. */
class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  static Stream<Path> readmes() throws IOException {
    try (Stream<Path> files = Files.walk(Resource.ROOT)) {
      return files.filter(file -> file.endsWith("README.md")).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readmes")
  void showsWhatTheFilesHold(Path file) throws IOException {
    Readme readme = Readme.read(file);
    if ("write".equals(System.getProperty("readmes"))) {
      Files.writeString(file, readme.refreshed());
    }
    assertEquals(Readme.read(file).refreshed(), Readme.read(file).text());
  }

  /** Code that is YAML but not a file would never be tested. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("readmes")
  void hasNoYamlOfItsOwn(Path file) {
    String without = Readme.read(file).text().replaceAll("(?s)<!-- file: .*?<!-- end -->", "");
    assertTrue(!without.contains("```yaml"), file + " has YAML outside a file marker");
  }

  @Test
  void tenLinesAddCustodyToATask() {
    String guide = Readme.read(Resource.ROOT.resolve("README.md")).refreshed();
    for (String sample : List.of("build-task", "push-task")) {
      long lines =
          Pattern.compile("<!-- file: \\S*" + sample + ".yaml#.*?```yaml\n(.*?)```", Pattern.DOTALL)
              .matcher(guide)
              .results()
              .mapToLong(snippet -> snippet.group(1).lines().count())
              .sum();
      assertTrue(lines > 0 && lines <= 10, sample + ": " + lines + " lines");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readmes")
  void linksLeadSomewhere(Path file) {
    Matcher links = LINK.matcher(Readme.read(file).text());
    while (links.find()) {
      Path target = file.resolveSibling(links.group(1));
      assertTrue(Files.exists(target), file + " links to " + links.group(1));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readmes")
  void describesEverythingTheResourceDeclares(Path file) {
    String text = Readme.read(file).text();
    for (Resource resource : Resource.shipped().values()) {
      if (file.resolveSibling("").equals(resource.file().resolveSibling(""))) {
        for (String kind : List.of("params", "results", "workspaces")) {
          assertTrue(
              !resource.spec().has(kind)
                  || text.contains("<!-- " + kind + ": " + resource.file().getFileName()),
              file + " has no table of " + kind);
        }
        assertTrue(text.contains("<!-- file: samples/"), file + " shows no sample");
      }
    }
  }
}
