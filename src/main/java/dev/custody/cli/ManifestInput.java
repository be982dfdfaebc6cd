package dev.custody.cli;

import dev.custody.linux.InputFile;
import dev.custody.oci.ArchiveReference;
import dev.custody.oci.Quoted;
import dev.custody.oci.ShellWord;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.image.IndexOrManifest;
import dev.custody.record.FileKind;
import dev.custody.record.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The manifest, or config, that a registry served, as an argument of {@code confirm} names it.
 *
 * @param argument a file, or {@code -} for standard input
 */
record ManifestInput(Session session, String argument) {
  /** Returns the input's name in messages. */
  String place() {
    return argument.equals("-") ? "standard input" : argument;
  }

  /**
   * Returns the bytes of the document.
   *
   * @throws IOException with a sentence that says why there are none
   */
  byte[] read() throws IOException {
    byte[] bytes = bytes();
    if (bytes.length == 0) {
      throw new IOException(
          place() + " is empty: the command that fetches the manifest failed, or has not run yet");
    }
    FileKind kind = FileKind.of(bytes);
    if (kind != null) {
      throw new IOException(
          place() + " is " + kind.words() + ", not the manifest that a registry serves");
    }
    if (bytes.length > IndexOrManifest.LIMIT) {
      throw new IOException(place() + " is larger than 4 MiB, so it is not a manifest");
    }
    return bytes;
  }

  /**
   * The size of the largest manifest that registries accept, and one byte more, to notice a larger
   * one.
   */
  private byte[] bytes() throws IOException {
    if (argument.equals("-")) {
      return session.in().readNBytes(IndexOrManifest.LIMIT + 1);
    }
    if (argument.contains("://") || isRegistryName()) {
      String image = argument.contains("://") ? argument : "docker://" + argument;
      throw new IOException(
          argument
              + " is not a file, and custody has no network code; fetch the manifest and pass it"
              + " on: `skopeo inspect --raw "
              + ShellWord.of(image)
              + " | custody confirm … -`");
    }
    if (!Files.exists(session.path(argument))) {
      throw new IOException(argument + " does not exist");
    }
    try (InputStream in = InputFile.open(session.path(argument))) {
      return in.readNBytes(IndexOrManifest.LIMIT + 1);
    }
  }

  private boolean isRegistryName() {
    try {
      return !Files.exists(session.path(argument))
          && ArchiveReference.parse(argument).looksLikeRegistryName();
    } catch (IllegalArgumentException _) {
      // Another transport of skopeo, or no path at all.
      return false;
    }
  }

  /**
   * Returns why the bytes are no manifest, and what they are if that is known. The fault's own
   * remedy is for archives; the verdict has one for manifests.
   */
  String refusal(byte[] bytes, UnreadableArchive fault) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (!text.startsWith("{")) {
      String start = text.lines().findFirst().orElse("");
      return place()
          + " is not a manifest, since it is not JSON; it starts with "
          + Quoted.of(start.substring(0, Math.min(start.length(), 60)));
    }
    String what = mistaken(text);
    return what == null ? fault.fault() : place() + " is " + what;
  }

  /** Returns what the JSON is instead of a manifest, if people often confuse the two; else null. */
  private static @Nullable String mistaken(String json) {
    try {
      JsonNode document = RecordJson.mapper().readTree(json);
      if (document.has("schemaVersion") && document.has("process")) {
        return "a record of custody, not a manifest";
      }
      if (document.has("custody") && document.has("manifest")) {
        return "a compact record of custody, not a manifest";
      }
      if (document.has("RepoTags") && document.has("Layers")) {
        return "what skopeo inspect prints without --raw, not the manifest itself";
      }
      return document.has("rootfs") && document.has("architecture")
          ? "an image's config, not its manifest (--config takes the config)"
          : null;
    } catch (JacksonException _) {
      return null;
    }
  }
}
