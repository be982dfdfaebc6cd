package dev.custody.record;

import dev.custody.linux.FileStatus;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of the types of evidence, each component by chance; equal seeds make equal values.
 */
final class GeneratedRecords {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "/workspace/source/image.tar",
          "0644",
          "null",
          "\"quoted\"\\",
          "line\nfeed",
          "tab\tdel\u007f",
          "\u202ebidi",
          "\u2028",
          "\u00e4\u00f6",
          "\ud83d\ude00",
          "\ud800",
          "</script>",
          "x".repeat(300));
  private static final List<String> DIGESTS =
      List.of(
          "sha256:" + "0123456789abcdef".repeat(4),
          "sha512:" + "0123456789abcdef".repeat(8),
          "sha384:" + "a".repeat(96));

  private static final List<String> RULED_OUT =
      List.of(
          "MODE_DENIES: a fact", "REPLACED, REMOVED: a fact", "IO_ERROR alone: a: b", "NO_ID: x");

  private final RandomGenerator random;

  GeneratedRecords(RandomGenerator random) {
    this.random = random;
  }

  <T extends Record> T make(Class<T> type) {
    return type.cast(record(type));
  }

  /** Some values fit to no other, which the constructor says: then others are tried. */
  private Object record(Class<?> type) {
    Object made = null;
    while (made == null) {
      made = tried(type);
    }
    return made;
  }

  private @Nullable Object tried(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      types[i] = components[i].getType();
      boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      values[i] =
          nullable && random.nextInt(3) == 0
              ? null
              : value(type, components[i].getName(), components[i].getGenericType());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        return null;
      }
      throw new IllegalStateException("no " + type + " of " + List.of(types), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + type + " of " + List.of(types), e);
    }
  }

  private Object value(Class<?> owner, String component, Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? map()
          : list(owner, component, generic.getActualTypeArguments()[0]);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == String.class) {
      return text();
    } else if (raw == Instant.class) {
      return instant();
    } else if (raw == Boolean.class) {
      return random.nextBoolean();
    } else if (raw == int.class || raw == Integer.class) {
      return component.equals("mode") ? random.nextInt(010000) : random.nextInt(Integer.MAX_VALUE);
    } else if (raw == long.class || raw == Long.class) {
      if (owner == CompactRecord.Checks.class) {
        return (long) random.nextInt(3);
      }
      PossibleValues possible = PossibleValues.of(owner, component);
      return switch (random.nextInt(4)) {
        case 0 -> possible.least();
        case 1 -> possible.most();
        default -> random.nextLong(Math.min(possible.most(), 1L << random.nextInt(1, 62)));
      };
    } else if (raw.isEnum()) {
      return oneOf(List.of(raw.getEnumConstants()));
    } else if (raw == Digest.class) {
      return owner == Descriptor.class && random.nextInt(4) == 0
          ? Digest.parseAny("blake3:abc")
          : Digest.parse(oneOf(DIGESTS));
    } else if (raw == RuledOut.class) {
      return RuledOut.parse(random.nextBoolean() ? text() : oneOf(RULED_OUT));
    } else if (raw.isSealed()) {
      return record(oneOf(List.of(raw.getPermittedSubclasses())));
    }
    return record(raw);
  }

  private List<Object> list(Class<?> owner, String component, Type element) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(value(owner, component, element));
    }
    return list;
  }

  private Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), text());
    }
    return map;
  }

  private Instant instant() {
    long from = FileStatus.EARLIEST.getEpochSecond();
    long to = FileStatus.LATEST.getEpochSecond();
    return switch (random.nextInt(4)) {
      case 0 -> FileStatus.EARLIEST;
      case 1 -> FileStatus.LATEST;
      case 2 -> Instant.ofEpochSecond(random.nextLong(from, to));
      default -> Instant.ofEpochSecond(random.nextLong(from, to), random.nextInt(1_000_000_000));
    };
  }

  private String text() {
    return oneOf(TEXTS);
  }

  private <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
