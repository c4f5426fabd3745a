package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.Converge;
import dev.gatehouse.core.workflow.Node.LoopNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// The same steps again and again, until the score is good enough, nothing gets better, or there
/// have been enough. The best iteration is what it yields, and the reason why it ended.
final class LoopAdvance {

  /// So many iterations without a better score are a plateau.
  private static final int PLATEAU = 2;

  private LoopAdvance() {}

  static Move of(FlowState flow, NodeState node, LoopNode loop) {
    Course.Rounds rounds = rounds(node);
    if (rounds.reason().isPresent()) {
      return Move.yielding(output(rounds, rounds.reason().get()));
    }
    int number = rounds.rounds().size() + 1;
    Optional<NodeState> round = flow.node(node.child(String.valueOf(number)));
    if (round.isEmpty()) {
      return Move.on(Nodes.begin(flow, node, String.valueOf(number)));
    }
    if (!round.get().isOver()) {
      return Move.WAIT;
    }
    if (Nodes.failed(round.get())) {
      return Move.broken(Nodes.failure(round.get()));
    }
    if (loop.critic().isEmpty()) {
      return Move.on(iterated(flow, node, loop, round.get(), round.get().output()));
    }
    Optional<NodeState> critic = flow.node(node.child(Layout.critic(number)));
    if (critic.isEmpty()) {
      return Move.on(Nodes.begin(flow, node, Layout.critic(number)));
    }
    if (!critic.get().isOver()) {
      return Move.WAIT;
    }
    return Nodes.failed(critic.get())
        ? Move.broken(Nodes.failure(critic.get()))
        : Move.on(iterated(flow, node, loop, round.get(), critic.get().output()));
  }

  /// A loop that has come to something does not lose it to its time limit or its budget.
  static Optional<NodeOutcome> rescue(NodeState node, Failure failure) {
    Course.Rounds rounds = rounds(node);
    if (!(node.step().node() instanceof LoopNode) || rounds.rounds().isEmpty()) {
      return Optional.empty();
    }
    boolean budget = failure.subCode().filter("budget_exceeded"::equals).isPresent();
    boolean late = node.times().rung() == NodeState.Rung.TIMEOUT;
    return budget || late
        ? Optional.of(new NodeOutcome.Yielded(output(rounds, late ? "deadline" : "budget")))
        : Optional.empty();
  }

  private static Course.Rounds rounds(NodeState node) {
    return node.course() instanceof Course.Rounds rounds ? rounds : Course.Rounds.NONE;
  }

  private static NodeEvent iterated(
      FlowState flow, NodeState node, LoopNode loop, NodeState round, Json review) {
    Course.Rounds before = rounds(node);
    int number = before.rounds().size() + 1;
    Optional<BigDecimal> score =
        review.at("score").filter(Json.Num.class::isInstance).map(it -> ((Json.Num) it).value());
    Optional<String> feedback = review.at("feedback").flatMap(Json::text);
    Optional<BigDecimal> top = before.rounds().isEmpty() ? Optional.empty() : before.top().score();
    boolean better =
        before.rounds().isEmpty()
            || score.isEmpty()
            || top.isEmpty()
            || score.get().compareTo(top.get()) > 0;
    int best = better ? number : before.best();
    Course.Round now =
        new Course.Round(round.output(), score, feedback, NodeScope.calls(flow, round.path()));
    return new NodeEvent.LoopIterated(
        node.path(),
        number,
        score,
        feedback,
        best,
        reason(loop, before, now, best),
        node.attempt());
  }

  private static Optional<String> reason(
      LoopNode loop, Course.Rounds before, Course.Round now, int best) {
    int number = before.rounds().size() + 1;
    if (loop.until().isPresent()
        && now.score().filter(score -> score.compareTo(loop.until().get()) >= 0).isPresent()) {
      return Optional.of("threshold");
    }
    List<Course.Round> rounds = before.rounds();
    if (!rounds.isEmpty()) {
      Course.Round last = rounds.getLast();
      if (loop.converge().contains(Converge.UNCHANGED) && same(last.output(), now.output())) {
        return Optional.of("unchanged");
      }
      if (loop.converge().contains(Converge.REPEATED_CALLS)
          && now.calls().isPresent()
          && now.calls().equals(last.calls())) {
        return Optional.of("repeated_calls");
      }
      boolean scored = now.score().isPresent();
      if (loop.converge().contains(Converge.PLATEAU) && scored && number - best >= PLATEAU) {
        return Optional.of("plateau");
      }
    }
    return number >= loop.maxIterations() ? Optional.of("max_iterations") : Optional.empty();
  }

  private static boolean same(Json one, Json other) {
    return one.canonical().equals(other.canonical());
  }

  private static Json output(Course.Rounds rounds, String reason) {
    Course.Round top = rounds.top();
    return Json.object()
        .put("output", top.output())
        .put("score", top.score().<Json>map(Json.Num::new).orElse(Json.NULL))
        .put("iterations", rounds.rounds().size())
        .put("reason", reason)
        .build();
  }
}
