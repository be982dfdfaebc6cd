package dev.custody.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Runs the {@code run} steps of a workflow's jobs in their order, each job in a folder of its own.
 * Of the actions, uploading and downloading artifacts is done here; others are left out.
 */
final class GitHub {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([\\w.]+) *}}");

  private GitHub() {}

  static void run(
      Machine machine, JsonNode workflow, Map<String, String> given, Path folder, Runnable between)
      throws IOException, Machine.Failed {
    Map<String, String> values = new TreeMap<>(given);
    Path artifacts = Files.createDirectory(folder.resolve("artifacts"));
    for (Map.Entry<String, JsonNode> job : workflow.path("jobs").properties()) {
      Path work = Files.createDirectory(folder.resolve(job.getKey()));
      Map<String, String> environment = env(workflow, values, Map.of());
      environment.putAll(env(job.getValue(), values, environment));
      environment.putAll(given);
      for (JsonNode step : job.getValue().path("steps").values()) {
        String uses = step.path("uses").asString("");
        if (uses.startsWith("actions/upload-artifact@")) {
          for (String path : step.path("with").path("path").asString().lines().toList()) {
            Files.copy(work.resolve(path), artifacts.resolve(path));
          }
        } else if (uses.startsWith("actions/download-artifact@")) {
          dev.custody.cli.Program.shell("cp -a \"$1/.\" \"$2\"", artifacts, work);
        }
        if (!step.has("run")) {
          continue;
        }
        Path output = Files.writeString(folder.resolve("output"), "");
        Map<String, String> own = env(step, values, environment);
        own.putAll(given);
        own.put("GITHUB_OUTPUT", output.toString());
        machine.shell(
            job.getKey() + "/" + step.path("name").asString(),
            step.path("run").asString(),
            work,
            own);
        for (String line : Files.readAllLines(output)) {
          String name = line.replaceFirst("=.*", "");
          values.put(
              "steps." + step.path("id").asString("") + ".outputs." + name,
              line.replaceFirst("[^=]*=", ""));
        }
      }
      job.getValue()
          .path("outputs")
          .properties()
          .forEach(output ->
              values.put(
                  "needs." + job.getKey() + ".outputs." + output.getKey(),
                  replace(output.getValue().asString(), values)));
      between.run();
    }
  }

  private static Map<String, String> env(
      JsonNode where, Map<String, String> values, Map<String, String> outer) {
    Map<String, String> environment = new TreeMap<>(outer);
    where
        .path("env")
        .properties()
        .forEach(e -> environment.put(e.getKey(), replace(e.getValue().asString(), values)));
    return environment;
  }

  private static String replace(String text, Map<String, String> values) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(use -> Matcher.quoteReplacement(values.getOrDefault(use.group(1), "")));
  }
}
