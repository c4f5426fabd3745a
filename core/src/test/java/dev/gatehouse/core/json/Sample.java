package dev.gatehouse.core.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A small sealed tree with a component of every type the codec supports.
sealed interface Sample {

  sealed interface ScalarSample extends Sample {
    record Numbers(int small, long large, double real, BigDecimal exact, boolean truth)
        implements ScalarSample {}

    record Boxes(Integer small, Long large, Double real, Boolean truth) implements ScalarSample {}

    record Times(Instant occurredAt, Duration timeTaken) implements ScalarSample {}

    record Names(String text, Color color, SampleId runId, Rank rank) implements ScalarSample {}

    record Raw(Json any, Json.Obj object, Optional<Json> maybe) implements ScalarSample {}
  }

  sealed interface HoldingSample extends Sample {
    record Maybes(Optional<String> text, Optional<Integer> number, Optional<Point> point)
        implements HoldingSample {}

    record Lists(List<String> texts, List<? extends Sample> samples, Set<Color> colors)
        implements HoldingSample {}

    record Maps(Map<String, Long> counts, Map<SampleId, Point> points, Map<Color, String> names)
        implements HoldingSample {}

    record Tree(Point point, List<Tree> branches) implements HoldingSample {}
  }

  record Empty() implements Sample {}

  record Wrapped(String value) implements Sample {}

  enum Color {
    RED,
    DARK_BLUE
  }

  record SampleId(String value) {
    public SampleId {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("an id is not empty");
      }
    }
  }

  record Rank(int value) {}

  record Point(int x, int y) {}
}
