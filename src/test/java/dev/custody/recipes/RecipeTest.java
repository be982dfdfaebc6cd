package dev.custody.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.tekton.PodSecurity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a strict namespace or a hanging registry asks of the recipes. */
class RecipeTest {
  /** The pods that Argo makes of the workflow, without the containers that it adds. */
  @Test
  void argosPodsMeetTheRestrictedStandardAndAQuota() {
    JsonNode spec = Recipe.read("argo-workflows.md").yaml().path("spec");
    int pods = 0;
    for (JsonNode template : spec.path("templates").values()) {
      JsonNode set = template.path("containerSet");
      if (set.isMissingNode()) {
        continue;
      }
      pods++;
      assertTrue(template.path("activeDeadlineSeconds").asInt(0) > 0, template::toString);
      ObjectNode pod = JsonNodeFactory.instance.objectNode();
      pod.set("securityContext", spec.path("securityContext"));
      pod.set("volumes", spec.path("volumes"));
      pod.set("containers", set.path("containers"));
      assertEquals(List.of(), PodSecurity.problems(pod));
      for (JsonNode container : set.path("containers").values()) {
        for (String kind : List.of("requests", "limits")) {
          assertEquals(
              Set.of("cpu", "memory"),
              Set.copyOf(container.path("resources").path(kind).propertyNames()),
              container::toString);
        }
      }
    }
    assertEquals(2, pods);
  }

  @Test
  void everyJobEnds() {
    for (JsonNode job : Recipe.read("github-actions.md").yaml().path("jobs").values()) {
      assertTrue(job.path("timeout-minutes").asInt(0) > 0, job::toString);
    }
    for (JsonNode job : Recipe.read("gitlab-ci.md").yaml().values()) {
      assertTrue(!job.has("stage") || job.has("timeout"), job::toString);
    }
  }

  /** The digest is confirmed before the tag moves, and the tag after. */
  @ParameterizedTest
  @ValueSource(strings = {"podman.md", "gitlab-ci.md", "github-actions.md", "argo-workflows.md"})
  void theTagIsConfirmedToo(String page) {
    Recipe recipe = Recipe.read(page);
    List<String> code =
        recipe.blocks("yaml").isEmpty() ? recipe.blocks("sh") : recipe.blocks("yaml");
    String text = String.join("\n", code);
    int first = text.indexOf("confirm --");
    first = first < 0 ? text.indexOf("- confirm\n") : first;
    int tag = text.lastIndexOf("skopeo copy");
    int last = Math.max(text.lastIndexOf("confirm --"), text.lastIndexOf("- confirm\n"));
    assertTrue(0 < first && first < tag && tag < last, first + " " + tag + " " + last);
  }
}
