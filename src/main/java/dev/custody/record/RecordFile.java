package dev.custody.record;

import dev.custody.linux.InputFile;
import dev.custody.oci.Digest;
import dev.custody.oci.ShellWord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.node.ObjectNode;

/** A record as a file: JSON in and out. */
public final class RecordFile {
  private RecordFile() {}

  /**
   * The record as it is written: JSON for people and machines, ends with a newline. A file of it is
   * printed sooner or later, so no character of a name in it can steer a terminal or hide.
   */
  public static byte[] bytes(ExecutionRecord record) {
    return (RecordJson.indented(record) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A record as it was read.
   *
   * @param digest sha256 of the bytes it was read from, which a compact record may vouch for
   */
  public record Loaded(ExecutionRecord record, Digest digest) {}

  /**
   * Reads a record from a file.
   *
   * @throws UnreadableRecordException in every case but success, and says which it was
   */
  public static Loaded read(Path file) throws UnreadableRecordException {
    try {
      try (InputStream in = InputFile.open(file)) {
        return read(in, file.toString());
      }
    } catch (IOException e) {
      throw new UnreadableRecordException(because(file, e));
    }
  }

  /**
   * Reads a record from a stream, at most {@link RecordJson#MAX_BYTES} of it.
   *
   * @param source names the stream in messages
   */
  public static Loaded read(InputStream in, String source) throws UnreadableRecordException {
    try {
      byte[] json = in.readNBytes(RecordJson.MAX_BYTES + 1);
      refuseOtherFiles(json, source);
      if (json.length > RecordJson.MAX_BYTES) {
        throw new UnreadableRecordException(
            source
                + ": larger than 4 MiB, so it is not a record; name a file that custody record"
                + " wrote");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      return new Loaded(parse(text, source), Digest.sha256(json));
    } catch (CharacterCodingException e) {
      throw new UnreadableRecordException(
          source + ": not UTF-8, so it is not a custody record; was it changed or cut?");
    } catch (IOException e) {
      throw new UnreadableRecordException(source + ": cannot be read: " + e.getMessage());
    }
  }

  /**
   * Refuses an archive or a packed file by its first bytes.
   *
   * @throws UnreadableRecordException that names what it is
   */
  public static void refuseOtherFiles(byte[] bytes, String source)
      throws UnreadableRecordException {
    FileKind kind = FileKind.of(bytes);
    if (kind != null) {
      throw new UnreadableRecordException(
          source
              + ": "
              + kind.words()
              + ", not a record; name the file that custody record wrote (its -o)");
    }
  }

  /** Reads a record from text; {@code source} names it in messages. */
  public static ExecutionRecord parse(String json, String source) throws UnreadableRecordException {
    if (json.isBlank()) {
      throw new UnreadableRecordException(
          source
              + ": empty, so it is not a record; the step or command that writes it failed, or has"
              + " not run yet");
    }
    ExecutionRecord unchanged = RecordCodec.read(json, ExecutionRecord.class);
    if (unchanged != null && unchanged.schemaVersion().equals(ExecutionRecord.SCHEMA_VERSION)) {
      return unchanged;
    }
    try {
      String version = version(json);
      requireVersion(version, source);
      ExplicitNull.refuse(json, source);
      return RecordUpgrade.FROM.equals(version)
          ? upgraded(json)
          : RecordJson.mapper().readValue(json, ExecutionRecord.class);
    } catch (JacksonException e) {
      throw new UnreadableRecordException(because(source, e));
    }
  }

  private static ExecutionRecord upgraded(String json) {
    ObjectNode old = (ObjectNode) RecordJson.mapper().readTree(json);
    RecordUpgrade.apply(old);
    return RecordJson.mapper().treeToValue(old, ExecutionRecord.class);
  }

  /** One sentence for a JSON failure: source, place, what was found. */
  static String because(String source, JacksonException e) {
    String message = firstLine(e.getOriginalMessage());
    String found =
        switch (e) {
          // What the type itself says, without the type's name in Java.
          case ValueInstantiationException v
              when v.getCause() instanceof IllegalArgumentException i ->
              firstLine(String.valueOf(i.getMessage()));
          case StreamConstraintsException _ -> "deeper or larger than any record";
          case StreamReadException _ when message.startsWith("Unexpected end-of-input") ->
              "the JSON ends too early (truncated?)";
          case StreamReadException _ when message.startsWith("Unrecognized token") ->
              "this is not JSON; name the file that custody record wrote (its -o)";
          default -> message;
        };
    return source + ": not a readable record" + place(e) + ": " + found;
  }

  private static String place(JacksonException e) {
    if (!e.getPath().isEmpty()) {
      String field = e.getPath().stream().map(RecordFile::step).collect(Collectors.joining());
      return ", field " + field.replaceFirst("^\\.", "");
    }
    // A broken limit has no location, and what was read as a tree has no line.
    TokenStreamLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** The document's schemaVersion, without reading the rest; null if it has none. */
  private static @Nullable String version(String json) {
    try (JsonParser parser = RecordJson.mapper().createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean wanted = parser.currentName().equals("schemaVersion");
          if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
            return parser.getString();
          }
          parser.skipChildren();
        }
      }
    }
    return null;
  }

  private static void requireVersion(@Nullable String version, String source)
      throws UnreadableRecordException {
    if (version == null) {
      throw new UnreadableRecordException(
          source
              + ": not a custody record: it has no schemaVersion that is text, such as \"2\";"
              + " expected a file that custody record wrote");
    }
    if (!version.equals(ExecutionRecord.SCHEMA_VERSION) && !version.equals(RecordUpgrade.FROM)) {
      throw new UnreadableRecordException(
          source
              + ": schema version \""
              + version
              + "\" is unknown here, this custody reads \""
              + RecordUpgrade.FROM
              + "\" and \""
              + ExecutionRecord.SCHEMA_VERSION
              + "\"; use the same custody version in all tasks");
    }
  }

  private static String step(Reference reference) {
    return reference.getPropertyName() == null
        ? "[" + reference.getIndex() + "]"
        : "." + reference.getPropertyName();
  }

  private static String because(Path file, IOException e) {
    return file
        + ": "
        + switch (e) {
          case NoSuchFileException _ -> "no such record; was it written under this path?";
          case AccessDeniedException _ ->
              "permission denied; `custody explain "
                  + ShellWord.path(file.toString())
                  + "` says why";
          case FileSystemException f when f.getReason() != null ->
              "cannot be read: " + f.getReason();
          default -> "cannot be read: " + e.getMessage();
        };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("malformed JSON");
  }
}
