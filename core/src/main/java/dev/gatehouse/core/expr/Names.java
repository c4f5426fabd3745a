package dev.gatehouse.core.expr;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// Collects the first names of the paths in a term.
final class Names {

  private final Set<String> found = new TreeSet<>();

  private Names() {}

  static Set<String> in(Term term) {
    var names = new Names();
    names.collect(term);
    return Collections.unmodifiableSet(names.found);
  }

  private void collect(Term term) {
    switch (term) {
      case Term.Literal _ -> {}
      case Term.Path(var root, _) -> found.add(root);
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
