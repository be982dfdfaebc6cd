package dev.custody.tekton;

import static dev.custody.tekton.Resource.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The parameters of one task, step action or pipeline: what was given, else the defaults. */
record Params(Map<String, String> strings, Map<String, List<String>> arrays) {
  static Params of(JsonNode spec, Map<String, JsonNode> given) {
    Map<String, String> strings = new HashMap<>();
    Map<String, List<String>> arrays = new HashMap<>();
    for (JsonNode param : spec.path("params").values()) {
      String name = text(param, "name");
      JsonNode value = given.getOrDefault(name, param.path("default"));
      if (value.isMissingNode()) {
        throw new IllegalArgumentException("needs param " + name);
      }
      if (value.isArray()) {
        arrays.put(
            "$(params." + name + "[*])", Resource.stream(value).map(JsonNode::asString).toList());
      } else {
        strings.put("params." + name, value.asString());
      }
    }
    return new Params(strings, arrays);
  }

  String replace(String text) {
    return Variables.replace(text, strings);
  }

  /** A list whose isolated arrays take as many places as they have items. */
  List<String> replace(JsonNode list) {
    List<String> replaced = new ArrayList<>();
    for (JsonNode item : list.values()) {
      List<String> array = arrays.get(item.asString());
      replaced.addAll(array == null ? List.of(replace(item.asString())) : array);
    }
    return replaced;
  }
}
