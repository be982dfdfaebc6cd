package dev.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table "Map" of the README: what a newcomer looks for, and where it is.
 *
 * @param rows in the README's order
 */
record ReadmeMap(List<Row> rows) {
  private static final String SOURCES = "src/main/java/dev/custody";
  private static final Pattern ROW = Pattern.compile("\\|([^|]*)\\|([^|]*)\\|");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * One row.
   *
   * @param names the code in the left column, such as {@code ImageArchive}
   * @param places the paths in the right column, from the root of the repository
   */
  record Row(List<String> names, List<String> places) {}

  static ReadmeMap read() throws IOException {
    return new ReadmeMap(
        Files.readAllLines(Path.of("README.md")).stream()
            .dropWhile(line -> !line.equals("## Map"))
            .dropWhile(line -> !line.startsWith("|---"))
            .skip(1)
            .takeWhile(line -> line.startsWith("|"))
            .map(ReadmeMap::row)
            .toList());
  }

  /** Returns the Java packages of all rows, without {@code dev.custody.}. */
  List<String> packages() {
    return rows.stream()
        .flatMap(row -> row.places.stream())
        .filter(place -> place.startsWith(SOURCES))
        .map(place -> place.substring(SOURCES.length() + 1).replace('/', '.'))
        .toList();
  }

  private static Row row(String line) {
    Matcher cells = ROW.matcher(line);
    if (!cells.matches()) {
      throw new IllegalArgumentException("a row of two cells is expected: " + line);
    }
    return new Row(
        code(cells.group(1)),
        code(cells.group(2)).stream().map(place -> place.replace("…", SOURCES)).toList());
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }
}
