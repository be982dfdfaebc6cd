package dev.custody.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads what {@code kubectl get … -o json} and {@code tkn … -o json} print: a list of one kind or
 * of many, single objects, or several documents one after the other. Objects are read one at a time
 * and bounded, since a dump may be large and comes from anywhere.
 */
public final class ClusterReader {
  /** More objects than this are not kept. */
  private static final int MAX_OBJECTS = 20_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxStringLength(4 << 20)
                  .maxNameLength(10_000)
                  .build())
          .build();

  private final String name;
  private final List<PipelineRun> pipelineRuns = new ArrayList<>();
  private final List<TaskRun> taskRuns = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private final List<ClusterEvent> events = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int kept;
  private int left;

  private ClusterReader(String name) {
    this.name = name;
  }

  /**
   * Reads a dump to its end.
   *
   * @param name how messages call it
   * @throws IOException if the stream cannot be read; what is wrong with the JSON is a problem in
   *     the dump instead, and what was read before it is kept
   */
  public static ClusterDump read(InputStream in, String name) throws IOException {
    ClusterReader reader = new ClusterReader(name);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      reader.documents(parser);
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      reader.problems.add(
          name
              + ": not JSON from line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + (reader.kept == 0 ? "" : "; the " + reader.kept + " objects before it are used")
              + "; dump it again with kubectl get … -o json");
    }
    return reader.dump();
  }

  private void documents(JsonParser parser) {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        items(parser);
      } else if (token == JsonToken.START_OBJECT) {
        object(parser);
      } else {
        problems.add(name + ": not a list of objects as kubectl get … -o json prints it");
        return;
      }
    }
  }

  /** A list, of which the items come one at a time, or an object, which is kept as it is. */
  private void object(JsonParser parser) {
    PrunedObject object = new PrunedObject();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("items") && value == JsonToken.START_ARRAY) {
        items(parser);
      } else {
        object.field(field, parser);
      }
    }
    keep(object.node());
  }

  private void items(JsonParser parser) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        object(parser);
      } else if (parser.currentToken() == null) {
        return;
      } else {
        parser.skipChildren();
      }
    }
  }

  private void keep(JsonNode json) {
    ObjectKind kind = ObjectKind.named(ObjectJson.text(json, "kind"));
    if (kind == null) {
      return;
    }
    if (kept >= MAX_OBJECTS) {
      left++;
      return;
    }
    kept++;
    switch (kind) {
      case PIPELINE_RUN -> pipelineRuns.add(PipelineRun.parse(json));
      case TASK_RUN -> taskRuns.add(TaskRun.parse(json));
      case POD -> pods.add(Pod.parse(json));
      case CLAIM -> claims.add(Claim.parse(json));
      case VOLUME -> volumes.add(Volume.parse(json));
      case EVENT -> {
        ClusterEvent event = ClusterEvent.parse(json);
        if (event != null) {
          events.add(event);
        }
      }
    }
  }

  private ClusterDump dump() {
    if (left > 0) {
      problems.add(
          name + ": " + left + " objects beyond the first " + MAX_OBJECTS + " were not read");
    }
    if (kept == 0 && problems.isEmpty()) {
      problems.add(
          name
              + ": holds no PipelineRun, TaskRun, Pod, claim, volume or event; dump them with"
              + " kubectl get pipelineruns,taskruns,pods,pvc,pv,events -n NAMESPACE -o json");
    }
    return new ClusterDump(pipelineRuns, taskRuns, pods, claims, volumes, events, problems);
  }
}
