package dev.gatehouse.core.expr;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.core.json.Json;
import java.util.List;

/// Prints terms so that they parse to themselves.
final class Printing {

  private Printing() {}

  static String of(Term term) {
    return switch (term) {
      case Term.Literal(var value) -> value.toString();
      case Term.Items(var items) ->
          items.stream().map(Printing::of).collect(joining(", ", "[", "]"));
      case Term.Fact(var path) -> path.toString();
      case Term.Not(var inner) -> "!" + tighter(inner, Binding.NOT);
      case Term.All(var terms) -> joined(terms, " && ", Binding.ALL);
      case Term.Any(var terms) -> joined(terms, " || ", Binding.ANY);
      case Term.Compare(var left, var comparison, var right) ->
          tighter(left, Binding.COMPARE)
              + " "
              + comparison.sign()
              + " "
              + tighter(right, Binding.COMPARE);
      case Term.Matches(var inner, var regex) ->
          tighter(inner, Binding.COMPARE) + " matches " + Json.of(regex.source());
    };
  }

  private static String joined(List<Term> terms, String sign, Binding binding) {
    return terms.stream().map(term -> tighter(term, binding)).collect(joining(sign));
  }

  /// A term inside another needs parentheses unless it binds tighter.
  private static String tighter(Term term, Binding around) {
    boolean bare =
        binding(term).compareTo(around) > 0 || (around == Binding.NOT && term instanceof Term.Not);
    return bare ? of(term) : "(" + of(term) + ")";
  }

  private static Binding binding(Term term) {
    return switch (term) {
      case Term.Any _ -> Binding.ANY;
      case Term.All _ -> Binding.ALL;
      case Term.Compare _, Term.Matches _ -> Binding.COMPARE;
      case Term.Not _ -> Binding.NOT;
      case Term.Literal _, Term.Items _, Term.Fact _ -> Binding.WHOLE;
    };
  }

  /// How tightly a form binds, the loosest first.
  private enum Binding {
    ANY,
    ALL,
    COMPARE,
    NOT,
    WHOLE
  }
}
