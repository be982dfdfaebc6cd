package dev.custody.recipes;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Runs an Argo workflow of steps whose templates are container sets: the containers of a set one
 * after the other under the workflow's ids, with its volumes, parameters and outputs.
 *
 * @param folder holds a folder for each volume that the test filled; others are made
 */
record Argo(Machine machine, JsonNode workflow, Path folder) {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{([\\w.-]+)}}");

  void run(Map<String, String> arguments, Runnable between) throws IOException, Machine.Failed {
    JsonNode spec = workflow.path("spec");
    Map<String, String> values = new TreeMap<>();
    for (JsonNode parameter : spec.path("arguments").path("parameters").values()) {
      String name = parameter.path("name").asString();
      values.put(
          "workflow.parameters." + name,
          arguments.getOrDefault(name, parameter.path("value").asString()));
    }
    for (JsonNode group : named(spec.path("templates"), "main").path("steps").values()) {
      for (JsonNode step : group.values()) {
        Map<String, String> inputs = new TreeMap<>(values);
        for (JsonNode parameter : step.path("arguments").path("parameters").values()) {
          inputs.put(
              "inputs.parameters." + parameter.path("name").asString(),
              replace(parameter.path("value").asString(), values));
        }
        JsonNode template = named(spec.path("templates"), step.path("template").asString());
        pod(step.path("name").asString(), template, inputs, values);
        between.run();
      }
    }
  }

  private void pod(
      String step, JsonNode template, Map<String, String> inputs, Map<String, String> values)
      throws IOException, Machine.Failed {
    JsonNode ids = workflow.path("spec").path("securityContext");
    List<String> options =
        new ArrayList<>(
            List.of(
                "--user",
                ids.path("runAsUser").asInt() + ":" + ids.path("runAsGroup").asInt(),
                "--group-add",
                ids.path("fsGroup").asString()));
    Map<String, Path> mounts = new TreeMap<>();
    JsonNode set = template.path("containerSet");
    for (JsonNode mount : set.path("volumeMounts").values()) {
      String name = mount.path("name").asString();
      Path volume = folder.resolve(name.equals("exchange") ? step + "-" + name : name);
      if (Files.notExists(volume)) {
        Files.createDirectory(volume);
        Program.shell("chmod 0777 \"$1\"", volume);
      }
      mounts.put(mount.path("mountPath").asString(), volume);
      options.addAll(List.of("--volume", volume + ":" + mount.path("mountPath").asString()));
    }
    for (JsonNode container : set.path("containers").values()) {
      Map<String, String> environment = new TreeMap<>();
      container
          .path("env")
          .values()
          .forEach(e -> environment.put(e.path("name").asString(), e.path("value").asString()));
      List<String> command = new ArrayList<>();
      container.path("command").values().forEach(word -> command.add(word.asString()));
      container
          .path("args")
          .values()
          .forEach(word -> command.add(replace(word.asString(), inputs)));
      machine.container(
          step + "/" + container.path("name").asString(),
          container.path("image").asString(),
          options,
          environment,
          command);
    }
    for (JsonNode output : template.path("outputs").path("parameters").values()) {
      String path = output.path("valueFrom").path("path").asString();
      int slash = path.lastIndexOf('/');
      Path volume = Objects.requireNonNull(mounts.get(path.substring(0, slash)), path);
      Path file = volume.resolve(path.substring(slash + 1));
      values.put(
          "steps." + step + ".outputs.parameters." + output.path("name").asString(),
          Files.readString(file));
    }
  }

  private static JsonNode named(JsonNode list, String name) {
    return list.values().stream()
        .filter(item -> item.path("name").asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String replace(String text, Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            use -> Matcher.quoteReplacement(values.getOrDefault(use.group(1), use.group())));
  }
}
