package dev.custody.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Every oddity there is. */
final class Pantry {
  static final List<Ingredient> ALL = all();

  private Pantry() {}

  /** The oddities with names that match. */
  static List<Ingredient> matching(String pattern) {
    Pattern names = Pattern.compile(pattern);
    return ALL.stream().filter(one -> names.matcher(one.name()).matches()).toList();
  }

  private static List<Ingredient> all() {
    List<Ingredient> all = new ArrayList<>();
    all.addAll(JsonOddities.all());
    all.addAll(TarOddities.all());
    all.addAll(HeaderOddities.all());
    all.addAll(StructureOddities.all());
    all.addAll(FormatOddities.all());
    all.addAll(ImageOddities.all());
    return List.copyOf(all);
  }
}
