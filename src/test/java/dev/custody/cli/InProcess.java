package dev.custody.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.util.Map;

/** The program in this process, for tests that ask it thousands of times. */
public final class InProcess {
  private InProcess() {}

  /** Runs one command as {@code main} does, without ending the process. */
  public static Program.Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            arguments,
            Map.of(),
            InputStream.nullInputStream(),
            new PrintWriter(out),
            new PrintWriter(err),
            FileSystems.getDefault());
    return new Program.Result(code, out.toString(), err.toString());
  }
}
