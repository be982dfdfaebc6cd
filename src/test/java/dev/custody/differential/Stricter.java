package dev.custody.differential;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where custody refuses on purpose what skopeo copy pushes: each by the words that custody says,
 * and why. Whatever skopeo pushes and custody refuses for another reason is a fault.
 *
 * @param said what custody's message contains
 * @param because why refusing is right
 */
record Stricter(Pattern said, String because) {
  private static final List<Stricter> ALL =
      List.of(
          of(
              "lists \\d+ diffIDs, the manifest \\d+ layers",
              "no runtime unpacks an image whose config does not fit its layers"),
          of(
              "according to the descriptor that names it, and .* according to its own mediaType",
              "a registry refuses the document, and skopeo then pushes a converted one"),
          of(
              "according to the index that lists it, and .* according to its content",
              "skopeo copy --all corrects the index, so that it has another digest"),
          of("has no config|config has no digest", "a registry refuses the manifest: blob unknown"),
          of(
              "does not have the size that its descriptor gives",
              "containerd and docker refuse to pull what has another size"),
          of(
              "without the annotation io.github.containers.compression.zstd",
              "newer versions add it when they copy the whole index, which so gets another digest"),
          of(
              "manifests\\[\\d+\\](\\.digest is not a digest| has no digest)",
              "no tool writes it, and who makes a path of it may be led elsewhere"),
          of("of index.json are both named", "tools differ in which of two entries they take"),
          of("replaces the symbolic link", "who reads the archive in place finds the link first"),
          of("has no image; it has no manifests", "there is nothing to run"),
          of(
              "has (no )?schemaVersion",
              "a registry refuses the document, and skopeo may then push a converted one"));

  private static Stricter of(String said, String because) {
    return new Stricter(Pattern.compile(said, Pattern.DOTALL), because);
  }

  /** Whether custody's words are among the reasons. */
  static boolean explains(String words) {
    return ALL.stream().anyMatch(one -> one.said().matcher(words).find());
  }
}
