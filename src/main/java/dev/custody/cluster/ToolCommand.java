package dev.custody.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line does with a local archive, where its program is a known image tool. Of the
 * command lines in a dump nothing else is kept, since arguments may hold secrets.
 *
 * @param exports whether it writes an archive or layout; else it only reads
 * @param path the archive or layout that it writes, as the command names it; null where it only
 *     reads
 */
public record ToolCommand(boolean exports, @Nullable String path) {
  private static final Set<String> COPIERS = Set.of("skopeo", "buildah", "podman", "docker");

  /** Kaniko's program. */
  private static final String KANIKO = "executor";

  private static final Set<String> WORDS =
      Set.of("--", "-entrypoint", "copy", "push", "save", "inspect", "list-tags");

  private static final Set<String> LOCAL =
      Set.of("oci-archive:", "docker-archive:", "oci:", "dir:");

  private static final Set<String> REMOTE =
      Set.of("docker://", "containers-storage:", "docker-daemon:", "ostree:", "sif:", "atomic:");

  /** Options whose value is the archive that the tool writes. */
  private static final Set<String> OUTPUT =
      Set.of("-o", "--output", "--tar-path", "--tarPath", "--oci-layout-path");

  private static final int LONGEST = 4096;

  private static final ToolCommand READS = new ToolCommand(false, null);

  /**
   * As much of one word of a command line as may be kept; the empty string for all others.
   *
   * @param before the word before it as it was kept; empty for the first
   */
  static String kept(String word, String before) {
    if (word.length() > LONGEST) {
      return "";
    }
    for (String transport : REMOTE) {
      if (word.startsWith(transport)) {
        return transport;
      }
    }
    boolean harmless =
        WORDS.contains(word)
            || OUTPUT.contains(word)
            || isProgram(word)
            || LOCAL.stream().anyMatch(word::startsWith)
            || OUTPUT.stream().anyMatch(o -> o.length() > 2 && word.startsWith(o + "="))
            || (OUTPUT.contains(before) && word.startsWith("/"));
    return harmless && word.lines().count() == 1 ? word : "";
  }

  private static boolean isProgram(String word) {
    return COPIERS.contains(name(word)) || name(word).equals(KANIKO) || isCustody(word);
  }

  /** Its launcher, or the argument file that its runtime was given before 0.2. */
  private static boolean isCustody(String word) {
    return name(word).equals("custody") || word.startsWith("@/opt/custody/");
  }

  private static String name(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }

  /** Of the words of a container's command and arguments; null where they tell nothing. */
  static @Nullable ToolCommand of(List<String> words) {
    int entrypoint = words.indexOf("-entrypoint");
    if (entrypoint < 0) {
      return parse(words);
    }
    // Tekton's own program runs the step's: -entrypoint PROGRAM -- ARGUMENTS.
    List<String> step = new ArrayList<>(words.subList(entrypoint + 1, words.size()));
    if (step.size() > 1 && step.get(1).equals("--")) {
      step.remove(1);
    }
    return parse(step);
  }

  /**
   * Of a line in which a shell says what it runs, as {@code set -x} makes it: {@code + skopeo copy
   * …}; null for all other lines.
   */
  public static @Nullable ToolCommand traced(String line) {
    String command = line.replaceFirst("^\\+{1,5} ", "");
    if (command.length() == line.length()) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (String word : command.split(" +", 200)) {
      String bare = word.replaceAll("^['\"]|['\"]$", "");
      words.add(kept(bare, words.isEmpty() ? "" : words.getLast()));
    }
    ToolCommand parsed = parse(words);
    return parsed != null && parsed.exports ? parsed : null;
  }

  private static @Nullable ToolCommand parse(List<String> words) {
    if (words.isEmpty()) {
      return null;
    }
    String program = name(words.getFirst());
    if (isCustody(words.getFirst()) || (words.size() > 1 && isCustody(words.get(1)))) {
      return READS;
    }
    String output = output(words);
    if (program.equals(KANIKO)) {
      return output == null ? null : new ToolCommand(true, output);
    }
    if (!COPIERS.contains(program)) {
      return null;
    }
    if (words.contains("save")) {
      return output == null ? null : new ToolCommand(true, output);
    }
    if (words.contains("copy") || words.contains("push")) {
      return copied(words);
    }
    return program.equals("skopeo") && words.contains("inspect") ? READS : null;
  }

  /** The last name with a transport is where the image goes. */
  private static @Nullable ToolCommand copied(List<String> words) {
    for (String word : words.reversed()) {
      if (REMOTE.contains(word)) {
        return READS;
      }
      for (String transport : LOCAL) {
        if (word.startsWith(transport)) {
          // Of a copy both names have one; a lone name may be the source.
          boolean known = words.contains("push") || names(words) > 1;
          return known ? new ToolCommand(true, path(word.substring(transport.length()))) : null;
        }
      }
    }
    return null;
  }

  private static long names(List<String> words) {
    return words.stream()
        .filter(w -> REMOTE.contains(w) || LOCAL.stream().anyMatch(w::startsWith))
        .count();
  }

  /** Without the name of the image in it, which stands after the first colon. */
  private static String path(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static @Nullable String output(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (equals > 0 && OUTPUT.contains(word.substring(0, equals))) {
        return word.substring(equals + 1);
      }
      if (OUTPUT.contains(word) && i + 1 < words.size() && words.get(i + 1).startsWith("/")) {
        return words.get(i + 1);
      }
    }
    return null;
  }
}
