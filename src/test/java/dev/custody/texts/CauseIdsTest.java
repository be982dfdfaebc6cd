package dev.custody.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.record.CauseId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The ids of causes are written in one place, {@link CauseId}. */
class CauseIdsTest {
  private static final Pattern ID =
      Pattern.compile(
          Arrays.stream(CauseId.values())
              .map(CauseId::id)
              .collect(Collectors.joining("|", "(?<![A-Z0-9_])(", ")(?![A-Z0-9_])")));

  @Test
  void noIdOfACauseIsALiteral() throws IOException {
    assertEquals(List.of(), withIds(Path.of("src/main/java")));
  }

  /** The search finds them where they are, such as here. */
  @Test
  void theSearchFindsLiterals() throws IOException {
    String here = "CauseIdsTest.java: ";
    assertEquals(
        List.of(here + "SYMLINK", here + "see REMOVED"),
        withIds(Path.of("src/test/java/dev/custody/texts")));
  }

  private static List<String> withIds(Path directory) throws IOException {
    return SourceTexts.literals(directory).stream().filter(l -> ID.matcher(l).find()).toList();
  }
}
