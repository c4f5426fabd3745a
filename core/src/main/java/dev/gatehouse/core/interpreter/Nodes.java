package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What all nodes have in common: how they begin, end, and are tried again.
final class Nodes {

  /// The finer code of a failure that no further agent can mend.
  static final String NO_AGENT = "no_capable_agent";

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  /// The attempt of a node that never began.
  private static final Optional<Integer> NEVER = Optional.of(0);

  private Nodes() {}

  static Event started(String path, Step step, int attempt) {
    return new NodeEvent.NodeStarted(path, step.id(), attempt, step.node().kind(), agent(step));
  }

  private static Optional<String> agent(Step step) {
    return switch (step.node()) {
      case Node.AgentNode(Who.Named(String agent), _, _) -> Optional.of(agent);
      case Node.ManagerNode manager -> Optional.of(manager.agent());
      default -> Optional.empty();
    };
  }

  /// Begins a node that lies in another one, unless somebody wants it not to be done.
  static Event begin(FlowState flow, NodeState parent, String key) {
    String path = parent.child(key);
    Step step = Layout.child(flow, parent, key).orElseThrow().step();
    return Optional.ofNullable(flow.orders().skips().get(path))
        .<Event>map(
            skip -> new NodeEvent.NodeSkipped(path, step.id(), skip.reason(), skip.by(), NEVER))
        .orElseGet(() -> started(path, step, 1));
  }

  static Event over(FlowState flow, NodeState node, NodeStatus status, NodeOutcome outcome) {
    return new NodeEvent.NodeFinished(
        node.path(),
        node.step().id(),
        node.tries().attempt(),
        status,
        outcome.yielded(),
        outcome.broken(),
        node.spend(),
        Duration.between(node.times().began(), flow.now()).toMillis());
  }

  /// {@return what a node that is over has brought}
  static NodeOutcome outcome(NodeState node) {
    return node.error().isPresent() && !node.is(NodeStatus.SKIPPED)
        ? new NodeOutcome.Broken(node.error().get())
        : new NodeOutcome.Yielded(node.output());
  }

  /// {@return whether a node that is over stands in the way of what it lies in}
  static boolean failed(NodeState node) {
    return node.is(NodeStatus.FAILED) || node.is(NodeStatus.CANCELLED);
  }

  /// {@return the failure of a node, with its name}
  static Failure failure(NodeState node) {
    Failure cause =
        node.error().orElseGet(() -> Failure.of(Failure.Code.CANCELLED, "it was cancelled"));
    String named = "step '" + node.step().id() + "'";
    boolean known = node.key().startsWith("@") || cause.message().startsWith("step '");
    return known
        ? cause
        : new Failure(
            cause.code(),
            named + ": " + cause.message(),
            cause.retryable(),
            cause.retryAfter(),
            cause.subCode());
  }

  /// {@return how long to wait before the next attempt, when there is to be one}
  static Optional<Duration> backoff(NodeState node, Failure failure) {
    if (mayFailOver(node, failure)) {
      return Optional.of(Duration.ZERO);
    }
    Step.Retry retry = node.step().options().retry();
    boolean worth =
        retry.on().isEmpty()
            || retry.on().contains(failure.code().wire())
            || failure.subCode().filter(retry.on()::contains).isPresent();
    if (!worth || node.tries().attempt() >= retry.attempts() || ownRetries(node)) {
      return Optional.empty();
    }
    Duration doubled = retry.backoff().multipliedBy(1L << (node.tries().attempt() - 1));
    return Optional.of(doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled);
  }

  /// A step that any capable agent may do is done by the next one when the first fails.
  private static boolean mayFailOver(NodeState node, Failure failure) {
    boolean routed =
        node.step().node() instanceof Node.AgentNode(Who.Capable _, _, _)
            && failure.code() != Failure.Code.CANCELLED
            && node.times().rung() == NodeState.Rung.NOTHING
            && failure.subCode().filter(NO_AGENT::equals).isEmpty();
    return routed && node.tries().attempt() < Step.Retry.MAX_ATTEMPTS;
  }

  /// A tool's call is made again by the call itself, under the same idempotency key.
  private static boolean ownRetries(NodeState node) {
    return node.step().node() instanceof Node.ToolNode;
  }

  static String text(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /// {@return a text for a prompt: strings as they are, anything else as JSON}
  static String readable(Json value) {
    return value instanceof Json.Str(String text) ? text : value.toString();
  }

  static List<NodeState> live(List<NodeState> nodes) {
    return nodes.stream().filter(node -> !node.isOver()).toList();
  }
}
