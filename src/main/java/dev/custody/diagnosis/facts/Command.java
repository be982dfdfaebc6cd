package dev.custody.diagnosis.facts;

import dev.custody.oci.ShellWord;

/** Commands to copy: in backquotes, so that every form of a finding shows them whole. */
public final class Command {
  private Command() {}

  /** A command without a value in it, or with values that are shell words already. */
  public static String of(String command) {
    return "`" + command + "`";
  }

  /** A command on a path, which is quoted for the shell where it needs to be. */
  public static String on(String path, String command) {
    return of(command + " " + ShellWord.path(path));
  }
}
