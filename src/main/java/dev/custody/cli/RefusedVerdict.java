package dev.custody.cli;

import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseId;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes {@code unknown} into the files that a refused command line names for the verdict and its
 * cause: a missing Tekton result would fail a run that only observes.
 *
 * <p>The meaning of a refused line is not certain, so a file is left alone if any other word of the
 * line may mean it or something in its directory.
 */
final class RefusedVerdict {
  private static final Set<String> COMMANDS = Set.of("verify", "confirm");

  private record Word(String option, String value) {}

  private RefusedVerdict() {}

  /**
   * Writes what can be written, and says so.
   *
   * @param cause for the cause file
   */
  static void write(String[] args, Session session, CauseId cause, PrintWriter err) {
    if (args.length == 0 || !COMMANDS.contains(args[0])) {
      return;
    }
    List<Word> words = words(args);
    OutputPath path = new OutputPath(session);
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      String content =
          switch (word.option) {
            case OutputOption.VERDICT -> VerdictWord.UNKNOWN.text();
            case OutputOption.CAUSE -> cause.name();
            default -> "";
          };
      if (!content.isEmpty()
          && Arguments.unusable(word.value, session) == null
          && isAlone(i, words, path)
          && path.writeBeforehand(word.value, content)) {
        Message.print(err, word.option + " " + word.value + " says " + content);
      }
    }
  }

  /** Returns each value with the option before it. An option without a value gets the next word. */
  private static List<Word> words(String[] args) {
    List<Word> words = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
      if (equals > 0) {
        words.add(new Word(args[i].substring(0, equals), args[i].substring(equals + 1)));
      } else if (!args[i].startsWith("-") && !args[i].isEmpty()) {
        words.add(new Word(args[i - 1].startsWith("--") ? args[i - 1] : "", args[i]));
      }
    }
    return words;
  }

  private static boolean isAlone(int at, List<Word> words, OutputPath path) {
    Word output = words.get(at);
    List<Word> others = new ArrayList<>(words);
    others.remove(at);
    List<Path> inputs = new ArrayList<>();
    Path own = path.session().path(output.value);
    for (Word word : others) {
      try {
        Path other = path.session().path(OutputNames.path(word.value));
        if (OutputOption.ALL.contains(word.option)) {
          if (FileIdentity.place(other).equals(FileIdentity.place(own))) {
            return false;
          }
        } else if (word.value.contains("/") || Files.exists(other)) {
          inputs.add(other);
        }
      } catch (InvalidPathException e) {
        // Not a path; skip it.
      }
    }
    return path.isApartFrom(output.value, inputs);
  }
}
