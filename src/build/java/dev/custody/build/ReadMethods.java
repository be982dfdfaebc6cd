package dev.custody.build;

import static dev.custody.build.RecordCodecGenerator.label;
import static dev.custody.build.RecordCodecGenerator.name;

import dev.custody.record.PossibleValues;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The methods of the codec that read: {@code read} a whole value, and {@code rest} what is left of
 * a JSON object whose start, and for a subtype its name, was read.
 */
record ReadMethods(Map<String, RecordForm> forms) {
  String of(RecordForm form) {
    if (!form.valueMethod().isEmpty()) {
      return method(
          "read",
          form,
          "return %s.%s(text(in));\n".formatted(name(form.type()), form.factoryMethod()));
    }
    if (form.array()) {
      return method("read", form, elements(form));
    }
    if (!form.subtypes().isEmpty()) {
      return method("read", form, subtypes(form));
    }
    return method(
            "read",
            form,
            """
            expect(in, JsonToken.START_OBJECT);
            return rest%s(in);
            """
                .formatted(label(form.type())))
        + method("rest", form, properties(form));
  }

  private static String method(String name, RecordForm form, String body) {
    return "private static "
        + name(form.type())
        + " "
        + name
        + label(form.type())
        + "(JsonParser in) {\n"
        + body
        + "}\n\n";
  }

  private static String subtypes(RecordForm form) {
    return """
    expect(in, JsonToken.START_OBJECT);
    if (!"%s".equals(nextName(in))) {
    throw new UnusualException();
    }
    return switch (text(in)) {
    """
            .formatted(form.typeProperty())
        + form.subtypes().entrySet().stream()
            .map(s -> "case \"%s\" -> rest%s(in);\n".formatted(s.getKey(), label(s.getValue())))
            .collect(Collectors.joining())
        + """
        default -> throw new UnusualException();
        };
        """;
  }

  private static String elements(RecordForm form) {
    StringBuilder body = new StringBuilder("expect(in, JsonToken.START_ARRAY);\n");
    for (RecordForm.Property property : form.properties()) {
      String value = read(form, property);
      body.append("in.nextToken();\n")
          .append(boxed(property))
          .append(" _")
          .append(property.component())
          .append(" = ")
          .append(property.required() ? "" : "in.currentToken() == JsonToken.VALUE_NULL ? null : ")
          .append(value)
          .append(";\n");
    }
    return body.append("in.nextToken();\nexpect(in, JsonToken.END_ARRAY);\nreturn ")
        .append(made(form, property -> "_" + property.component()))
        .append(";\n")
        .toString();
  }

  private String properties(RecordForm form) {
    StringBuilder variables = new StringBuilder();
    StringBuilder cases = new StringBuilder();
    String made = declared(form, "", variables, cases);
    return variables
        + """
        for (String name = nextName(in); name != null; name = nextName(in)) {
        switch (name) {
        """
        + cases
        + """
        default -> skip(in);
        }
        }
        return %s;
        """
            .formatted(made);
  }

  /** Declares a variable for each component; returns the call of the constructor. */
  private String declared(
      RecordForm form, String prefix, StringBuilder variables, StringBuilder cases) {
    return made(
        form,
        property -> {
          if (property.unwrapped()) {
            RecordForm inner = Objects.requireNonNull(forms.get(property.value().getName()));
            return declared(inner, property.component(), variables, cases);
          }
          String variable = prefix + "_" + property.component();
          variables.append(boxed(property)).append(' ').append(variable).append(" = null;\n");
          cases
              .append("case \"%s\" -> {\n".formatted(property.name()))
              .append(assigned(form, property, variable))
              .append("}\n");
          return property.required() ? "required(" + variable + ")" : variable;
        });
  }

  private static String made(RecordForm form, Function<RecordForm.Property, String> argument) {
    return form.properties().stream()
        .sorted(Comparator.comparingInt(RecordForm.Property::index))
        .map(argument)
        .collect(Collectors.joining(", ", "new " + name(form.type()) + "(", ")"));
  }

  private static String assigned(RecordForm form, RecordForm.Property property, String variable) {
    if (property.type().isMapLikeType()) {
      return variable + " = map(in);\n";
    }
    if (!property.type().isCollectionLikeType()) {
      return variable + " = " + read(form, property) + ";\n";
    }
    return """
    expect(in, JsonToken.START_ARRAY);
    %1$s = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
    %1$s.add(%2$s);
    }
    """
        .formatted(variable, read(form, property));
  }

  private static String read(RecordForm form, RecordForm.Property property) {
    return switch (property.kind()) {
      case TEXT -> "text(in)";
      case TIME -> "time(in)";
      case TRUTH -> "truth(in)";
      case NUMBER -> {
        PossibleValues possible = PossibleValues.of(form.type(), property.component());
        boolean wide = property.value() == long.class || property.value() == Long.class;
        yield "%s(in, %s, %s)"
            .formatted(
                wide ? "number" : "integer", literal(possible.least()), literal(possible.most()));
      }
      case WORD -> "word(in, %s.class)".formatted(name(property.value()));
      case OCTAL -> "octal(in)";
      case ANY_DIGEST -> "anyDigest(in)";
      case EVIDENCE -> "read%s(in)".formatted(label(property.value()));
    };
  }

  private static String literal(long number) {
    return number == Long.MIN_VALUE ? "Long.MIN_VALUE" : number + "L";
  }

  /** Of the variable that is null until its value is read. */
  private static String boxed(RecordForm.Property property) {
    if (property.type().isMapLikeType()) {
      return "Map<String, String>";
    }
    Class<?> value = property.value();
    String name = value == int.class ? "Integer" : value == long.class ? "Long" : name(value);
    return property.type().isCollectionLikeType() ? "List<" + name + ">" : name;
  }
}
