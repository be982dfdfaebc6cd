package dev.custody.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the repository, taken apart into what a reader copies from it.
 *
 * @param file relative to the repository
 * @param inline the text between backquotes
 * @param blocks fenced code, with lines that end in a backslash joined; all of a script or workflow
 */
record Document(Path file, String text, List<String> inline, List<String> blocks) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```\\w*\n(.*?)^ *```");
  private static final Pattern INLINE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

  /** How a line begins that runs the program: by name, by path, or by its image. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)(?:^\\s*(?:\\$ |- |- run: )?|[|&] |`|bin/)custody ([^\n|&;>`]*)"
              + "|(?:custody:[\\w.]+|\"\\$CUSTODY\") ([a-z][^\n|&;>`]*)");

  /** Every document of the repository, and the files that run its commands elsewhere. */
  static List<Document> all() throws IOException {
    List<Document> documents = new ArrayList<>();
    for (String place : List.of("", "docs", "image", "src/bench", "src/build", "tekton-tasks")) {
      try (Stream<Path> files = Files.walk(Path.of(place), place.isEmpty() ? 1 : 5)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
          documents.add(read(file));
        }
      }
    }
    try (Stream<Path> files = Files.walk(Path.of(".github"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        documents.add(read(file));
      }
    }
    documents.add(read(Path.of(".ci/run")));
    return documents;
  }

  static Document read(Path file) throws IOException {
    String text = Files.readString(file);
    boolean script = file.startsWith(".ci") || file.startsWith(".github/workflows");
    if (script) {
      return new Document(file, text, List.of(), List.of(joined(text)));
    }
    List<String> inline =
        groups(INLINE, BLOCK.matcher(text).replaceAll("")).map(m -> m.group(1)).toList();
    List<String> blocks = groups(BLOCK, text).map(m -> joined(m.group(1))).toList();
    return new Document(file, text, inline, blocks);
  }

  private static String joined(String code) {
    return COMMENT.matcher(code.replaceAll("\\\\\n\\s*", " ")).replaceAll("");
  }

  /** Inline code and blocks. */
  Stream<String> code() {
    return Stream.concat(inline.stream(), blocks.stream());
  }

  /** Each command line of the program, without the program's name. */
  Stream<String> commands() {
    return code()
        .flatMap(code -> groups(COMMAND, code.contains("\n") ? code : "`" + code))
        .map(m -> m.group(1) == null ? m.group(2) : m.group(1));
  }

  /** What a pattern finds in the code. */
  Stream<String> inCode(Pattern pattern) {
    return code().flatMap(code -> groups(pattern, code)).map(MatchResult::group);
  }

  /** The headings as GitHub makes anchors of them. */
  List<String> anchors() {
    return groups(HEADING, BLOCK.matcher(text).replaceAll(""))
        .map(m -> m.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(h -> h.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  static Stream<MatchResult> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }
}
