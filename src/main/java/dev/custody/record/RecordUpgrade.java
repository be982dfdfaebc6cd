package dev.custody.record;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a record of schema version 1 into one of version 2: what stood at a position then has a
 * name now. A run may have both while its tasks are changed over.
 */
final class RecordUpgrade {
  static final String FROM = "1";

  private static final Pattern UNNAMED =
      Pattern.compile("([0-9]{1,9}) blob\\(s\\) in the archive are named by no manifest");

  private RecordUpgrade() {}

  /** Changes the document in place; what is missing or of the wrong kind is left to the reader. */
  static void apply(ObjectNode record) {
    if (record.has("archive")) {
      // No record of version 1 has it; the reader refuses the document.
      return;
    }
    ArrayNode walks = array(record, "files");
    ArrayNode archives = array(record, "archives");
    ArrayNode spaces = array(record, "space");
    ObjectNode archive = record.putObject("archive");
    ObjectNode workspace = record.putObject("workspace");
    ObjectNode temporary = record.putObject("temporary");
    String path = walks.path(0).path("path").asString("");
    if (!walks.isEmpty()) {
      archive.set("walk", walks.get(0));
    }
    if (archives.path(0) instanceof ObjectNode evidence) {
      archive.set("evidence", evidence(evidence));
    }
    if (record.has("waiting")) {
      archive.set("waiting", record.remove("waiting"));
    }
    for (JsonNode space : spaces) {
      boolean holds = holds(space.path("path").asString(""), path) && !workspace.has("space");
      (holds ? workspace : temporary).set("space", space);
    }
    String unpacked = temporary.path("space").path("path").asString("/var/tmp");
    sortWalks(walks, path, unpacked, record.putArray("files"), archive, temporary);
    record.put("schemaVersion", ExecutionRecord.SCHEMA_VERSION);
  }

  /** All walks but the first: what was refused inside, leftovers of other tools, further files. */
  private static void sortWalks(
      ArrayNode walks,
      String path,
      String unpacked,
      ArrayNode files,
      ObjectNode archive,
      ObjectNode temporary) {
    ArrayNode leftovers = temporary.putArray("leftovers");
    for (int i = 1; i < walks.size(); i++) {
      JsonNode walk = walks.get(i);
      String other = walk.path("path").asString("");
      if (i == 1 && other.startsWith(path + "/")) {
        archive.set("refused", walk);
      } else if (other.startsWith(unpacked + "/")
          && other.substring(unpacked.length() + 1).matches("(container_images_)?oci[^/]*")) {
        leftovers.add(walk);
      } else {
        files.add(walk);
      }
    }
  }

  private static ObjectNode evidence(ObjectNode old) {
    ObjectNode evidence = RecordJson.mapper().createObjectNode();
    ObjectNode file = evidence.putObject("file");
    move(old, file, "path", "format", "compression", "size", "stable", "indexDigest");
    move(old, file, "entries", "referenceNames", "others");
    if (old.has("archiveDigest")) {
      file.set("digest", old.get("archiveDigest"));
    }
    if (!file.has("others")) {
      file.putArray("others");
    }
    ObjectNode image = evidence.putObject("image");
    move(old, image, "selected", "selectionReason", "digest", "platformManifest", "config");
    move(old, image, "layers", "diffIds", "platform", "created");
    ObjectNode checks = evidence.putObject("checks");
    move(old, checks, "depth", "blobsHashed", "bytesHashed", "layersCompared", "problems", "notes");
    tellRefusals(checks, file);
    countUnnamed(checks);
    return evidence;
  }

  /** Version 1 called a refusal in the middle of reading a failure of the storage, or a change. */
  private static void tellRefusals(ObjectNode checks, ObjectNode file) {
    ArrayNode kept = RecordJson.mapper().createArrayNode();
    for (JsonNode problem : checks.path("problems")) {
      String kind = problem.path("kind").asString("");
      String message = problem.path("message").asString("");
      if (kind.equals("read_error") && message.contains(": Permission denied.")) {
        kept.add(((ObjectNode) problem).put("kind", "access_denied"));
      } else if (kind.equals("changed_while_read") && message.contains("AccessDeniedException")) {
        file.remove("stable");
      } else {
        kept.add(problem);
      }
    }
    if (checks.has("problems")) {
      checks.set("problems", kept);
    }
  }

  /** Version 1 said in a note how many blobs no manifest names. */
  private static void countUnnamed(ObjectNode checks) {
    for (JsonNode note : checks.path("notes")) {
      Matcher unnamed = UNNAMED.matcher(note.asString(""));
      if (unnamed.matches()) {
        checks.put("unnamedBlobs", Long.parseLong(unnamed.group(1)));
      }
    }
  }

  private static void move(ObjectNode from, ObjectNode to, String... fields) {
    for (String field : fields) {
      if (from.has(field)) {
        to.set(field, from.get(field));
      }
    }
  }

  private static ArrayNode array(ObjectNode record, String field) {
    return record.remove(field) instanceof ArrayNode values
        ? values
        : RecordJson.mapper().createArrayNode();
  }

  private static boolean holds(String directory, String path) {
    return path.startsWith(directory.endsWith("/") ? directory : directory + "/")
        || path.equals(directory);
  }
}
