package dev.gatehouse.core.expr;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;

/// Evaluates terms over facts. Every method is total.
record Evaluation(Json.Obj facts) {

  static Evaluation of(Json.Obj facts) {
    return new Evaluation(facts);
  }

  boolean holds(Term term) {
    return Values.isTrue(value(term));
  }

  Json value(Term term) {
    return switch (term) {
      case Term.Literal(var value) -> value;
      case Term.Items(var items) -> Json.array(items.stream().map(this::value).toList());
      case Term.Fact(var path) -> path.in(facts);
      case Term.Not(var inner) -> Json.of(!holds(inner));
      case Term.All(var terms) -> Json.of(terms.stream().allMatch(this::holds));
      case Term.Any(var terms) -> Json.of(terms.stream().anyMatch(this::holds));
      case Term.Compare(var left, var comparison, var right) ->
          Json.of(comparison.holds(value(left), value(right)));
      case Term.Matches(var inner, var regex) ->
          Json.of(
              value(inner) instanceof Json.Str(var text)
                  && text.length() <= Patterns.MAX_TEXT
                  && regex.compiled().test(text));
    };
  }

  boolean canJudge(Term term) {
    return switch (term) {
      case Term.Literal _, Term.Fact _ -> true;
      case Term.Items(var items) -> items.stream().allMatch(this::canJudge);
      case Term.Not(var inner) -> canJudge(inner);
      case Term.All(var terms) -> terms.stream().allMatch(this::canJudge);
      case Term.Any(var terms) -> terms.stream().allMatch(this::canJudge);
      case Term.Compare(var left, _, var right) -> canJudge(left) && canJudge(right);
      case Term.Matches(var inner, _) ->
          canJudge(inner)
              && !(value(inner) instanceof Json.Str(var text) && text.length() > Patterns.MAX_TEXT);
    };
  }
}
