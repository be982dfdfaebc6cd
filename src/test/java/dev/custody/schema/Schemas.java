package dev.custody.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import dev.custody.linux.DirectoryListing;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.ListedEntry;
import dev.custody.linux.Outcome;
import dev.custody.linux.ProcessIdentity;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.record.CauseId;
import dev.custody.record.CauseName;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.PossibleValues;
import dev.custody.record.RecordJson;
import dev.custody.record.RuledOut;
import dev.custody.report.text.LookAlike;
import dev.custody.report.text.NameChange;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a JSON Schema (draft 2020-12) of what {@link RecordJson} writes for a type: the types
 * decide the form, {@code @Nullable} what may be absent, and the Javadoc of the records is the
 * prose.
 */
final class Schemas {
  private static final String OCTAL = "^[0-7]{4}$";
  private static final String DIGEST =
      "^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$";

  /** The image-spec's grammar of digests (descriptor.md). */
  private static final String ANY_DIGEST = "^[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$";

  private static final String CAUSE = "^[A-Z][A-Z0-9_]*$";

  /** Sealed types whose kinds are told apart by a key {@code result}. */
  private static final Map<Class<?>, Map<Class<?>, String>> RESULTS =
      Map.of(
          Outcome.class,
          Map.of(
              Outcome.Succeeded.class, "ok",
              Outcome.Failed.class, "failed",
              Outcome.NotAttempted.class, "not_attempted"),
          ExtendedAttribute.class,
          Map.of(
              ExtendedAttribute.Present.class, "present",
              ExtendedAttribute.Absent.class, "absent",
              ExtendedAttribute.Refused.class, "refused",
              ExtendedAttribute.NotChecked.class, "not_checked"));

  private final Prose prose = Prose.read();
  private final CustomDefinitionProviderV2 special = this::special;
  private final SchemaGenerator generator = new SchemaGenerator(configuration().build());

  /**
   * The schema as indented text that ends with a newline.
   *
   * @param name of the document, last part of its {@code $id}
   */
  String of(Class<?> type, String name, String title) {
    ObjectNode generated = generator.generateSchema(type);
    ObjectNode schema = RecordJson.mapper().createObjectNode();
    schema.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
    schema.put("$id", "https://custody.dev/schema/" + name + ".json");
    schema.put("title", title);
    generated.remove("$schema");
    schema.setAll(generated);
    return RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
  }

  private SchemaGeneratorConfigBuilder configuration() {
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(
                RecordJson.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.DEFINITIONS_FOR_ALL_OBJECTS)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    builder
        .forFields()
        .withPropertyNameOverrideResolver(Schemas::name)
        .withIgnoreCheck(field -> field.getAnnotation(JsonIgnore.class) != null)
        .withRequiredCheck(field -> !nullable(field))
        .withDescriptionResolver(field ->
            field.isFakeContainerItemScope()
                ? null
                : prose.of(owner(field), field.getDeclaredName()))
        .withNumberInclusiveMinimumResolver(Schemas::minimum)
        .withNumberInclusiveMaximumResolver(Schemas::maximum)
        .withArrayMaxItemsResolver(field ->
            is(field, DirectoryListing.class, "entries") && !field.isFakeContainerItemScope()
                ? DirectoryListing.MOST
                : null)
        .withStringPatternResolver(
            field -> is(field, ProcessIdentity.class, "umask") ? OCTAL : null)
        .withEnumResolver(field ->
            is(field, ExecutionRecord.class, "schemaVersion")
                ? List.of(ExecutionRecord.SCHEMA_VERSION)
                : null)
        .withCustomDefinitionProvider((field, _) -> text(field));
    builder
        .forTypesInGeneral()
        .withPropertySorter((_, _) -> 0)
        .withDescriptionResolver(scope -> prose.of(scope.getType().getErasedType()))
        .withAdditionalPropertiesResolver(
            scope -> scope.getType().getErasedType().isRecord() ? Void.class : null)
        .withCustomDefinitionProvider(special);
    return builder;
  }

  private static Class<?> owner(FieldScope field) {
    return field.getDeclaringType().getErasedType();
  }

  private static boolean is(FieldScope field, Class<?> type, String name) {
    return owner(field) == type && field.getDeclaredName().equals(name);
  }

  private static boolean nullable(FieldScope field) {
    return Arrays.stream(owner(field).getRecordComponents())
        .anyMatch(c -> c.getName().equals(field.getDeclaredName()) && nullable(c));
  }

  private static @Nullable String name(FieldScope field) {
    JsonProperty named = field.getAnnotation(JsonProperty.class);
    return named == null || named.value().isEmpty() ? null : named.value();
  }

  private static boolean isNumber(FieldScope field) {
    Class<?> type = field.getType().getErasedType();
    return type == int.class || type == long.class || type == Long.class || type == Integer.class;
  }

  private static @Nullable BigDecimal minimum(FieldScope field) {
    long least = possible(field).least();
    return isNumber(field) && least > Long.MIN_VALUE ? BigDecimal.valueOf(least) : null;
  }

  private static @Nullable BigDecimal maximum(FieldScope field) {
    long most = possible(field).most();
    return isNumber(field) && most < Long.MAX_VALUE ? BigDecimal.valueOf(most) : null;
  }

  /** The reader refuses by the same. */
  private static PossibleValues possible(FieldScope field) {
    return PossibleValues.of(owner(field), field.getDeclaredName());
  }

