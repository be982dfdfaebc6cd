package dev.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.ReadmeMap.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeMapTest {
  @Test
  void everyPlaceExists() throws IOException {
    assertEquals(
        List.of(),
        ReadmeMap.read().rows().stream()
            .flatMap(row -> row.places().stream())
            .filter(place -> !Files.exists(Path.of(place)))
            .toList());
  }

  /** A class is a file of one of its row's packages, a C function is in one of its row's files. */
  @Test
  void everyNameIsFoundInThePlaceBesideIt() throws IOException {
    assertEquals(
        List.of(),
        ReadmeMap.read().rows().stream()
            .flatMap(row -> row.names().stream().filter(name -> !isIn(row, name)))
            .toList());
  }

  /** What people look for most often, which the map answers by the name of a class. */
  @Test
  void theFirstQuestionsOfANewcomerAreAnswered() throws IOException {
    List<String> names =
        ReadmeMap.read().rows().stream().flatMap(row -> row.names().stream()).toList();
    assertEquals(
        List.of(),
        Stream.of(
                "Gate",
                "Truncated",
                "ProcessStatus",
                "LayerCheck",
                "HtmlDocument",
                "Outputs",
                "RecordJson",
                "RecordCodecGenerator")
            .filter(name -> !names.contains(name))
            .toList());
  }

  private static boolean isIn(Row row, String name) {
    return row.places().stream()
        .map(Path::of)
        .anyMatch(place ->
            Files.isDirectory(place)
                ? Files.exists(place.resolve(name + ".java"))
                : text(place).contains(name + "("));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
