package dev.gatehouse.checks.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One Java file: where it lies in the repository, its text, and what the compiler's parser made of
/// it.
record SourceFile(
    String path, String text, CompilationUnitTree unit, DocTrees docs, List<TreePath> paths) {
  static SourceFile of(String path, String text, CompilationUnitTree unit, DocTrees docs) {
    var paths = new ArrayList<TreePath>();
    new Collector().scan(new TreePath(unit), paths);
    return new SourceFile(path, text, unit, docs, List.copyOf(paths));
  }

  /// The folder of the module: the first part of the path.
  String module() {
    return path.substring(0, path.indexOf('/'));
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String folder() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /// Whether this is code that tests: in `src/test`, or in the testkit.
  boolean isTest() {
    return path.contains("/src/test/") || module().equals("testkit");
  }

  String packageName() {
    return Optional.ofNullable(unit.getPackageName()).map(Tree::toString).orElse("");
  }

  Stream<String> topLevelTypes() {
    return unit.getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .map(type -> ((ClassTree) type).getSimpleName().toString());
  }

  <T extends Tree> Stream<SourceNode<T>> nodes(Class<T> kind) {
    return paths.stream()
        .filter(at -> kind.isInstance(at.getLeaf()))
        .map(at -> new SourceNode<>(this, at, kind.cast(at.getLeaf())));
  }

  long start(Tree tree) {
    return docs.getSourcePositions().getStartPosition(unit, tree);
  }

  long end(Tree tree) {
    return docs.getSourcePositions().getEndPosition(unit, tree);
  }

  long lineAt(long position) {
    return position < 0 ? 1 : unit.getLineMap().getLineNumber(position);
  }

  /// The text with every literal blanked, so that a word found in it stands in code or in a
  /// comment.
  String textWithoutLiterals() {
    var blanked = new StringBuilder(text);
    nodes(LiteralTree.class)
        .forEach(literal -> {
          for (int i = (int) start(literal.tree()); i < end(literal.tree()); i++) {
            if (text.charAt(i) != '\n') {
              blanked.setCharAt(i, ' ');
            }
          }
        });
    return blanked.toString();
  }

  private static final class Collector extends TreePathScanner<@Nullable Void, List<TreePath>> {
    @Override
    public @Nullable Void scan(@Nullable Tree tree, List<TreePath> paths) {
      if (tree == null) {
        return null;
      }
      paths.add(new TreePath(getCurrentPath(), tree));
      return super.scan(tree, paths);
    }
  }
}
