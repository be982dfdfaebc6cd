package dev.custody.cluster;

import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One Kubernetes object as a tree, without what could be secret (environment, scripts, parameters
 * but for the name of the pushed image, the data of Secrets) and without what nobody needs here. Of
 * command lines only those words are kept that say which local archive a known tool reads or
 * writes. It is bounded: what exceeds is left out.
 */
final class PrunedObject {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "env",
          "envFrom",
          "script",
          "data",
          "stringData",
          "managedFields",
          "taskSpec",
          "pipelineSpec",
          "provenance",
          "tolerations",
          "affinity",
          "nodeAffinity",
          "resources",
          "kubectl.kubernetes.io/last-applied-configuration");

  /** Parameters, of which only the name of the pushed image is kept. */
  private static final String PARAMETERS = "params";

  /** Command lines, of which {@link ToolCommand#kept} keeps harmless words. */
  private static final Set<String> COMMAND_LINES = Set.of("command", "args");

  private static final int MAX_WORDS = 200;
  private static final int MAX_NODES = 50_000;
  private static final int MAX_TEXT = 8192;

  /** Characters of all texts of one object together. */
  private static final int MAX_CHARACTERS = 512 << 10;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode root = NODES.objectNode();
  private int nodes;
  private int characters;

  /** Takes one field of the object; the parser stands at its value and afterwards at its end. */
  void field(String name, JsonParser parser) {
    if (LEFT_OUT.contains(name) || isFull()) {
      parser.skipChildren();
    } else {
      root.set(name, named(name, parser));
    }
  }

  private JsonNode named(String name, JsonParser parser) {
    return COMMAND_LINES.contains(name)
        ? words(parser)
        : name.equals(PARAMETERS) ? parameters(parser) : value(parser);
  }

  ObjectNode node() {
    return root;
  }

  private JsonNode value(JsonParser parser) {
    nodes++;
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> text(parser.getString());
      case VALUE_NUMBER_INT -> number(parser);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private boolean isFull() {
    return nodes > MAX_NODES || characters > MAX_CHARACTERS;
  }

  private JsonNode text(String text) {
    String kept = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    characters += kept.length();
    return NODES.stringNode(kept);
  }

  private static JsonNode number(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.nullNode();
    };
  }

  private ObjectNode object(JsonParser parser) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (LEFT_OUT.contains(name) || isFull()) {
        parser.skipChildren();
      } else {
        object.set(name, named(name, parser));
      }
    }
    return object;
  }

  /** Only the one that names the image, and only if it is such a name. */
  private ArrayNode parameters(JsonParser parser) {
    ArrayNode kept = NODES.arrayNode();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return kept;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      String name = "";
      String value = "";
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          parser.skipChildren();
        } else if (field.equals("name")) {
          name = parser.getString();
        } else if (field.equals("value")) {
          value = parser.getString();
        }
      }
      if (name.equals(PushedName.PARAMETER) && PushedName.isOne(value)) {
        kept.addObject().put("name", name).put("value", value);
        characters += value.length();
      }
    }
    return kept;
  }

  private ArrayNode words(JsonParser parser) {
    ArrayNode words = NODES.arrayNode();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return words;
    }
    String before = "";
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      if (parser.currentToken() == JsonToken.VALUE_STRING
          && words.size() < MAX_WORDS
          && !isFull()) {
        before = ToolCommand.kept(parser.getString(), before);
        characters += before.length();
        words.add(before);
      } else {
        parser.skipChildren();
      }
    }
    return words;
  }

  private ArrayNode array(JsonParser parser) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      if (isFull()) {
        parser.skipChildren();
      } else {
        array.add(value(parser));
      }
    }
    return array;
  }
}
