package dev.gatehouse.core.expr;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.function.Predicate;

/// The tree of an expression.
sealed interface Term {

  /// A value that stands there.
  record Literal(Json value) implements Term {}

  /// A list of terms.
  record Items(List<Term> items) implements Term {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// What stands in the facts.
  record Fact(FactPath path) implements Term {}

  /// Not.
  record Not(Term term) implements Term {}

  /// All of them hold.
  record All(List<Term> terms) implements Term {
    public All {
      terms = List.copyOf(terms);
    }
  }

  /// One of them holds.
  record Any(List<Term> terms) implements Term {
    public Any {
      terms = List.copyOf(terms);
    }
  }

  /// Two values compared.
  record Compare(Term left, Comparison comparison, Term right) implements Term {}

  /// A text against a pattern.
  record Matches(Term term, Regex regex) implements Term {}

  /// A pattern; two of the same source are the same.
  record Regex(String source, Predicate<String> compiled) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Regex that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
      return source.hashCode();
    }
  }

  /// How two values are compared.
  enum Comparison {
    EQUAL("=="),
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    IN("in"),
    CONTAINS("contains");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    boolean holds(Json left, Json right) {
      return switch (this) {
        case EQUAL -> Values.same(left, right);
        case UNEQUAL -> !Values.same(left, right);
        case LESS -> Values.ordered(left, right, order -> order < 0);
        case AT_MOST -> Values.ordered(left, right, order -> order <= 0);
        case GREATER -> Values.ordered(left, right, order -> order > 0);
        case AT_LEAST -> Values.ordered(left, right, order -> order >= 0);
        case IN -> Values.contains(right, left);
        case CONTAINS -> Values.contains(left, right);
      };
    }
  }
}
