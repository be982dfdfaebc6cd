package dev.custody.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The constants of an enum as words in lower case; upper case is understood too. */
final class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  WordConverter(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text) || word(value).equals(text)) {
        return value;
      }
    }
    throw new TypeConversionException("'" + text + "' is unknown; give " + either(words()));
  }

  private List<String> words() {
    return Arrays.stream(type.getEnumConstants()).map(WordConverter::word).toList();
  }

  private static String word(Enum<?> value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }

  /** Joins words as a sentence does: {@code structure, content or layers}. */
  static String either(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