  /** Modes of files are written as people read them; an index may use any algorithm. */
  private static @Nullable CustomPropertyDefinition text(FieldScope field) {
    if (is(field, Descriptor.class, "digest")) {
      return new CustomPropertyDefinition(string().put("pattern", ANY_DIGEST));
    }
    return is(field, FileStatus.class, "mode") || is(field, ListedEntry.class, "mode")
        ? new CustomPropertyDefinition(string().put("pattern", OCTAL))
        : null;
  }

  private @Nullable CustomDefinition special(ResolvedType type, SchemaGenerationContext context) {
    Class<?> raw = type.getErasedType();
    if (raw == Digest.class) {
      return new CustomDefinition(string().put("pattern", DIGEST));
    }
    if (raw == Instant.class) {
      return inline(string().put("format", "date-time"));
    }
    if (raw == NameChange.class || raw == LookAlike.class || raw == RuledOut.class) {
      return inline(string());
    }
    if (raw == CauseId.class || raw == CauseName.class) {
      return inline(string().put("pattern", CAUSE));
    }
    if (raw.isEnum()) {
      ArrayNode names = RecordJson.mapper().createArrayNode();
      for (Object constant : raw.getEnumConstants()) {
        names.add(RecordJson.mapper().<JsonNode>valueToTree(constant));
      }
      return inline(object().set("enum", names));
    }
    if (Map.class.isAssignableFrom(raw)) {
      // All maps of the evidence are of text by text.
      return inline(object().put("type", "object").set("additionalProperties", string()));
    }
    Map<Class<?>, String> names = RESULTS.get(raw);
    if (names != null) {
      return new CustomDefinition(object().set("oneOf", results(raw, names, context)));
    }
    if (!raw.isRecord()) {
      return null;
    }
    if (raw.isAnnotationPresent(JsonFormat.class)) {
      return new CustomDefinition(array(raw, context));
    }
    return Arrays.stream(raw.getRecordComponents()).anyMatch(c -> unwrapped(c) != null)
        ? new CustomDefinition(unwrapped(raw, context))
        : null;
  }

  /** One object for each way an attempt can end, told apart by {@code result}. */
  private static ArrayNode results(
      Class<?> sealed, Map<Class<?>, String> names, SchemaGenerationContext context) {
    ArrayNode choices = RecordJson.mapper().createArrayNode();
    for (Class<?> one : sealed.getPermittedSubclasses()) {
      ObjectNode properties = object();
      properties.putObject("result").put("const", names.get(one));
      ArrayNode required = RecordJson.mapper().createArrayNode().add("result");
      for (RecordComponent component : one.getRecordComponents()) {
        properties.set(component.getName(), definition(component, context));
        if (!nullable(component)) {
          required.add(component.getName());
        }
      }
      choices.add(closed(properties, required));
    }
    return choices;
  }

  /** A record that is written as an array, since its keys would take too much room. */
  private static ObjectNode array(Class<?> type, SchemaGenerationContext context) {
    ArrayNode items = RecordJson.mapper().createArrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      ObjectNode item = definition(component, context);
      if (nullable(component)) {
        ObjectNode choice = object();
        choice.putArray("anyOf").add(item).add(object().put("type", "null"));
        item = choice;
      }
      items.add(item.put("title", component.getName()));
    }
    ObjectNode array = object().put("type", "array");
    array.set("prefixItems", items);
    return array.put("items", false).put("minItems", items.size());
  }

  /** A record whose parts are written as if their components were its own. */
  private ObjectNode unwrapped(Class<?> type, SchemaGenerationContext context) {
    ObjectNode properties = object();
    ArrayNode required = RecordJson.mapper().createArrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      if (unwrapped(component) == null) {
        ObjectNode definition = definition(component, context);
        String described = prose.of(type, component.getName());
        properties.set(
            name(component),
            described == null ? definition : definition.put("description", described));
        if (!nullable(component)) {
          required.add(name(component));
        }
        continue;
      }
      JsonIgnoreProperties left = component.getAccessor().getAnnotation(JsonIgnoreProperties.class);
      Set<String> without = left == null ? Set.of() : Set.of(left.value());
      ObjectNode part =
          context.createStandardDefinition(
              context.getTypeContext().resolve(component.getGenericType()), special);
      ((ObjectNode) part.get("properties"))
          .properties()
          .forEach(e -> {
            if (!without.contains(e.getKey())) {
              properties.set(e.getKey(), e.getValue());
            }
          });
      part.path("required")
          .valueStream()
          .filter(name -> !without.contains(name.stringValue()))
          .forEach(required::add);
    }
    return closed(properties, required);
  }

  private static ObjectNode closed(ObjectNode properties, ArrayNode required) {
    ObjectNode closed = object().put("type", "object");
    closed.set("properties", properties);
    if (!required.isEmpty()) {
      closed.set("required", required);
    }
    return closed.put("additionalProperties", false);
  }

  private static String name(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? component.getName() : named.value();
  }

  private static ObjectNode definition(RecordComponent component, SchemaGenerationContext context) {
    return context.createDefinitionReference(
        context.getTypeContext().resolve(component.getGenericType()));
  }

  private static @Nullable JsonUnwrapped unwrapped(RecordComponent component) {
    return component.getAccessor().getAnnotation(JsonUnwrapped.class);
  }

  private static boolean nullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static CustomDefinition inline(ObjectNode definition) {
    return new CustomDefinition(
        definition, CustomDefinition.INLINE_DEFINITION, CustomDefinition.EXCLUDING_ATTRIBUTES);
  }

  private static ObjectNode object() {
    return RecordJson.mapper().createObjectNode();
  }

  private static ObjectNode string() {
    return object().put("type", "string");
  }
}
