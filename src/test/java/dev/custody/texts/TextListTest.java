package dev.custody.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Lists every text of the program in {@code target/texts.txt}, for a reader who wants to read them
 * all, and refuses messages with a wording that such a reader had to read twice. Javadoc is listed,
 * and judged by its reader only.
 *
 * <p>The list itself is no golden file: most texts are in one already, whole and with their values
 * (the situations of the causes, the cause pages, the mistakes on the command line, the reports),
 * and a second copy would only be rewritten with each of them.
 */
class TextListTest {
  private static final Path LIST = Path.of("target/texts.txt");

  /** What was read twice, and what to write instead. */
  private static final Map<String, String> MARKED =
      Map.ofEntries(
          Map.entry(
              "\\bis no (?!such\\b|longer\\b|other\\b|room\\b|file that could|oci-layout)\\w",
              "is not a …"),
          Map.entry(", no (image|archive|image archive|image layout)\\b", ", not an …"),
          Map.entry("\\brecording one\\b", "the task that recorded the archive"),
          Map.entry("\\bhash(es)? to (its|their) names?\\b", "match its digest"),
          Map.entry("\\bnames nothing\\b", "is not in …"),
          Map.entry("\\banew\\b", "again"),
          Map.entry("\\bmode grants\\b", "the mode allows"),
          Map.entry("\\bsomebody else\\b", "name who, or 'another process'"),
          Map.entry("\\bkernel would say\\b", "gives ERRNO"),
          Map.entry("\\ba refusal would be\\b", "a missing permission gives EACCES"),
          Map.entry("\\bproves? nothing\\b", "cannot be used as evidence"),
          Map.entry("\\bas (it|they) likes?\\b", "explains any …"),
          Map.entry("\\bnone is needed\\b", "say what every task saw"),
          Map.entry("\\bwhat it should have\\b", "name it"),
          Map.entry("\\[[A-Z]{3,}, [A-Z]{3,}", "enum values in lower case"),
          Map.entry("\\bwhat it lies in\\b", "its parent"),
          Map.entry("\\bheld against\\b", "compared with"),
          Map.entry(", says (its|the) \\w+", "according to …"),
          Map.entry("\\blook (what|which)\\b", "find the process that …"),
          Map.entry(", which no record is\\b", "so it is not a record"),
          Map.entry("\\bnothing is at\\b", "… does not exist"),
          Map.entry("\\bnothing is known of\\b", "nothing is known about …"),
          Map.entry("\\brecording step\\b", "the step that recorded it"),
          Map.entry("\\bcannot tell why\\b", "the reason cannot be told without …"));

  private static final List<SourceTexts.Text> TEXTS = texts();

  private static List<SourceTexts.Text> texts() {
    try {
      return SourceTexts.below(Path.of("src/main/java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void listsEveryTextOfTheProgram() throws IOException {
    Files.createDirectories(LIST.getParent());
    Files.write(LIST, TEXTS.stream().map(String::valueOf).toList());
    String list = Files.readString(LIST);
    for (String known :
        List.of(
            "the archive was overwritten with a different image",
            "AmbiguousIndex.java: index.json has … images and none was chosen",
            "add a unit, for example 30s",
            "/** Why a file cannot be written")) {
      assertTrue(list.contains(known), known);
    }
  }

  @Test
  void noMessageHasAWordingThatWasReadTwice() {
    List<String> marks = new ArrayList<>();
    for (Map.Entry<String, String> marked : MARKED.entrySet()) {
      Pattern wording = Pattern.compile(marked.getKey(), Pattern.CASE_INSENSITIVE);
      for (SourceTexts.Text text : TEXTS) {
        if (text.kind() == SourceTexts.Kind.MESSAGE && wording.matcher(text.words()).find()) {
          marks.add(text + "   [write: " + marked.getValue() + "]");
        }
      }
    }
    assertEquals("", marks.stream().sorted().collect(Collectors.joining("\n")));
  }
}
