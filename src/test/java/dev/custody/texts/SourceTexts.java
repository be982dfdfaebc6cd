package dev.custody.texts;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The texts in the Java sources: messages, help and the first sentences of Javadoc, taken from the
 * syntax tree, so that no text can be left out of the list by forgetting to name it.
 */
final class SourceTexts {
  /** Two words in a row; names of options, keys and patterns have none. */
  private static final Pattern SENTENCE = Pattern.compile("[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}");

  private SourceTexts() {}

  /** One text, and the file and the kind of place it stands in. */
  record Text(Path file, Kind kind, String words) {
    @Override
    public String toString() {
      return file + ": " + (kind == Kind.JAVADOC ? "/** " : "") + words;
    }
  }

  /** Who meets a text: the user of the program or the reader of the code. */
  enum Kind {
    MESSAGE,
    JAVADOC
  }

  /** Every text below a directory, in the order of files and lines. */
  static List<Text> below(Path directory) throws IOException {
    List<Text> texts = new ArrayList<>();
    parse(
        directory,
        (unit, trees) ->
            new Scanner(Path.of(unit.getSourceFile().getName()), trees, texts).scan(unit, null));
    return texts;
  }

  /** Every string literal below a directory, each with its file: {@code Main.java: the literal}. */
  static List<String> literals(Path directory) throws IOException {
    List<String> literals = new ArrayList<>();
    parse(
        directory,
        (unit, _) ->
            new TreeScanner<@Nullable Void, String>() {
              @Override
              public @Nullable Void visitLiteral(LiteralTree literal, String file) {
                if (literal.getValue() instanceof String text) {
                  literals.add(file + ": " + text);
                }
                return null;
              }
            }.scan(unit, Path.of(unit.getSourceFile().getName()).getFileName().toString()));
    return literals;
  }

  private static void parse(Path directory, BiConsumer<CompilationUnitTree, DocTrees> reader)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(directory)) {
      List<Path> java =
          sources
              .filter(p -> p.toString().endsWith(".java"))
              .sorted(Comparator.naturalOrder())
              .toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(java));
      DocTrees trees = DocTrees.instance(task);
      task.parse().forEach(unit -> reader.accept(unit, trees));
    }
  }

  private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Path file;
    private final DocTrees trees;
    private final List<Text> texts;

    Scanner(Path file, DocTrees trees, List<Text> texts) {
      this.file = file;
      this.trees = trees;
      this.texts = texts;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      javadoc();
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      javadoc();
      return super.visitMethod(method, null);
    }

    private void javadoc() {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        StringBuilder sentence = new StringBuilder();
        comment.getFirstSentence().forEach(sentence::append);
        add(Kind.JAVADOC, sentence.toString());
      }
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void unused) {
      if (literal.getValue() instanceof String text) {
        add(Kind.MESSAGE, text);
      }
      return null;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree sum, @Nullable Void unused) {
      String template = template(sum);
      if (sum.getKind() != Tree.Kind.PLUS || template.replace("…", "").isBlank()) {
        return super.visitBinary(sum, null);
      }
      add(Kind.MESSAGE, template);
      return null;
    }

    /** The text that an expression makes, with … for each value that is only known at run time. */
    private static String template(ExpressionTree expression) {
      return switch (expression) {
        case LiteralTree literal when literal.getValue() instanceof String text -> text;
        case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
            template(sum.getLeftOperand()) + template(sum.getRightOperand());
        case ParenthesizedTree inner -> template(inner.getExpression());
        case ConditionalExpressionTree choice ->
            "["
                + template(choice.getTrueExpression())
                + "|"
                + template(choice.getFalseExpression())
                + "]";
        default -> "…";
      };
    }

    private void add(Kind kind, String text) {
      String words = text.replaceAll("\\s+", " ").strip();
      if (SENTENCE.matcher(words).find()) {
        texts.add(new Text(file, kind, words));
      }
    }
  }
}
