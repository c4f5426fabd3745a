package dev.gatehouse.core.expr;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// Collects the paths in a term.
final class PathsOfTerm {

  private final Set<FactPath> found = new LinkedHashSet<>();

  private PathsOfTerm() {}

  static Set<FactPath> in(Term term) {
    var paths = new PathsOfTerm();
    paths.collect(term);
    return Collections.unmodifiableSet(paths.found);
  }

  private void collect(Term term) {
    switch (term) {
      case Term.Literal _ -> {}
      case Term.Fact(var path) -> found.add(path);
      case Term.Items(var items) -> items.forEach(this::collect);
      case Term.Not(var inner) -> collect(inner);
      case Term.All(var terms) -> terms.forEach(this::collect);
      case Term.Any(var terms) -> terms.forEach(this::collect);
      case Term.Compare(var left, _, var right) -> {
        collect(left);
        collect(right);
      }
      case Term.Matches(var inner, _) -> collect(inner);
    }
  }
}
