package dev.custody.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar and lifts classes compiled for Java 5 to Java 8's format, with the stack maps that
 * format wants. The start-up cache refuses older classes ("Old class has been linked"), and picocli
 * is made of them: without this, loading picocli is half of every short run. The code itself, its
 * constants and its order stay as they are. Libraries in C are left out: they lie beside the
 * runtime's own, and zstd-jni would rather unpack its copy to a writable directory than look there.
 */
final class JarCopy {
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;

  private JarCopy() {}

  static void copy(Path jar, Path copy) throws IOException {
    URL[] path = {jar.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
        JarFile in = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(copy);
        JarOutputStream out = new JarOutputStream(file)) {
      ClassFile format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (JarEntry entry : Collections.list(in.entries())) {
        if (entry.getName().endsWith(".so")) {
          continue;
        }
        byte[] content;
        try (InputStream stream = in.getInputStream(entry)) {
          content = stream.readAllBytes();
        }
        JarEntry same = new JarEntry(entry.getName());
        same.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(same);
        out.write(
            switch (entry.getName()) {
              case String name when name.endsWith(".class") -> lift(format, content);
              case JarFile.MANIFEST_NAME -> withoutBuildToolAndSeal(content);
              default -> content;
            });
        out.closeEntry();
      }
    }
  }

  /** Has old classes, or a library in C, or is sealed. */
  static boolean mustChange(Path jar) throws IOException {
    try (JarFile in = new JarFile(jar.toFile())) {
      if (in.getManifest() != null
          && in.getManifest().getMainAttributes().getValue(Attributes.Name.SEALED) != null) {
        return true;
      }
      for (JarEntry entry : Collections.list(in.entries())) {
        if (entry.getName().endsWith(".so")) {
          return true;
        }
        if (entry.getName().endsWith(".class")) {
          try (InputStream stream = in.getInputStream(entry)) {
            byte[] start = stream.readNBytes(8);
            if ((start[6] << 8 | Byte.toUnsignedInt(start[7])) < JAVA_6) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  /**
   * Which JDK Maven ran on is nothing to tell: it would change the image's digest. And a package
   * that is sealed is refused when its classes come from the start-up cache ("already defined").
   */
  private static byte[] withoutBuildToolAndSeal(byte[] manifest) {
    return new String(manifest, StandardCharsets.UTF_8)
        .replaceAll("(?m)^(Build-Tool-Jdk-Spec|Sealed): .*\\R", "")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lift(ClassFile format, byte[] content) {
    ClassModel model = format.parse(content);
    if (model.majorVersion() >= JAVA_6) {
      return RecordMethods.writtenOut(format, content);
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(JAVA_8, 0);
          } else {
            builder.with(element);
          }
        };
    // Methods must pass through the builder, even unchanged: only then are stack maps made.
    byte[] lifted =
        format.transformClass(
            model,
            version.andThen(
                ClassTransform.transformingMethodBodies(
                    (builder, element) -> builder.with(element))));
    List<VerifyError> errors = format.verify(lifted);
    if (!errors.isEmpty()) {
      throw new IllegalStateException(
          "cannot lift " + model.thisClass().asInternalName() + ": " + errors.getFirst());
    }
    return lifted;
  }
}
