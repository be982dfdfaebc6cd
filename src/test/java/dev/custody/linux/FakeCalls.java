package dev.custody.linux;

import java.nio.file.Path;
import java.util.Map;

/** Answers from a map of {@code path name}, ENODATA otherwise; a file system of ten blocks. */
record FakeCalls(Map<String, Reply<byte[]>> attributes, Reply<Capacity> capacity)
    implements SystemCalls {
  static FakeCalls of(Map<String, Reply<byte[]>> attributes) {
    return new FakeCalls(
        attributes, new Reply.Answer<>(new Capacity(10 * 4096, 4 * 4096, 100, 50)));
  }

  static FakeCalls unavailable() {
    return new FakeCalls(
        Map.of("*", new Reply.Unavailable<>("no such calls")),
        new Reply.Unavailable<>("no such calls"));
  }

  @Override
  public Reply<byte[]> extendedAttribute(Path file, String name) {
    Reply<byte[]> otherwise = attributes.getOrDefault("*", new Reply.Failure<>("ENODATA"));
    return attributes.getOrDefault(file + " " + name, otherwise);
  }

  @Override
  public Reply<Capacity> capacity(Path directory) {
    return capacity;
  }
}
