package dev.gatehouse.checks.tidy;

import java.util.List;
import java.util.stream.Stream;

/// Every rule that is checked on parsed sources.
final class HouseRules {
  private HouseRules() {}

  static List<Rule> all() {
    return Stream.of(
            NameRules.all(),
            SizeRules.all(),
            ShapeRules.all(),
            TextRules.all(),
            ThreadRules.all(),
            BoundaryRules.all())
        .flatMap(List::stream)
        .toList();
  }
}
