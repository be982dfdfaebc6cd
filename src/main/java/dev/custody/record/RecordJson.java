package dev.custody.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.ListedEntry;
import dev.custody.linux.Outcome;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * How evidence becomes JSON and back: one mapper for the records, the verdicts and the reports, and
 * code generated from what it does ({@link RecordCodec}) for the documents of every step. It reads
 * strictly, since a record may come from a volume that anybody can write: no duplicate keys, no
 * coercion between types, bounded nesting and length, and every component that is not
 * {@code @Nullable} must be there.
 */
public final class RecordJson {
  /** The most a record may measure, bytes; real ones are below 100 kB. */
  public static final int MAX_BYTES = 4 << 20;

  private static final int MAX_DEPTH = 64;

  /** The only control character that JSON lets stand in a string. */
  private static final int DELETE = 0x7f;

  /**
   * Keeps what a hostile document can make of its bytes within the heap that the launcher gives.
   */
  private static final int MAX_TOKENS = 400_000;

  /** What tokens are read and written by, with the limits above; immutable. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .maxStringLength(1 << 20)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // No table of names: nothing to fill, and no hash seeded by the clock.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  /** Made when it is first asked for: most runs write and read records only. */
  private static final class Mapper {
    private static final JsonMapper INSTANCE = build();
  }

  private RecordJson() {}

  /** The mapper; immutable. */
  public static JsonMapper mapper() {
    return Mapper.INSTANCE;
  }

  /** Writes JSON token by token; for small documents of fixed form. */
  public static JsonGenerator generator(Writer text) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), text);
  }

  /** Any evidence as JSON on one line, as {@link #visible} has it. */
  public static String line(Object evidence) {
    String generated = RecordCodec.write(evidence, false);
    return visible(generated == null ? mapper().writeValueAsString(evidence) : generated);
  }

  /** Any evidence as indented JSON without a final newline, as {@link #visible} has it. */
  public static String indented(Object evidence) {
    String generated = RecordCodec.write(evidence, true);
    return visible(
        generated == null
            ? mapper().writerWithDefaultPrettyPrinter().writeValueAsString(evidence)
            : generated);
  }

  /**
   * The same JSON with control, format (bidi, tags, zero width), private and line-separating
   * characters as escapes, so that none of them can steer a terminal or hide in a log. Outside
   * strings JSON is ASCII, so every such character is in a string.
   */
  public static String visible(String json) {
    boolean ascii = new String(json.getBytes(US_ASCII), US_ASCII).equals(json);
    if (ascii && json.indexOf(DELETE) < 0) {
      // As nearly all evidence is.
      return json;
    }
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); ) {
      int c = json.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c < DELETE || shown(c)) {
        out.append(json, i, next);
      } else {
        for (int unit = i; unit < next; unit++) {
          out.append("\\u").append(String.format("%04x", (int) json.charAt(unit)));
        }
      }
      i = next;
    }
    return out.toString();
  }

  private static boolean shown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static JsonMapper build() {
    return JsonMapper.builder(FACTORY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            c ->
                c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Enum, c -> c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
        .changeDefaultVisibility(v -> v.withIsGetterVisibility(Visibility.NONE))
        .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
        .annotationIntrospector(new NullnessIntrospector())
        .addModule(new PossibleValuesModule())
        .addMixIn(CauseId.class, CauseForm.class)
        .addMixIn(Digest.class, DigestForm.class)
        .addMixIn(Outcome.class, OutcomeForm.class)
        .addMixIn(ExtendedAttribute.class, AttributeForm.class)
        .addMixIn(Descriptor.class, DescriptorForm.class)
        .addMixIn(FileStatus.class, FileStatusForm.class)
        .addMixIn(ListedEntry.class, FileStatusForm.class)
        .build();
  }

  /** Causes are written as the catalogue has them, in capitals. */
  private interface CauseForm {
    @JsonValue
    String id();
  }

  private abstract static class DigestForm {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Digest parse(String text) {
      return Digest.parse(text);
    }

    @Override
    @JsonValue
    public abstract String toString();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "ok"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Outcome.NotAttempted.class, name = "not_attempted")
  })
  private interface OutcomeForm {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ExtendedAttribute.Present.class, name = "present"),
    @JsonSubTypes.Type(value = ExtendedAttribute.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = ExtendedAttribute.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = ExtendedAttribute.NotChecked.class, name = "not_checked")
  })
  private interface AttributeForm {}

  interface FileStatusForm {
    @JsonSerialize(using = OctalWriter.class)
    @JsonDeserialize(using = OctalReader.class)
    int mode();
  }

  /** An index may name a blob by an algorithm that nobody knows. */
  interface DescriptorForm {
    @JsonDeserialize(using = AnyDigestReader.class)
    Digest digest();
  }

  static final class AnyDigestReader extends ValueDeserializer<Digest> {
    @Override
    public Digest deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getString();
      try {
        return Digest.parseAny(text);
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "%s", e.getMessage());
      }
    }
  }

  /** Modes are written as people read them, {@code "0644"}. */
  static final class OctalWriter extends ValueSerializer<Integer> {
    @Override
    public void serialize(Integer mode, JsonGenerator out, SerializationContext context) {
      out.writeString(RecordCodec.octal(mode));
    }
  }

  static final class OctalReader extends ValueDeserializer<Integer> {
    @Override
    public Integer deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getString();
      int mode = RecordCodec.mode(text);
      if (mode < 0) {
        context.reportInputMismatch(
            this, "a mode is four octal digits such as \"0644\", found \"%s\"", text);
      }
      return mode;
    }
  }
}
