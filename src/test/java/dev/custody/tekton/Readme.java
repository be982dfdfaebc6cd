package dev.custody.tekton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A README whose generated parts stand between {@code <!-- KIND: FILE -->} and {@code <!-- end
 * -->}. KIND is {@code params}, {@code results} or {@code workspaces} (a table of what the YAML
 * declares) or {@code file} (the file's text, or with {@code #NAME} the part between the comments
 * {@code # NAME} and {@code # end}).
 */
record Readme(Path file, String text) {
  private static final Pattern PART =
      Pattern.compile("(<!-- (\\w+): (\\S+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private static final String SECTION_COMMENTS = "(?m)^ *# (added-.*|end)\n";

  static Readme read(Path file) {
    try {
      return new Readme(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text with every generated part made anew. */
  String refreshed() {
    return PART.matcher(text)
        .replaceAll(part ->
            Matcher.quoteReplacement(
                part.group(1) + part(part.group(2), part.group(3)) + part.group(4)));
  }

  private String part(String kind, String name) {
    int hash = name.indexOf('#');
    Path source = file.resolveSibling(hash < 0 ? name : name.substring(0, hash));
    if (!kind.equals("file")) {
      return table(kind, Resource.read(source).spec().path(kind));
    }
    String content = read(source).text;
    String shown =
        hash < 0
            ? content.replaceAll(SECTION_COMMENTS, "")
            : section(content, name.substring(hash + 1));
    String language = source.toString().endsWith(".yaml") ? "yaml" : "text";
    return "```" + language + "\n" + shown.strip().concat("\n") + "```\n";
  }

  private static String table(String kind, JsonNode declared) {
    String rows =
        declared.values().stream().map(one -> row(kind, one)).collect(Collectors.joining());
    boolean params = kind.equals("params");
    return params
        ? "| param | default | |\n|---|---|---|\n" + rows
        : "| " + kind.replaceFirst("s$", "") + " | |\n|---|---|\n" + rows;
  }

  private static String row(String kind, JsonNode one) {
    String name = "| `" + Resource.text(one, "name") + "` | ";
    String optional = one.path("optional").asBoolean(false) ? "Optional. " : "";
    String description = optional + Resource.text(one, "description").strip() + " |\n";
    return switch (kind) {
      case "params" -> name + defaultOf(one) + " | " + description;
      default -> name + description;
    };
  }

  private static String defaultOf(JsonNode param) {
    JsonNode value = param.path("default");
    if (value.isMissingNode()) {
      return "required";
    }
    return value.isArray()
        ? "`[]`"
        : value.asString().isEmpty() ? "" : "`" + value.asString() + "`";
  }

  private static String section(String content, String name) {
    List<String> lines = content.lines().toList();
    int from = indexOf(lines, 0, "# " + name);
    int to = indexOf(lines, from, "# end");
    return String.join("\n", lines.subList(from + 1, to)).stripIndent();
  }

  private static int indexOf(List<String> lines, int from, String comment) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(comment)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no line \"" + comment + "\"");
  }
}
