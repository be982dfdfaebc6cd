package dev.custody.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Runs the jobs of a {@code .gitlab-ci.yml} in the order of their stages: each in its image, in a
 * folder of its own with the artifacts of the jobs before, and their dotenv reports as variables.
 */
final class GitLab {
  private GitLab() {}

  static void run(
      Machine machine, JsonNode ci, Map<String, String> variables, Path folder, Runnable between)
      throws IOException, Machine.Failed {
    Map<String, String> environment = new TreeMap<>(variables);
    String image = ci.path("default").path("image").asString();
    Path artifacts = Files.createDirectory(folder.resolve("artifacts"));
    for (JsonNode stage : ci.path("stages").values()) {
      for (Map.Entry<String, JsonNode> job : ci.properties()) {
        if (!job.getValue().path("stage").equals(stage)) {
          continue;
        }
        Path builds = Files.createDirectory(folder.resolve(job.getKey()));
        dev.custody.cli.Program.shell("cp -a \"$1/.\" \"$2\"", artifacts, builds);
        StringBuilder script = new StringBuilder();
        job.getValue()
            .path("script")
            .values()
            .forEach(l -> script.append(l.asString()).append('\n'));
        machine.container(
            job.getKey(),
            image,
            List.of("--volume", builds + ":/builds", "--workdir", "/builds"),
            environment,
            List.of("sh", "-euc", script.toString()));
        JsonNode kept = job.getValue().path("artifacts");
        for (JsonNode path : kept.path("paths").values()) {
          Files.copy(builds.resolve(path.asString()), artifacts.resolve(path.asString()));
        }
        if (kept.path("reports").has("dotenv")) {
          String dotenv = kept.path("reports").path("dotenv").asString();
          for (String line : Files.readAllLines(builds.resolve(dotenv))) {
            environment.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", ""));
          }
        }
        between.run();
      }
    }
  }
}
