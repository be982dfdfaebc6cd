package dev.custody.report.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for files in a folder, which may hold anything: bounded in depth and number, without
 * following links.
 *
 * @param endings of the names that are looked for, such as {@code .json}
 * @param depth levels of folders
 * @param most files
 */
record FolderFiles(Set<String> endings, int depth, int most) {
  /** Where steps leave records. */
  static final FolderFiles RECORDS = new FolderFiles(Set.of(".json"), 5, 20_000);

  static final FolderFiles LOGS = new FolderFiles(Set.of(".log"), 10, 5000);

  /** What kubectl printed, and the tree of folders that a must-gather is. */
  static final FolderFiles DUMPS = new FolderFiles(Set.of(".json", ".yaml", ".yml"), 10, 20_000);

  FolderFiles {
    endings = Set.copyOf(endings);
  }

  /**
   * The files by path, with what messages call them.
   *
   * @param problems takes one sentence for everything that could not be looked at
   */
  Map<Path, String> in(Path directory, String name, Consumer<String> problems) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          EnumSet.noneOf(FileVisitOption.class),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()
                  && endings.stream().anyMatch(file.toString()::endsWith)) {
                files.add(file);
              }
              return files.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              problems.accept(because(name + "/" + directory.relativize(file), e));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      problems.accept(because(name, e));
    }
    if (files.size() >= most) {
      problems.accept(
          name
              + ": more than "
              + most
              + " files that end in "
              + String.join(" or ", endings.stream().sorted().toList())
              + "; the rest was not read");
    }
    files.sort(null);
    String prefix = name.endsWith("/") ? name : name + "/";
    Map<Path, String> named = new LinkedHashMap<>();
    files.forEach(file -> named.put(file, prefix + directory.relativize(file)));
    return named;
  }

  /** Why a file could not be read, in one sentence. */
  static String because(String name, IOException e) {
    return name
        + switch (e) {
          case NoSuchFileException _ -> ": no such file";
          case AccessDeniedException _ -> ": permission denied; custody explain says why";
          case FileSystemException f when f.getReason() != null ->
              ": cannot be read: " + f.getReason();
          default -> ": cannot be read: " + e.getMessage();
        };
  }
}
