package dev.gatehouse.checks.flow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.Converge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rounds of a loop on a slate.
final class NaiveLoop {

  private final Node.LoopNode loop;
  private final List<Json> outputs = new ArrayList<>();
  private final List<Optional<BigDecimal>> scores = new ArrayList<>();
  private int best;

  NaiveLoop(Node.LoopNode loop) {
    this.loop = loop;
  }

  int count() {
    return outputs.size();
  }

  /// Without a score the last one is the best; of equal ones it is the first.
  void add(Json output, Json review) {
    Optional<BigDecimal> score =
        review.at("score").filter(Json.Num.class::isInstance).map(it -> ((Json.Num) it).value());
    outputs.add(output);
    scores.add(score);
    Optional<BigDecimal> top = scores.get(best);
    boolean better =
        count() == 1 || score.isEmpty() || top.isEmpty() || score.get().compareTo(top.get()) > 0;
    best = better ? count() - 1 : best;
  }

  Optional<String> reason() {
    if (count() == 0) {
      return Optional.empty();
    }
    int last = count() - 1;
    Optional<BigDecimal> score = scores.get(last);
    if (loop.until().isPresent()
        && score.isPresent()
        && score.get().compareTo(loop.until().get()) >= 0) {
      return Optional.of("threshold");
    }
    if (loop.converge().contains(Converge.UNCHANGED)
        && last > 0
        && outputs.get(last).equals(outputs.get(last - 1))) {
      return Optional.of("unchanged");
    }
    if (loop.converge().contains(Converge.PLATEAU) && score.isPresent() && last - best >= 2) {
      return Optional.of("plateau");
    }
    return count() == loop.maxIterations() ? Optional.of("max_iterations") : Optional.empty();
  }

  Json output(String reason) {
    return Json.object()
        .put("output", outputs.get(best))
        .put("score", scores.get(best).<Json>map(Json.Num::new).orElse(Json.NULL))
        .put("iterations", count())
        .put("reason", reason)
        .build();
  }
}
