package dev.custody.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads what {@code kubectl get … -o json} and {@code tkn … -o json} print, and the same as YAML,
 * as a must-gather holds it: a list of one kind or of many, single objects, or several documents
 * one after the other. Objects are read one at a time and bounded, since a dump may be large and
 * comes from anywhere. YAML is read by tokens, so that an alias is a word and is never expanded.
 */
public final class ClusterReader {
  /** More objects than this are not kept. */
  private static final int MAX_OBJECTS = 20_000;

  /** Characters of all kept objects together, so that they fit into 128 MiB of memory. */
  private static final int MAX_CHARACTERS = 16 << 20;

  /** Characters of one YAML document; JSON has no such bound, since it is read by pieces. */
  private static final int MAX_YAML = 8 << 20;

  private static final int MAX_YAML_LINE = 1 << 20;

  /** Items of one list that do not say their kind; the list says it at its end. */
  private static final int MAX_UNNAMED = 2000;

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(100)
          .maxStringLength(4 << 20)
          .maxNameLength(10_000)
          .build();

  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .loadSettings(LoadSettings.builder().setCodePointLimit(MAX_YAML).build())
          .build();

  private final String name;
  private final List<PipelineRun> pipelineRuns = new ArrayList<>();
  private final List<TaskRun> taskRuns = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private final List<ClusterEvent> events = new ArrayList<>();
  private final Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
  private final List<String> problems = new ArrayList<>();
  private int characters;
  private int kept;
  private int left;

  private ClusterReader(String name) {
    this.name = name;
  }

  /**
   * Reads a dump to its end.
   *
   * @param name how messages call it
   * @throws IOException if the stream cannot be read; what is wrong with the JSON or YAML is a
   *     problem in the dump instead, and what was read before it is kept
   */
  public static ClusterDump read(InputStream in, String name) throws IOException {
    ClusterReader reader = new ClusterReader(name);
    BufferedInputStream start = new BufferedInputStream(in);
    boolean json = isJson(start);
    TokenStreamFactory factory = json ? JSON : YAML;
    InputStream bounded = json ? start : new BoundedLines(start, MAX_YAML_LINE);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bounded)) {
      reader.documents(parser);
    } catch (JacksonException e) {
      IOException unreadable = ioCause(e);
      if (unreadable != null && !(unreadable instanceof BoundedLines.TooLongException)) {
        throw unreadable;
      }
      reader.problems.add(
          unreadable == null ? reader.problem(e, json) : name + ": " + unreadable.getMessage());
    }
    return reader.dump();
  }

  /** The stream's own failure, which the YAML reader wraps more than once. */
  private static @Nullable IOException ioCause(JacksonException e) {
    Throwable cause = e.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++) {
      if (cause instanceof IOException io) {
        return io;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private String problem(JacksonException e, boolean json) {
    String used = kept == 0 ? "" : "; the " + kept + " objects before it are used";
    if (!json && String.valueOf(e.getOriginalMessage()).contains("exceeds the limit")) {
      return name
          + ": more than "
          + (MAX_YAML >> 20)
          + " MiB of YAML in one document"
          + used
          + "; dump it with kubectl get … -o json, which may be of any size";
    }
    return name
        + (json ? ": not JSON from line " : ": neither JSON nor YAML from line ")
        + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
        + used
        + "; dump it again with kubectl get … -o json";
  }

  /** JSON begins with a bracket; YAML of kubectl and of a must-gather with a word or ---. */
  private static boolean isJson(BufferedInputStream in) throws IOException {
    in.mark(4096);
    int first = in.read();
    for (int i = 0; i < 4000 && Character.isWhitespace(first); i++) {
      first = in.read();
    }
    in.reset();
    return first == '{' || first == '[' || first < 0;
  }

  private void documents(JsonParser parser) {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        items(parser, new ArrayList<>());
      } else if (token == JsonToken.START_OBJECT) {
        object(parser, null);
      } else if (token != JsonToken.VALUE_NULL) {
        problems.add(name + ": not a list of objects, such as `kubectl get … -o json` prints");
        return;
      }
    }
  }

  /**
   * A list, whose items come one at a time, or an object, which is kept as it is.
   *
   * @param unnamed takes an object that does not say its kind, as the items of a typed list
   */
  private void object(JsonParser parser, @Nullable List<ObjectNode> unnamed) {
    PrunedObject object = new PrunedObject();
    List<ObjectNode> items = new ArrayList<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("items") && value == JsonToken.START_ARRAY) {
        items(parser, items);
      } else {
        object.field(field, parser);
      }
    }
    String kind = ObjectJson.text(object.node(), "kind");
    if (kind != null && kind.endsWith("List")) {
      String each = kind.substring(0, kind.length() - "List".length());
      items.forEach(item -> keep(item.put("kind", each)));
    } else if (kind == null && unnamed != null && unnamed.size() < MAX_UNNAMED) {
      unnamed.add(object.node());
    } else {
      keep(object.node());
    }
  }

  private void items(JsonParser parser, List<ObjectNode> unnamed) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        object(parser, unnamed);
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
    kinds.add(kind);
    if (kept >= MAX_OBJECTS || characters > MAX_CHARACTERS) {
      left++;
      return;
    }
    kept++;
    switch (kind) {
      case PIPELINE_RUN -> add(pipelineRuns, PipelineRun.parse(json));
      case TASK_RUN -> add(taskRuns, TaskRun.parse(json));
      case POD -> add(pods, Pod.parse(json));
      case CLAIM -> add(claims, Claim.parse(json));
      case VOLUME -> add(volumes, Volume.parse(json));
      case EVENT -> {
        ClusterEvent event = ClusterEvent.parse(json);
        if (event != null) {
          add(events, event);
        }
      }
    }
  }

  private <T> void add(List<T> objects, T object) {
    objects.add(object);
    characters += object.toString().length();
  }

  private ClusterDump dump() {
    if (left > 0) {
      problems.add(
          name
              + ": the last "
              + left
              + " objects were not read, since the dump is too large; dump one run only: kubectl"
              + " get … -l tekton.dev/pipelineRun=RUN");
    }
    if (kept == 0 && problems.isEmpty()) {
      problems.add(
          name
              + ": holds no PipelineRun, TaskRun, Pod, claim, volume or event; dump them with"
              + " kubectl get pipelineruns,taskruns,pods,pvc,pv,events -n NAMESPACE -o json");
    }
    return new ClusterDump(pipelineRuns, taskRuns, pods, claims, volumes, events, kinds, problems);
  }
}
