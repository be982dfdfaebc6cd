package dev.custody.differential;

import java.util.List;

/**
 * A case of the table: one archive of a kind that was reported in public, one question, the right
 * answer.
 *
 * @param name of the archive
 * @param what it is
 * @param arguments of custody
 * @param code the right exit code
 * @param says patterns that the output must contain, on either stream
 * @param saysNot patterns that it must not contain
 */
record Case(
    String name,
    String what,
    List<String> arguments,
    int code,
    List<String> says,
    List<String> saysNot) {
  Case {
    arguments = List.copyOf(arguments);
    says = List.copyOf(says);
    saysNot = List.copyOf(saysNot);
  }

  /** {@code custody inspect}. */
  static Case inspect(String name, String what, Object archive, int code, String... says) {
    return new Case(
        name, what, List.of("inspect", archive.toString()), code, List.of(says), List.of());
  }

  /** {@code custody verify --digest}. */
  static Case verify(
      String name, String what, String digest, Object archive, int code, String... says) {
    return new Case(
        name,
        what,
        List.of("verify", "--digest", digest, archive.toString()),
        code,
        List.of(says),
        List.of());
  }

  Case with(String... options) {
    List<String> more = new java.util.ArrayList<>(arguments);
    more.addAll(1, List.of(options));
    return new Case(name, what, more, code, says, saysNot);
  }

  Case not(String... patterns) {
    return new Case(name, what, arguments, code, says, List.of(patterns));
  }
}
