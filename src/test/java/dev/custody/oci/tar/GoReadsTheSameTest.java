package dev.custody.oci.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.UnreadableArchive;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Go's own archive/tar reads what the walk reads. Each generated tar either gives the same entries
 * here and there, or is refused by both, or is refused here alone, as ambiguous or too large; the
 * walk never makes something else of it than Go. More by hand: {@code -Dcustody.tars=1000000
 * -Dcustody.seed=7}.
 */
class GoReadsTheSameTest {
  private static final int TARS = Integer.getInteger("custody.tars", 10_000);
  private static final long SEED = Long.getLong("custody.seed", 14);

  private static final int BATCH = 5000;

  /** Refusals of ours that Go need not share. */
  private static final List<Kind> STRICTER = List.of(Kind.AMBIGUOUS_ARCHIVE, Kind.TOO_LARGE);

  @TempDir static Path directory;

  @BeforeAll
  static void compileTheOracle() throws IOException, InterruptedException {
    boolean found = run(List.of("sh", "-c", "command -v go"), null, null) == 0;
    Assumptions.assumeTrue(found, "go is missing: what archive/tar reads is not compared");
    Path source = Path.of("src/test/resources/oci/tar/readtar.go").toAbsolutePath();
    String binary = directory.resolve("readtar").toString();
    assertEquals(0, run(List.of("go", "build", "-o", binary, source.toString()), null, null));
  }

  private static int run(List<String> command, @Nullable Path in, @Nullable Path out)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putIfAbsent("GOCACHE", directory.resolve("cache").toString());
    builder.environment().put("GO111MODULE", "off");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.redirectOutput(
        out == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(out.toFile()));
    if (in != null) {
      builder.redirectInput(in.toFile());
    }
    Process process = builder.start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the oracle does not end");
    return process.exitValue();
  }

  @Test
  void generatedTars() throws Exception {
    OddTars odd = new OddTars(SEED);
    Map<Kind, Integer> refused = new EnumMap<>(Kind.class);
    int read = 0;
    for (int done = 0; done < TARS; ) {
      List<byte[]> tars = new ArrayList<>();
      while (tars.size() < BATCH && done + tars.size() < TARS) {
        tars.add(odd.next());
      }
      List<List<String>> go = go(tars);
      assertEquals(tars.size(), go.size());
      for (int i = 0; i < tars.size(); i++) {
        Walk ours = walk(tars.get(i));
        compare(ours, go.get(i), "seed " + SEED + ", tar " + (done + i));
        if (ours.refusal() == null) {
          read++;
        } else {
          refused.merge(ours.refusal().kind(), 1, Integer::sum);
        }
      }
      done += tars.size();
    }
    // The grammar reaches both sides.
    assertTrue(read > TARS / 10, "read " + read);
    assertTrue(refused.getOrDefault(Kind.MALFORMED, 0) > TARS / 100, "refused " + refused);
    assertTrue(refused.getOrDefault(Kind.AMBIGUOUS_ARCHIVE, 0) > TARS / 1000, "refused " + refused);
  }

  /**
   * What the walk made of a tar: a line for each entry as the oracle prints it, and how it ended.
   */
  private record Walk(List<String> lines, @Nullable Problem refusal) {}

  private static Walk walk(byte[] tar) throws IOException {
    List<String> lines = new ArrayList<>();
    TarSource source = TarSource.of(new ByteArrayInputStream(tar), new byte[1024]);
    TarReader reader = new TarReader(source, "odd.tar", 1000);
    try {
      for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
        lines.add(line(entry, reader.position()));
      }
      return new Walk(lines, null);
    } catch (UnreadableArchive e) {
      return new Walk(lines, e.problem());
    }
  }

  private static String line(TarEntry entry, long position) {
    boolean global = entry.type() == TarEntry.Type.GLOBAL;
    char flag =
        entry.flag() == 0 ? entry.type() == TarEntry.Type.DIRECTORY ? '5' : '0' : entry.flag();
    boolean content = entry.type() == TarEntry.Type.FILE || entry.type() == TarEntry.Type.OTHER;
    return (int) flag
        + " "
        + (content && !entry.sparse() ? entry.size() : "-")
        + " "
        + (global ? "-" : position)
        + " "
        // Go makes a name of a path record or not, at random, where another record is bad.
        + (global && entry.ambiguity() != null ? "-" : hex(entry.rawName()))
        + " "
        + hex(entry.link());
  }

  private static void compare(Walk ours, List<String> go, String where) {
    String end = go.getLast();
    List<String> theirs = go.subList(0, go.size() - 1);
    String message = where + ": " + ours + " but Go " + go;
    assertTrue(ours.lines().size() <= theirs.size(), message);
    for (int i = 0; i < ours.lines().size(); i++) {
      String[] expected = theirs.get(i).split(" ", -1);
      String[] found = ours.lines().get(i).split(" ", -1);
      for (int field = 0; field < expected.length; field++) {
        if (!found[field].equals("-")) {
          assertEquals(expected[field], found[field], message);
        }
      }
    }
    if (ours.refusal() == null) {
      assertEquals("end", end, message);
      assertEquals(theirs.size(), ours.lines().size(), message);
    } else if (!STRICTER.contains(ours.refusal().kind())
        && !ours.refusal().message().contains("after an extension header")) {
      assertTrue(end.startsWith("error"), message);
      assertEquals(theirs.size(), ours.lines().size(), message);
    }
  }

  private static List<List<String>> go(List<byte[]> tars) throws Exception {
    Path in = directory.resolve("tars");
    Path out = directory.resolve("read");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(in));
        DataOutputStream data = new DataOutputStream(file)) {
      for (byte[] tar : tars) {
        data.writeLong(tar.length);
        data.write(tar);
      }
    }
    assertEquals(0, run(List.of(directory.resolve("readtar").toString()), in, out));
    List<List<String>> all = new ArrayList<>();
    List<String> one = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      one.add(line);
      if (line.equals("end") || line.startsWith("error")) {
        all.add(one);
        one = new ArrayList<>();
      }
    }
    return all;
  }

  /** The bytes that a decoded name stands for. */
  private static String hex(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    name.codePoints()
        .forEach(c -> {
          if (c >= 0xdc80 && c <= 0xdcff) {
            bytes.write(c & 0xff);
          } else {
            bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          }
        });
    return HexFormat.of().formatHex(bytes.toByteArray()) + ".";
  }
}
