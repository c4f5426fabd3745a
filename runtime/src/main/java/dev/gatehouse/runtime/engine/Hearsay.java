package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Step.History;
import dev.gatehouse.runtime.team.Office;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the agent of a step hears before its prompt, as the step declares.
final class Hearsay {

  private final Office office;

  Hearsay(Office office) {
    this.office = office;
  }

  List<Message> of(RunSpec spec, FlowState flow, NodeState node, History history) {
    return switch (history) {
      case NONE -> List.of();
      case OWN -> own(spec, flow, node);
      case RUN -> run(flow);
    };
  }

  /// What was said when the same step was done before: in an earlier attempt, iteration or item.
  private List<Message> own(RunSpec spec, FlowState flow, NodeState node) {
    return Optional.ofNullable(flow.trail().runs().get(node.step().id()))
        .flatMap(run -> office.run(spec.session(), run))
        .map(RunState::talk)
        .map(talk -> talk.messages())
        .orElse(List.of());
  }

  private static List<Message> run(FlowState flow) {
    String said =
        flow.nodes().values().stream()
            .filter(node -> node.is(NodeStatus.COMPLETED))
            .filter(node ->
                node.step().node() instanceof Node.AgentNode
                    || node.step().node() instanceof Node.ToolNode)
            .map(node -> "## " + node.path() + "\n" + readable(node.output()))
            .collect(Collectors.joining("\n\n"));
    return said.isEmpty()
        ? List.of()
        : List.of(Message.user("What the steps before yours have brought:\n\n" + said));
  }

  private static String readable(Json value) {
    return value instanceof Json.Str(String text) ? text : value.toString();
  }
}
