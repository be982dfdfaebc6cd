package dev.custody.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs several commands in one process, hidden: the build trains the start-up cache with it, which
 * the JVM can only write for one process.
 */
final class RehearseCommand implements Callable<Integer> {
  final Syntax syntax = new Syntax("rehearse", this, "Runs the commands of a file.");
  private final Session session;
  private final Function<String[], Integer> run;

  private final Supplier<String> script =
      syntax.parameter("FILE", "One command a line, arguments separated by tabs.");

  RehearseCommand(Session session, Function<String[], Integer> run) {
    this.session = session;
    this.run = run;
    syntax.spec().usageMessage().hidden(true);
  }

  @Override
  public Integer call() throws IOException {
    for (String line : Files.readAllLines(session.path(script.get()))) {
      int _ = run.apply(line.split("\t", -1));
    }
    return ExitCode.OK;
  }
}
