package dev.custody.oci.image;

import dev.custody.oci.json.GoType;
import dev.custody.oci.json.GoType.AlsoAny;
import dev.custody.oci.json.GoType.ListOf;
import dev.custody.oci.json.GoType.MapOf;
import dev.custody.oci.json.GoType.Scalar;
import dev.custody.oci.json.GoType.Struct;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Writes documents of a Go type: most of them right, each with some oddity. */
final class DocumentGenerator {
  private static final List<String> DATES =
      List.of(
          "2024-02-29T01:02:03Z",
          "2023-02-29T01:02:03Z",
          "2024-01-01T1:02:03Z",
          "2024-01-01T01:02:03,5+23:59",
          "2024-01-01T01:02:03.123456789123-07:00",
          "2024-01-01T24:00:00Z",
          "2024-01-01T23:59:60Z",
          "2024-01-01t01:02:03Z",
          "2024-01-01T01:02:03z",
          "2024-01-01T01:02:03",
          "2024-01-01T01:02:03.Z",
          "2024-01-01 01:02:03Z",
          "0000-01-01T00:00:00Z",
          "2024-13-01T00:00:00Z",
          "2024-00-01T00:00:00Z",
          "2024-01-00T00:00:00Z",
          "2024-1-01T00:00:00Z",
          "2024-01-01T00:00:00+0100",
          "2024-01-01T00:00:00+01",
          "",
          "yesterday");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "-1",
          "1234",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "1.0",
          "1e3",
          "1E0",
          "0.5",
          "01",
          "+1",
          "-",
          "1.",
          ".5",
          "0x10",
          "NaN",
          "1e308",
          "1e309",
          "-1e400",
          "1e-400",
          "1e99999999999999999999",
          "1e-99999999999999999999",
          "0e99999999999999999999",
          "1.7976931348623157e308",
          "179769313486231580793728971405301e276",
          "17976931348623158079372897140530341507993413271003782693617377898044".repeat(5),
          "0." + "0".repeat(400) + "1e700",
          "0." + "0".repeat(400) + "1e800");

  private static final List<String> BASE64 =
      List.of(
          "", "e30=", "e30", "e3\\n0=", "e3\\r\\n0=", "e3 0=", "e3-_", "====", "e30=e30=", "//8=");

  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "b",
          "é",
          "€",
          "😀",
          "\\u0041",
          "\\ud83d\\ude00",
          "\\ud83d",
          "\\ude00",
          "\\u20ac",
          "\\\"",
          "\\\\",
          "\\/",
          "\\n",
          "\\t",
          "\u007f",
          "\ufffd",
          "\ufeff",
          "\u2028",
          "\\u0000");

  /** Not UTF-8: cut, overlong, surrogates, above the end of Unicode, and not JSON. */
  private static final List<String> RAW =
      List.of(
          "\u00e2\u0082",
          "\u00c0\u00af",
          "\u00ed\u00a0\u0080",
          "\u00f5",
          "\u00ff\u00fe",
          "\u00f0\u009f\u0098",
          "\u0001",
          "\n",
          "\\x",
          "\\u12");

  private final RandomGenerator random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Whether some object of the document has two keys for one field. */
  private boolean repeated;

  DocumentGenerator(RandomGenerator random) {
    this.random = random;
  }

  /** The last document's keys: whether one field of some object has two. */
  boolean repeated() {
    return repeated;
  }

  byte[] next(GoType type) {
    out.reset();
    repeated = false;
    if (one(200)) {
      write("\ufeff");
    }
    value(type, 0);
    if (one(100)) {
      write(pick(List.of("\n", " \t\r\n", "x", "{}", "\0")));
    }
    byte[] document = out.toByteArray();
    if (one(20) && document.length > 0) {
      document[random.nextInt(document.length)] = (byte) random.nextInt(256);
      // It may have made or unmade a repeated key.
      repeated = true;
    }
    return document;
  }

  private void value(GoType type, int depth) {
    if (one(60)) {
      write("null");
    } else if (one(150)) {
      anything(0);
    } else if (type instanceof Struct struct) {
      object(struct, depth);
    } else if (type instanceof AlsoAny(GoType own)) {
      value(own, depth);
    } else if (type instanceof ListOf list) {
      write("[");
      for (int i = random.nextInt(3); i > 0; i--) {
        value(list.element(), depth + 1);
        write(i > 1 ? "," : "");
      }
      write("]");
    } else if (type instanceof MapOf map) {
      write("{");
      for (int i = random.nextInt(4); i > 0; i--) {
        write("\"" + (one(2) ? "k" + random.nextInt(2) : characters()) + "\":");
        value(map.value(), depth + 1);
        write(i > 1 ? "," : "");
      }
      write("}");
    } else {
      scalar((Scalar) type);
    }
  }

  private void object(Struct type, int depth) {
    write("{" + space());
    Set<Integer> seen = new HashSet<>();
    boolean first = true;
    for (int i = random.nextInt(1 + Math.min(8, type.names().size())); i > 0; i--) {
      int field = random.nextInt(type.names().size());
      if (!one(25) && seen.contains(field)) {
        continue;
      }
      repeated |= !seen.add(field);
      write((first ? "" : ",") + "\"" + odd(type.names().get(field)) + "\"" + space() + ":");
      value(type.types().get(field), depth + 1);
      first = false;
    }
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      write((first ? "" : ",") + "\"" + pick(List.of("x", "X", "digests", "Sizé")) + "\":");
      anything(depth);
      first = false;
    }
    write(space() + "}");
  }

  /** A name as somebody might write it: as it is, in another case, escaped, or almost right. */
  private String odd(String name) {
    return switch (random.nextInt(14)) {
      case 0 -> name.toUpperCase(Locale.ROOT);
      case 1 -> name.toLowerCase(Locale.ROOT);
      case 2 -> name.replace('s', '\u017f').replace('S', '\u017f');
      case 3 -> name.replace('k', '\u212a').replace('K', '\u212a');
      case 4 -> name.replace("i", "\\u0049");
      case 5 -> name.replace("s", "\\u017f");
      default -> name;
    };
  }

  private void scalar(Scalar type) {
    switch (type) {
      case STRING -> write("\"" + characters() + "\"");
      case INT -> write(one(3) ? pick(NUMBERS) : "" + random.nextInt(1000));
      case BOOL -> write(pick(List.of("true", "false")));
      case TIME ->
          write(
              "\""
                  + (one(2)
                      ? pick(DATES)
                      : one(20) ? "2024-01-01T00:00:00\\u005a" : DATES.getFirst())
                  + "\"");
      case BYTES -> write("\"" + pick(BASE64) + "\"");
      case ANY -> anything(0);
      case STRING_OR_STRINGS -> {
        if (one(2)) {
          scalar(Scalar.STRING);
        } else {
          value(new ListOf(Scalar.STRING), 0);
        }
      }
    }
  }

  private void anything(int depth) {
    switch (random.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> write("null");
      case 1 -> write(pick(List.of("true", "false", "nul", "True")));
      case 2 -> write(pick(NUMBERS));
      case 3, 4 -> write("\"" + characters() + "\"");
      case 5 -> {
        write("[");
        anything(depth + 1);
        write("]");
      }
      default -> {
        write("{\"a\":");
        anything(depth + 1);
        write(",\"a\":");
        anything(depth + 1);
        write("}");
      }
    }
  }

  private String characters() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(one(60) ? "\u0000" : pick(CHARACTERS));
    }
    return text.toString();
  }

  private String space() {
    return one(30) ? pick(List.of(" ", "\n\t", "\r", "\u00a0", "\f")) : "";
  }

  private void write(String text) {
    for (String part : text.splitWithDelimiters("\u0000", 0)) {
      // A placeholder for bytes that are no text.
      out.writeBytes(
          part.equals("\u0000")
              ? pick(RAW).getBytes(StandardCharsets.ISO_8859_1)
              : part.getBytes(StandardCharsets.UTF_8));
    }
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
