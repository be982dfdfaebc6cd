package dev.custody.tekton;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Tekton's {@code $(…)} variables in text and in documents. */
final class Variables {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\(([^()]+)\\)");

  private Variables() {}

  /** A variable and the place it stands at, such as {@code args[3]}. */
  record Use(String at, String name, String whole) {
    /** Whether the text is nothing but this variable. */
    boolean isIsolated() {
      return whole.equals("$(" + name + ")");
    }
  }

  /** All variables in all texts of a document. */
  static List<Use> in(JsonNode node, String at) {
    List<Use> found = new ArrayList<>();
    collect(node, at, found);
    return found;
  }

  /** Replaces each variable by what the function gives; null leaves it literal, as Tekton does. */
  static String replace(String text, Map<String, String> values) {
    return replace(text, name -> values.getOrDefault(name, "$(" + name + ")"));
  }

  private static String replace(String text, UnaryOperator<String> value) {
    return VARIABLE
        .matcher(text)
        .replaceAll((MatchResult match) -> Matcher.quoteReplacement(value.apply(match.group(1))));
  }

  private static void collect(JsonNode node, String at, List<Use> found) {
    if (node.isString()) {
      Matcher matcher = VARIABLE.matcher(node.asString());
      while (matcher.find()) {
        found.add(new Use(at, matcher.group(1), node.asString()));
      }
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), at + "[" + i + "]", found);
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      // Nothing is substituted in descriptions.
      if (!field.getKey().equals("description")) {
        collect(field.getValue(), at + "." + field.getKey(), found);
      }
    }
  }
}
