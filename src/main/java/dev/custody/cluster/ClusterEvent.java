package dev.custody.cluster;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event that says something about the archive's way: storage, permissions, killed pods.
 *
 * @param at when it was seen last
 * @param count how often it was seen
 * @param object kind and name of what it is about, such as {@code Pod build-pod}
 */
public record ClusterEvent(
    Instant at,
    int count,
    String namespace,
    String kind,
    String object,
    String reason,
    Topic topic,
    String message) {
  private static final int MAX_MESSAGE = 600;

  /** What an event is about. */
  public enum Topic {
    MOUNT,
    PERMISSIONS,
    LABEL,
    QUOTA,
    FULL,
    KILLED,
    NOT_STARTED
  }

  private static final Set<String> MOUNT =
      Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedDetachVolume");
  private static final Set<String> KILLED =
      Set.of("Evicted", "OOMKilling", "SystemOOM", "Preempted", "TaintManagerEviction");
  private static final Set<String> NOT_STARTED =
      Set.of("Failed", "BackOff", "FailedCreatePodSandBox", "FailedCreate");

  /** The event, if it is of a topic that counts here; else null. */
  static @Nullable ClusterEvent parse(JsonNode json) {
    String reason = ObjectJson.textOr("", json, "reason");
    String note = ObjectJson.text(json, "note");
    String message = note == null ? ObjectJson.textOr("", json, "message") : note;
    JsonNode object = json.has("regarding") ? json.path("regarding") : json.path("involvedObject");
    String kind = ObjectJson.textOr("", object, "kind");
    Topic topic = topic(kind, reason, message.toLowerCase(Locale.ROOT));
    Instant at = time(json);
    if (topic == null || at == null) {
      return null;
    }
    Integer count = ObjectJson.integer(json, "count");
    String namespace = ObjectJson.text(object, "namespace");
    return new ClusterEvent(
        at,
        count == null ? 1 : count,
        namespace == null ? ObjectJson.textOr("", json, "metadata", "namespace") : namespace,
        kind,
        ObjectJson.textOr("", object, "name"),
        reason,
        topic,
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message);
  }

  private static @Nullable Instant time(JsonNode json) {
    for (String field :
        new String[] {"lastTimestamp", "deprecatedLastTimestamp", "eventTime", "firstTimestamp"}) {
      Instant series = ObjectJson.time(json, "series", "lastObservedTime");
      Instant at = series == null ? ObjectJson.time(json, field) : series;
      if (at != null) {
        return at;
      }
    }
    return ObjectJson.time(json, "metadata", "creationTimestamp");
  }

  private static @Nullable Topic topic(String kind, String reason, String text) {
    if (text.contains("no space left on device")
        || text.contains("ephemeral-storage")
        || text.contains("ephemeral local storage")
        || text.contains("disk pressure")
        || text.contains("diskpressure")) {
      return Topic.FULL;
    }
    if (text.contains("exceeded quota") || text.contains("quota exceeded")) {
      return Topic.QUOTA;
    }
    if (KILLED.contains(reason)) {
      return Topic.KILLED;
    }
    if (text.contains("selinux") || text.contains("relabel")) {
      return Topic.LABEL;
    }
    if (reason.equals("VolumePermissionChangeInProgress")
        || text.contains("setting volume ownership")
        || text.contains("permission change")) {
      return Topic.PERMISSIONS;
    }
    if (MOUNT.contains(reason)) {
      return Topic.MOUNT;
    }
    return NOT_STARTED.contains(reason) && kind.equals("Pod") ? Topic.NOT_STARTED : null;
  }
}
