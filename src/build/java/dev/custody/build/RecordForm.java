package dev.custody.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.custody.record.CauseId;
import dev.custody.record.RecordJson;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.deser.DeserializationContextExt;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.SerializationContextExt;

/**
 * The JSON form of one type of evidence, as databind makes it of the type's annotations.
 *
 * @param type a record, or a sealed interface of records
 * @param valueMethod of a type that is a JSON string: returns it; else empty
 * @param factoryMethod the same: makes the value of the string
 * @param array whether it is a JSON array of its components
 * @param properties of a record, in the order they are written
 * @param subtypes of an interface: by the word that property {@code typeProperty} has
 * @param typeProperty of an interface, else empty
 */
record RecordForm(
    Class<?> type,
    String valueMethod,
    String factoryMethod,
    boolean array,
    List<Property> properties,
    Map<String, Class<?>> subtypes,
    String typeProperty) {
  /** What a value is in JSON. */
  enum Kind {
    TEXT,
    TIME,
    TRUTH,
    NUMBER,
    /** An enum's constant. */
    WORD,
    OCTAL,
    ANY_DIGEST,
    /** What has a form of its own. */
    EVIDENCE;

    /**
     * @param codec names of the serializer and the deserializer that annotations give
     */
    private static Kind of(String codec, Class<?> type) {
      if (codec.equals("OctalWriterOctalReader")) {
        return OCTAL;
      } else if (codec.equals("AnyDigestReader")) {
        return ANY_DIGEST;
      } else if (codec.isEmpty() && type == String.class) {
        return TEXT;
      } else if (codec.isEmpty() && type == Instant.class) {
        return TIME;
      } else if (codec.isEmpty() && NUMBERS.contains(type)) {
        return NUMBER;
      } else if (codec.isEmpty() && type == Boolean.class) {
        return TRUTH;
      } else if (codec.isEmpty() && type.isEnum()) {
        requireUsualWords(type);
        return WORD;
      } else if (codec.isEmpty() && type.getName().startsWith("dev.custody.")) {
        return EVIDENCE;
      }
      throw new IllegalStateException("no code for " + codec + " " + type);
    }
  }

  /** An enum's constants are written in lower case, or as they are: so the codec reads them. */
  private static void requireUsualWords(Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      String word = RecordJson.mapper().convertValue(constant, String.class);
      if (!word.equals(type == CauseId.class ? name : name.toLowerCase(Locale.ROOT))) {
        throw new IllegalStateException("no code for " + type + ", which writes " + word);
      }
    }
  }

  /** The annotations of a component that have code. */
  private static final Set<Class<?>> KNOWN =
      Set.of(JsonProperty.class, JsonUnwrapped.class, JsonSerialize.class, JsonDeserialize.class);

  private static final Set<Class<?>> NUMBERS =
      Set.of(long.class, Long.class, int.class, Integer.class);

  private static final SerializationContextExt WRITING =
      RecordJson.mapper()._serializationContext();
  private static final DeserializationContextExt READING =
      RecordJson.mapper()._deserializationContext();
  private static final SerializationConfig CONFIG = RecordJson.mapper().serializationConfig();
  private static final AnnotationIntrospector ANNOTATIONS = CONFIG.getAnnotationIntrospector();

  /**
   * One component of a record.
   *
   * @param component its name in Java, which is also that of its accessor
   * @param index of the constructor's parameter
   * @param name in JSON
   * @param value class of its value; of a list that of an element
   * @param kind of that value
   * @param unwrapped whether its own properties stand in its place
   */
  record Property(
      String component,
      int index,
      String name,
      JavaType type,
      Class<?> value,
      Kind kind,
      boolean required,
      boolean unwrapped) {}

  static RecordForm of(Class<?> type) {
    JavaType java = RecordJson.mapper().constructType(type);
    BeanDescription written = WRITING.introspectBeanDescription(java);
    BeanDescription read = READING.introspectBeanDescription(java);
    AnnotatedClass described = written.getClassInfo();
    var polymorphic = ANNOTATIONS.findPolymorphicTypeInfo(CONFIG, described);
    Map<String, Class<?>> subtypes = new LinkedHashMap<>();
    if (polymorphic != null && type.isSealed()) {
      for (NamedType subtype : ANNOTATIONS.findSubtypes(CONFIG, described)) {
        subtypes.put(subtype.getName(), subtype.getType());
      }
    }
    JsonFormat.Value format = ANNOTATIONS.findFormat(CONFIG, described);
    AnnotatedMember value = written.findJsonValueAccessor();
    if (value != null) {
      String factory =
          read.getFactoryMethodsWithMode().stream()
              .filter(method -> method.metadata == JsonCreator.Mode.DELEGATING)
              .map(method -> method.annotated.getName())
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(type + " is written and not read"));
      return new RecordForm(type, value.getName(), factory, false, List.of(), subtypes, "");
    }
    return new RecordForm(
        type,
        "",
        "",
        format != null && format.getShape() == JsonFormat.Shape.ARRAY,
        type.isRecord() ? properties(type, written, read) : List.of(),
        subtypes,
        subtypes.isEmpty() ? "" : polymorphic.getPropertyName());
  }

  private static List<Property> properties(
      Class<?> type, BeanDescription written, BeanDescription read) {
    Map<String, BeanPropertyDefinition> readable = new LinkedHashMap<>();
    read.findProperties().forEach(property -> readable.put(property.getName(), property));
    List<String> components =
        Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
    List<Property> properties =
        written.findProperties().stream()
            // Of an unwrapped component databind lists the constructor's parameter apart.
            .filter(property -> property.getAccessor() != null)
            .map(property ->
                property(
                    components, property, Objects.requireNonNull(readable.get(property.getName()))))
            .toList();
    if (properties.size() != components.size()) {
      throw new IllegalStateException(type + " has other components than JSON properties");
    }
    return properties;
  }

  private static Property property(
      List<String> components, BeanPropertyDefinition written, BeanPropertyDefinition read) {
    AnnotatedMember member = written.getAccessor();
    member
        .annotations()
        .map(Annotation::annotationType)
        .filter(annotation -> !KNOWN.contains(annotation))
        .forEach(annotation -> {
          throw new IllegalStateException("no code for " + annotation + " of " + member);
        });
    AnnotatedParameter parameter = read.getConstructorParameter();
    boolean unwrapped = ANNOTATIONS.findUnwrappingNameTransformer(CONFIG, member) != null;
    if (parameter == null && !unwrapped) {
      throw new IllegalStateException(member + " is written and not read");
    }
    String codec =
        unwrapped
            ? ""
            : simpleName(ANNOTATIONS.findSerializer(CONFIG, member))
                + simpleName(ANNOTATIONS.findDeserializer(CONFIG, parameter));
    JavaType type = member.getType();
    Class<?> value =
        (type.isCollectionLikeType() || type.isMapLikeType() ? type.getContentType() : type)
            .getRawClass();
    return new Property(
        member.getName(),
        components.indexOf(member.getName()),
        written.getName(),
        type,
        value,
        Kind.of(codec, value),
        !unwrapped && ANNOTATIONS.hasRequiredMarker(CONFIG, parameter),
        unwrapped);
  }

  private static String simpleName(Object named) {
    return named instanceof Class<?> type ? type.getSimpleName() : "";
  }
}
