package dev.custody.cli;

import dev.custody.record.CauseId;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The words of the command line, as Tekton and shells hand them over. */
final class Arguments {
  /** The character that the JVM makes of a byte that is not UTF-8. */
  private static final char NOT_UTF_8 = '\ufffd';

  /** Options for which an empty value is an error, because ignoring it would weaken the gate. */
  private static final List<String> KEPT_EMPTY =
      List.of("--recorded", "--recorded-compact", "--digest");

  /** The option whose value may be a variable that Tekton left unresolved. */
  private static final String MAY_BE_UNRESOLVED = "--task-result";

  /** The option whose value is JSON, which is checked where it is read. */
  private static final String JSON = "--recorded-compact";

  private Arguments() {}

  /**
   * The arguments without options whose value is empty: a Tekton task cannot leave an argument out,
   * so an optional parameter that is not set arrives as an empty one.
   */
  static String[] given(CommandLine command, String[] args) {
    CommandLine named = args.length == 0 ? null : command.getSubcommands().get(args[0]);
    List<String> given = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      String name = args[i].endsWith("=") ? args[i].substring(0, args[i].length() - 1) : args[i];
      OptionSpec option = named == null ? null : named.getCommandSpec().findOption(name);
      if (option == null || option.arity().max() == 0 || KEPT_EMPTY.contains(name)) {
        given.add(args[i]);
      } else if (name.equals(args[i])) {
        if (i + 1 < args.length && args[i + 1].isEmpty()) {
          i++;
        } else {
          given.add(args[i]);
          if (i + 1 < args.length) {
            given.add(args[++i]);
          }
        }
      }
    }
    return given.toArray(String[]::new);
  }

  /**
   * The reason why an argument cannot be what was meant.
   *
   * @param cause for a result that names one
   * @param words for people
   */
  record Unusable(CauseId cause, String words) {}

  /** Returns why an argument cannot be what was meant; null if every one can be. */
  static @Nullable Unusable unusable(String[] args, Session session) {
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      String option = equals >= 0 ? arg.substring(0, equals) : i == 0 ? "" : args[i - 1];
      String value = arg.substring(equals + 1);
      if (option.equals(MAY_BE_UNRESOLVED) || (option.equals(JSON) && isObject(value))) {
        continue;
      }
      if (value.isBlank() && KEPT_EMPTY.contains(option)) {
        continue;
      }
      Unusable reason = unusable(value, session);
      if (reason != null) {
        return equals < 0
            ? reason
            : new Unusable(reason.cause, reason.words + " (option " + option + ")");
      }
    }
    return null;
  }

  private static boolean isObject(String value) {
    return JSON_OBJECT.matcher(value).lookingAt();
  }

  /** Returns why this argument cannot be what was meant; null if it can. */
  static @Nullable Unusable unusable(String value, Session session) {
    if (value.indexOf(NOT_UTF_8) >= 0) {
      return new Unusable(
          CauseId.UNEXPLAINED_ERROR,
          "the name " + value + " is not UTF-8, so custody cannot open the file; rename it");
    }
    if (holdsVariable(value) || (SHELL_VARIABLE.matcher(value).find() && !exists(value, session))) {
      return new Unusable(
          CauseId.UNRESOLVED_VARIABLE,
          CauseId.UNRESOLVED_VARIABLE.id()
              + ": the argument "
              + quoted(value)
              + " contains a variable that was not replaced (Tekton's $(…), a shell's ${…} or"
              + " $NAME, or a template's {{…}}): the parameter, workspace or result that it names"
              + " does not exist here; custody looked at nothing");
    }
    String bare = Blanks.strip(value);
    boolean quotes = Blanks.quoted(bare);
    if (value.isEmpty() || (bare.equals(value) && !quotes)) {
      return null;
    }
    if (!bare.isEmpty() && exists(value, session)) {
      return null;
    }
    return new Unusable(
        CauseId.UNEXPLAINED_ERROR,
        "WHITESPACE_IN_ARGUMENT: the argument "
            + quoted(value)
            + (quotes
                ? " has quotes around it, which are part of the argument that custody got; remove"
                    + " them"
                : bare.isEmpty()
                    ? " holds nothing but white space or invisible characters, so the variable or"
                        + " result that should fill it is empty"
                    : " begins or ends with white space or an invisible character, perhaps the"
                        + " newline of an echo that wrote a Tekton result; write results with"
                        + " printf %s or echo -n")
            + "; custody looked at nothing");
  }

  private static final Pattern JSON_OBJECT = Pattern.compile("\\s*\\{\\s*[\"}]");

  /**
   * A shell's variable at the beginning of a part of a path; elsewhere a dollar sign may be meant.
   */
  private static final Pattern SHELL_VARIABLE = Pattern.compile("(?:^|[:/])\\$[A-Za-z_]\\w*");

  private static boolean holdsVariable(String value) {
    return Stream.of("$(", "${", "$[", "{{").anyMatch(value::contains);
  }

  /** A file may really have such a name. */
  private static boolean exists(String value, Session session) {
    try {
      return Files.exists(session.path(value), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("'");
    value
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
              if (c != ' ' && (Blanks.isBlank(c) || !Character.isDefined(c))) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            }
          }
        });
    return text.append('\'').toString();
  }
}
