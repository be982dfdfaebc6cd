package dev.custody.build;

import static dev.custody.build.RecordCodecGenerator.name;

import java.util.stream.Collectors;

/**
 * The methods of the codec that write: {@code write} a whole value, and {@code properties} those of
 * a JSON object, which may stand in another object.
 */
final class WriteMethods {
  private WriteMethods() {}

  static String of(RecordForm form) {
    if (!form.valueMethod().isEmpty()) {
      return method("write", form, "out.writeString(value." + form.valueMethod() + "());\n");
    }
    if (form.array()) {
      return method(
          "write", form, "out.writeStartArray();\n" + elements(form) + "out.writeEndArray();\n");
    }
    String properties =
        form.subtypes().isEmpty()
            ? "properties(value, out);\n"
            : form.subtypes().entrySet().stream()
                .map(subtype ->
                    """
                    if (value instanceof %s it) {
                    out.writeStringProperty("%s", "%s");
                    properties(it, out);
                    }
                    """
                        .formatted(name(subtype.getValue()), form.typeProperty(), subtype.getKey()))
                .collect(Collectors.joining());
    return method(
            "write", form, "out.writeStartObject();\n" + properties + "out.writeEndObject();\n")
        + (form.subtypes().isEmpty() ? method("properties", form, properties(form)) : "");
  }

  private static String method(String name, RecordForm form, String body) {
    return "private static void "
        + name
        + "("
        + name(form.type())
        + " value, JsonGenerator out) {\n"
        + body
        + "}\n\n";
  }

  private static String elements(RecordForm form) {
    return form.properties().stream()
        .map(property -> {
          String value = "value." + property.component() + "()";
          String written = written(property, value);
          return property.type().isPrimitive()
              ? written
              : "if (%s == null) {\nout.writeNull();\n} else {\n%s}\n".formatted(value, written);
        })
        .collect(Collectors.joining());
  }

  /** Null is not written. */
  private static String properties(RecordForm form) {
    return form.properties().stream()
        .map(property -> {
          String value = "value." + property.component() + "()";
          String written =
              property.unwrapped()
                  ? "properties(" + value + ", out);\n"
                  : "out.writeName(\"%s\");\n".formatted(property.name())
                      + property(property, value);
          return property.type().isPrimitive()
              ? written
              : "if (%s != null) {\n%s}\n".formatted(value, written);
        })
        .collect(Collectors.joining());
  }

  private static String property(RecordForm.Property property, String value) {
    if (property.type().isCollectionLikeType()) {
      return """
      out.writeStartArray();
      for (%s element : %s) {
      %s}
      out.writeEndArray();
      """
          .formatted(name(property.value()), value, written(property, "element"));
    }
    if (property.type().isMapLikeType()) {
      return """
      out.writeStartObject();
      for (Map.Entry<String, String> entry : new TreeMap<>(%s).entrySet()) {
      out.writeStringProperty(entry.getKey(), entry.getValue());
      }
      out.writeEndObject();
      """
          .formatted(value);
    }
    return written(property, value);
  }

  private static String written(RecordForm.Property property, String value) {
    String written =
        switch (property.kind()) {
          case TEXT -> "out.writeString(%s)";
          case TIME -> "out.writeString(%s.toString())";
          case TRUTH -> "out.writeBoolean(%s)";
          case NUMBER -> "out.writeNumber(%s)";
          case WORD -> "out.writeString(word(%s))";
          case OCTAL -> "out.writeString(octal(%s))";
          case ANY_DIGEST, EVIDENCE -> "write(%s, out)";
        };
    return written.formatted(value) + ";\n";
  }
}
