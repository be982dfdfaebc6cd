package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** Durations are read as Go's {@code time.ParseDuration} reads them; go itself is the oracle. */
class DurationConverterTest {
  private static final String PROGRAM =
      """
      package main

      import (
      	"bufio"
      	"fmt"
      	"os"
      	"time"
      )

      func main() {
      	in := bufio.NewScanner(os.Stdin)
      	for in.Scan() {
      		d, err := time.ParseDuration(in.Text())
      		if err != nil {
      			fmt.Println("error")
      		} else {
      			fmt.Println(int64(d))
      		}
      	}
      }
      """;

  private static String converted(String text) {
    try {
      return String.valueOf(new DurationConverter().convert(text).toNanos());
    } catch (TypeConversionException e) {
      assertTrue(e.getMessage().startsWith("invalid duration '" + text + "': "), e.getMessage());
      return "error";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "30s, PT30S",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    "250ms, PT0.25S",
    "1h0m0.001s, PT1H0.001S",
    "+5m, PT5M",
    ".5s, PT0.5S",
    "2562047h47m16.854775807s, PT2562047H47M16.854775807S",
  })
  void readsWhatGoPrints(String text, Duration expected) {
    assertEquals(expected, new DurationConverter().convert(text));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 'invalid duration ''5'': add a unit, for example 30s'",
    "1m30, 'invalid duration ''1m30'': add a unit, for example 30s'",
    "5 s, 'invalid duration ''5 s'': the unit '' s'' is unknown; use h, m, s, ms, us or ns'",
    "soon, 'invalid duration ''soon'': write it as 30s, 5m or 1h30m'",
    "-1s, 'invalid duration ''-1s'': it is negative'",
    "9999999h, 'invalid duration ''9999999h'': it is longer than 292 years, the longest there is'",
  })
  void saysWhatIsWrongWithOne(String text, String message) {
    TypeConversionException e =
        assertThrows(TypeConversionException.class, () -> new DurationConverter().convert(text));
    assertEquals(message, e.getMessage());
  }

  /** Negative ones apart, which Go takes and custody has no use for. */
  @Test
  void agreesWithGo(@TempDir Path directory) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/go")), "go is not installed");
    List<String> texts = texts(new Random(20));
    Files.writeString(directory.resolve("main.go"), PROGRAM);
    Files.write(directory.resolve("in"), texts);
    ProcessBuilder go =
        new ProcessBuilder("go", "run", directory.resolve("main.go").toString())
            .redirectInput(directory.resolve("in").toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    go.environment()
        .putAll(Map.of("GOCACHE", directory.resolve("cache").toString(), "GO111MODULE", "off"));
    assertEquals(0, go.start().waitFor(), () -> read(directory.resolve("err")));
    List<String> expected = Files.readAllLines(directory.resolve("out"));
    assertEquals(texts.size(), expected.size());
    List<String> different = new ArrayList<>();
    int valid = 0;
    for (int i = 0; i < texts.size(); i++) {
      boolean negative = expected.get(i).startsWith("-");
      String here = converted(texts.get(i));
      if (!here.equals(negative ? "error" : expected.get(i))) {
        different.add(texts.get(i) + ": Go " + expected.get(i) + ", custody " + here);
      }
      valid += here.equals("error") ? 0 : 1;
    }
    assertEquals(List.of(), different);
    assertTrue(valid > 500, valid + " of " + texts.size());
    assertFalse(valid == texts.size());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static List<String> texts(Random random) {
    List<String> texts =
        new ArrayList<>(
            List.of("", "0", "+0", "-0", "-0s", "1", ".", "s", ".s", "1.s", "1..s", "1h1h", "µs"));
    String[] units = {"h", "m", "s", "ms", "us", "µs", "μs", "ns", "d", "", "H", "s "};
    String[] numbers = {"1", "30", "007", "1.5", ".25", "2.", "0.1234567891234567891234", "999999"};
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(12) == 0 ? "+" : "");
      text.append(random.nextInt(15) == 0 ? "-" : "");
      for (int parts = random.nextInt(3); parts >= 0; parts--) {
        text.append(
            random.nextBoolean()
                ? numbers[random.nextInt(numbers.length)]
                : random.nextInt(2000) + "." + random.nextInt(1_000_000));
        text.append(units[random.nextInt(random.nextInt(4) == 0 ? units.length : 8)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
