package dev.gatehouse.checks.tidy;

import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What declarations and statements may look like.
final class ShapeRules {
  private static final Set<String> BARE_THROWABLES =
      Set.of("RuntimeException", "Exception", "Error", "Throwable");

  private static final Pattern NUMBER =
      Pattern.compile("%([0-9]+[$])?[-#+0,(]*[0-9]*([.][0-9]+)?[deEfgG]");

  private ShapeRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.forEach(
            "wildcard-import",
            ImportTree.class,
            node -> node.tree().getQualifiedIdentifier().toString().endsWith(".*"),
            "name what you import"),
        Rule.forEach(
            "bare-exception",
            ThrowTree.class,
            node -> throwsBare(node.tree()),
            "throw the exception that says whose problem it is"),
        Rule.forEach(
            "untyped-map",
            ParameterizedTypeTree.class,
            node -> isUntypedMap(node.tree()),
            "use a record or Json"),
        Rule.forEach(
            "boolean-parameter",
            MethodTree.class,
            node -> takes(node, "boolean"),
            "a caller cannot read a boolean; use two methods or a type with two values"),
        Rule.forEach(
            "object-parameter",
            MethodTree.class,
            node -> takes(node, "Object"),
            "name the type that is meant"),
        Rule.forEach(
            "local-digits",
            MethodInvocationTree.class,
            node -> !node.file().isTest() && writesLocalDigits(node.tree()),
            "some languages have digits of their own: use %s, or String.format with Locale.ROOT"));
  }

  private static boolean throwsBare(ThrowTree thrown) {
    return thrown.getExpression() instanceof NewClassTree made
        && BARE_THROWABLES.contains(made.getIdentifier().toString());
  }

  private static boolean isUntypedMap(ParameterizedTypeTree type) {
    var arguments = type.getTypeArguments();
    return type.getType().toString().endsWith("Map")
        && arguments.size() == 2
        && arguments.get(0).toString().equals("String")
        && arguments.get(1).toString().matches("(@Nullable )?Object|\\?");
  }

  /// Whether it writes a number in the way of whoever runs it. A format behind a locale is no first
  /// argument.
  private static boolean writesLocalDigits(MethodInvocationTree call) {
    if (!(call.getMethodSelect() instanceof MemberSelectTree method)) {
      return false;
    }
    return switch (method.getIdentifier().toString()) {
      case "formatted" -> showsNumber(method.getExpression());
      case "format", "printf" ->
          !call.getArguments().isEmpty() && showsNumber(call.getArguments().getFirst());
      default -> false;
    };
  }

  private static boolean showsNumber(ExpressionTree format) {
    return NUMBER.matcher(format.toString()).find();
  }

  private static boolean takes(SourceNode<MethodTree> method, String type) {
    return !method.file().isTest()
        && method.isVisible()
        && !method.isOverride()
        && !isRecordConstructor(method)
        && method.tree().getParameters().stream()
            .anyMatch(parameter -> elementType(parameter.getType()).equals(type));
  }

  private static boolean isRecordConstructor(SourceNode<MethodTree> method) {
    return method.tree().getReturnType() == null
        && method.path().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
  }

  private static String elementType(Tree type) {
    return type instanceof ArrayTypeTree array ? elementType(array.getType()) : type.toString();
  }
}
