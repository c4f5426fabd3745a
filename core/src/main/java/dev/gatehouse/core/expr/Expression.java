package dev.gatehouse.core.expr;

import static java.util.stream.Collectors.toCollection;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A condition over facts, such as `channel == 'web' && args.path matches '\.env$'`.
///
/// | form | meaning |
/// |---|---|
/// | `args.files[0].name`, `args["odd name"]` | a path into the facts; what is missing is `null` |
/// | `'raw'` `"with \n escapes"` `12.5` `true` `null` `[1, 2]` | literals; `''` in raw text is one quote |
/// | `==` `!=` | same value; numbers by amount, so `1 == 1.0` |
/// | `<` `<=` `>` `>=` | order of two numbers or two texts; anything else is `false` |
/// | `a in b`, `b contains a` | an item of a list, a member's name of an object, a part of a text |
/// | `a matches 'regex'` | RE2, anywhere in the text; the pattern is a literal |
/// | `!` `&&` `\|\|` and parentheses | as usual, binding in this order |
///
/// A value counts as true unless it is `null`, `false`, `0`, or an empty text, list or object.
/// Evaluation never throws and never loops: it visits each part of an expression at most once, and
/// both length and depth of an expression are bounded. Immutable; equal when they mean the same
/// tree.
public final class Expression {

  /// The longest expression in characters.
  public static final int MAX_LENGTH = 4_096;

  /// How deep parentheses, lists and negations may nest.
  public static final int MAX_DEPTH = 32;

  private static final Json.Obj NOTHING = Json.object().build();

  private final Term root;

  Expression(Term root) {
    this.root = root;
  }

  /// Reads an expression.
  ///
  /// @throws ExpressionException when it is none, naming the position and what was expected there
  public static Expression parse(String text, Patterns patterns) {
    return new Expression(Grammar.parse(text, patterns));
  }

  /// {@return whether it holds}
  public boolean test(Json.Obj facts) {
    return Evaluation.of(facts).holds(root);
  }

  /// {@return what it yields}
  public Json value(Json.Obj facts) {
    return Evaluation.of(facts).value(root);
  }

  /// {@return whether every text that a `matches` looks at is short enough to be judged}
  ///
  /// A longer text never matches. A rule that must not be passed by padding asks this first.
  public boolean canJudge(Json.Obj facts) {
    return Evaluation.of(facts).canJudge(root);
  }

  /// {@return the first names of all paths, so that a misspelt fact can be refused early}
  public Set<String> names() {
    return paths().stream().map(FactPath::root).collect(toCollection(TreeSet::new));
  }

  /// {@return all paths, so that one that leads nowhere can be refused early}
  public Set<FactPath> paths() {
    return PathsOfTerm.in(root);
  }

  /// {@return the path that it is, when it is one and nothing else}
  public Optional<FactPath> path() {
    return root instanceof Term.Fact(var path) ? Optional.of(path) : Optional.empty();
  }

  /// {@return what it yields whatever the facts are, when it asks for none}
  public Optional<Json> constant() {
    return paths().isEmpty() ? Optional.of(value(NOTHING)) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression that && root.equals(that.root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  /// {@return a text that parses to an equal expression}
  @Override
  public String toString() {
    return Printing.of(root);
  }
}
