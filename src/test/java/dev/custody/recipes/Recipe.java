package dev.custody.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A page of docs/recipes and the code blocks in it. */
record Recipe(Path file, String text) {
  static Recipe read(String name) {
    Path file = Path.of("docs/recipes", name);
    try {
      return new Recipe(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All blocks of a language, in their order. */
  List<String> blocks(String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** The one YAML block. */
  JsonNode yaml() {
    return YAMLMapper.builder().build().readTree(blocks("yaml").getFirst());
  }
}
