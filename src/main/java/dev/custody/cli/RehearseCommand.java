package dev.custody.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs several commands in one process, hidden: the build trains the start-up cache with it, which
 * the JVM can only write for one process.
 */
@Command(name = "rehearse", description = "Runs the commands of a file.")
final class RehearseCommand implements Callable<Integer> {
  private final Session session;
  private final ToIntFunction<String[]> run;

  @Parameters(paramLabel = "FILE", description = "One command a line, arguments separated by tabs.")
  private String script;

  RehearseCommand(Session session, ToIntFunction<String[]> run) {
    this.session = session;
    this.run = run;
  }

  @Override
  public Integer call() throws IOException {
    for (String line : Files.readAllLines(session.path(script))) {
      int _ = run.applyAsInt(line.split("\t", -1));
    }
    return ExitCode.OK;
  }
}
