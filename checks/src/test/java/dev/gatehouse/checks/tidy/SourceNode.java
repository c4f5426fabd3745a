package dev.gatehouse.checks.tidy;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.TreePath;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/// One node of a parsed file, with the questions that the rules ask of it.
record SourceNode<T extends Tree>(SourceFile file, TreePath path, T tree) {
  TidyFinding finding(String rule, String advice) {
    return new TidyFinding(rule, file.path(), line(), subject(), advice);
  }

  long line() {
    return file.lineAt(file.start(tree));
  }

  long lines() {
    return file.lineAt(file.end(tree)) - line() + 1;
  }

  /// A name for people and for exemptions: the declared name, or the source as written.
  String subject() {
    return switch (tree) {
      case ClassTree type -> type.getSimpleName().toString();
      case MethodTree method -> method.getName().toString();
      default -> tree.toString().lines().findFirst().orElse("").strip();
    };
  }

  boolean hasDoc() {
    return file.docs().getDocComment(path) != null;
  }

  boolean isOverride() {
    return hasAnnotation("Override");
  }

  boolean hasAnnotation(String simpleName) {
    return modifiers().getAnnotations().stream()
        .anyMatch(found -> lastWord(found.getAnnotationType().toString()).equals(simpleName));
  }

  /// Whether code in other packages can see this type or method: it and all around it are public.
  boolean isVisible() {
    return enclosing()
        .allMatch(at ->
            switch (at.getLeaf()) {
              case ClassTree type -> isPublic(at, type.getModifiers());
              case MethodTree method ->
                  at.getLeaf().equals(tree) && isPublic(at, method.getModifiers());
              case BlockTree _ -> false;
              default -> true;
            });
  }

  private Stream<TreePath> enclosing() {
    return Stream.iterate(path, at -> at.getParentPath() != null, TreePath::getParentPath);
  }

  private static boolean isPublic(TreePath at, ModifiersTree modifiers) {
    var flags = modifiers.getFlags();
    return flags.contains(Modifier.PUBLIC)
        || (isInterface(at.getParentPath().getLeaf()) && !flags.contains(Modifier.PRIVATE));
  }

  private static boolean isInterface(Tree tree) {
    return tree.getKind() == Kind.INTERFACE || tree.getKind() == Kind.ANNOTATION_TYPE;
  }

  private ModifiersTree modifiers() {
    return switch (tree) {
      case ClassTree type -> type.getModifiers();
      case MethodTree method -> method.getModifiers();
      default -> throw new IllegalStateException("\"" + subject() + "\" has no modifiers");
    };
  }

  private static String lastWord(String dotted) {
    return dotted.substring(dotted.lastIndexOf('.') + 1);
  }
}
