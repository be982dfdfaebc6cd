package dev.custody.schema;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The Javadoc of types and of record components, from the sources, as plain text. */
final class Prose {
  private static final Path SOURCES = Path.of("src/main/java");

  /** By type (nested ones as {@code Outer.Inner}), and by type and component after a hash sign. */
  private final Map<String, String> texts = new HashMap<>();

  private Prose() {}

  /** Parses every source of a package and its subpackages once. */
  static Prose read() {
    Prose prose = new Prose();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(SOURCES)) {
      List<Path> java = sources.filter(p -> p.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(java));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        prose.collect(unit, trees);
      }
      return prose;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(CompilationUnitTree unit, DocTrees trees) {
    new TreePathScanner<@Nullable Void, String>() {
      @Override
      public @Nullable Void visitClass(ClassTree type, String outer) {
        String name = outer + type.getSimpleName();
        TreePath path = getCurrentPath();
        DocCommentTree comment = trees.getDocCommentTree(path);
        if (comment != null) {
          texts.put(name, plain(comment.getFirstSentence()));
          for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof ParamTree param && !param.isTypeParameter()) {
              texts.put(name + "#" + param.getName(), plain(param.getDescription()));
            }
          }
        }
        return super.visitClass(type, name + ".");
      }
    }.scan(unit, unit.getPackageName() + ".");
  }

  private static String plain(List<? extends DocTree> parts) {
    return parts.stream()
        .map(part ->
            switch (part) {
              case LiteralTree literal -> literal.getBody().getBody();
              case LinkTree link -> link.getReference().getSignature().replaceFirst(".*#", "");
              default -> part.toString();
            })
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        // What is null in Java is not there in JSON.
        .replaceAll("\\bnull\\b", "absent")
        .strip();
  }

  /** The first sentence about a type; null where there is none. */
  @Nullable String of(Class<?> type) {
    return texts.get(String.valueOf(type.getCanonicalName()));
  }

  /** What is said of a record component; null where nothing is. */
  @Nullable String of(Class<?> type, String component) {
    return texts.get(type.getCanonicalName() + "#" + component);
  }
}
