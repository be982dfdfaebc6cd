package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What custody says and returns when it fails itself: never what a closed gate returns. */
class DefectTest {
  private final StringWriter err = new StringWriter();

  /** Standard input that fails with that as soon as it is read. */
  private static InputStream failing(Error defect) {
    return new InputStream() {
      @Override
      public int read() {
        throw defect;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        throw defect;
      }
    };
  }

  private static int run(FileSystem files, PrintWriter err, Error defect, String... args) {
    PrintWriter out = new PrintWriter(new StringWriter());
    return Main.run(args, Map.of(), failing(defect), out, err, files);
  }

  private int run(Error defect, String... args) throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      return run(files, new PrintWriter(err), defect, args);
    }
  }

  @Test
  void saysThatMemoryRanOutAndWhatToDo() throws IOException {
    assertEquals(
        ExitCode.DEFECT, run(new OutOfMemoryError("Java heap space"), "compare", "-", "b"));
    assertEquals(
        "custody: a defect in custody, not in your pipeline: memory ran out (Java heap space). Its"
            + " JVM has a heap of 64 MiB, which was enough for every archive tried so far;"
            + " please report this one, with its size and the number of files in it (--verbose says"
            + " where)\n",
        err.toString());
  }

  /** The system says no in the middle: nothing is known of the archive, and nothing is wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /x/tzdb.dat (Too many open files) | EMFILE | ulimit -n
          /x/a (Too many open files in system) | ENFILE | whole node
          Cannot allocate memory | ENOMEM | memory
          No space left on device | ENOSPC | room
          """)
  void whatTheSystemRefusesIsNoDefect(String message, String errno, String remedy)
      throws IOException {
    Error refused = new Error("a library's own words", new IOException(message));
    assertEquals(ExitCode.CANNOT_TELL, run(refused, "compare", "-", "b"), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains(errno) && err.toString().contains(remedy), err::toString);
  }

  /** As where the JVM's own files cannot be opened; the first failure is not always kept. */
  @Test
  void aClassThatCannotBeInitialisedIsNoDefect() throws IOException {
    Error refused = new NoClassDefFoundError("Could not initialize class dev.custody.Any");
    assertEquals(ExitCode.CANNOT_TELL, run(refused, "compare", "-", "b"), err::toString);
    assertTrue(err.toString().contains("could not load a part of itself"), err::toString);
  }

  @Test
  void noMoreThreadsIsNoDefect() throws IOException {
    Error refused = new OutOfMemoryError("unable to create native thread: possibly out of memory");
    assertEquals(ExitCode.CANNOT_TELL, run(refused, "compare", "-", "b"), err::toString);
    assertTrue(err.toString().contains("ulimit -u"), err::toString);
  }

  @Test
  void anyErrorIsADefect() throws IOException {
    assertEquals(ExitCode.DEFECT, run(new StackOverflowError(), "compare", "-", "b"));
    assertTrue(err.toString().contains("java.lang.StackOverflowError"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void verboseSaysWhere() throws IOException {
    assertEquals(
        ExitCode.DEFECT, run(new OutOfMemoryError("of a test"), "compare", "--verbose", "-", "b"));
    assertTrue(err.toString().contains("\tat " + getClass().getName()), err::toString);
  }

  @Test
  void theCodeIsTheSameWhenNotEvenTheMessageCanBePrinted() throws IOException {
    PrintWriter none =
        new PrintWriter(err) {
          @Override
          public void write(String text) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      assertEquals(
          ExitCode.DEFECT,
          run(files, none, new OutOfMemoryError("Java heap space"), "compare", "-", "b"));
    }
  }

  @Test
  void aReportThatDoesNotFitIntoMemoryIsNoDefect() throws IOException {
    PrintWriter full =
        new PrintWriter(new StringWriter()) {
          @Override
          public void write(String text) {
            if (!text.isEmpty()) {
              throw new OutOfMemoryError("Java heap space");
            }
          }
        };
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      int code =
          Main.run(
              new String[] {"report", "--summary-file", "/work/summary", "/work/none.json"},
              Map.of(),
              InputStream.nullInputStream(),
              full,
              new PrintWriter(err),
              files);
      assertEquals(ExitCode.CANNOT_TELL, code, err::toString);
      assertTrue(err.toString().contains("name fewer records"), err::toString);
      assertTrue(Files.exists(files.getPath("/work/summary")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "confirm"})
  void aGateStillWritesItsResults(String command) throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      int code =
          run(
              files,
              new PrintWriter(err),
              new OutOfMemoryError("of a test"),
              command,
              "--recorded",
              "-",
              "--verdict-file",
              "/work/verdict",
              "--cause-file",
              "/work/cause",
              "image.tar");
      assertEquals(ExitCode.DEFECT, code, err::toString);
      assertEquals("unknown", Files.readString(files.getPath("/work/verdict")));
      assertEquals("UNEXPLAINED_ERROR", Files.readString(files.getPath("/work/cause")));
    }
  }
}
