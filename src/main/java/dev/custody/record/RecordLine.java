package dev.custody.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record on one line of a step's log, where it survives when it could be written nowhere else.
 *
 * @param json the record, at most {@link #MAX_BYTES}; key {@code leftOut} names what is missing
 * @param leftOut the same names; usually none
 */
public record RecordLine(String json, List<String> leftOut) {
  /** What such a line begins with, before its JSON. */
  public static final String PREFIX = "custody-record: ";

  /** The most that the JSON may measure: container runtimes cut lines of a log at 16 KiB. */
  public static final int MAX_BYTES = 16 * 1024 - 256;

  private static final String LEFT_OUT = "leftOut";

  public RecordLine {
    leftOut = List.copyOf(leftOut);
  }

  /** The whole record where it fits; else its longest lists are emptied, one after the other. */
  public static RecordLine of(ExecutionRecord record) {
    String whole = RecordJson.line(record);
    if (bytes(whole) <= MAX_BYTES) {
      return new RecordLine(whole, List.of());
    }
    ObjectNode tree = RecordJson.mapper().valueToTree(record);
    List<String> leftOut = new ArrayList<>();
    String json = whole;
    while (bytes(json) > MAX_BYTES) {
      Longest longest = new Longest();
      longest.look(tree, "");
      ArrayNode list = longest.list;
      if (list == null) {
        break;
      }
      leftOut.add(longest.path + " (" + list.size() + ")");
      list.removeAll();
      ArrayNode names = tree.putArray(LEFT_OUT);
      leftOut.forEach(names::add);
      json = RecordJson.line(tree);
    }
    return new RecordLine(json, leftOut);
  }

  private static int bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Finds the list that takes most room, and is in no other list. */
  private static final class Longest {
    private @Nullable ArrayNode list;
    private String path = "";
    private int length;

    void look(JsonNode node, String name) {
      if (node instanceof ArrayNode array) {
        int taken = array.isEmpty() || name.equals(LEFT_OUT) ? 0 : array.toString().length();
        if (taken > length) {
          list = array;
          path = name;
          length = taken;
        }
      } else if (node instanceof ObjectNode object) {
        object
            .properties()
            .forEach(
                e -> look(e.getValue(), name.isEmpty() ? e.getKey() : name + "." + e.getKey()));
      }
    }
  }
}
