package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a model's answer means: tools to call, an answer to send back, or the end.
final class ReplyDecide {

  private static final RunInput.Treatment UNKNOWN =
      new RunInput.Treatment(ToolPolicy.STANDARD, "backend");

  private ReplyDecide() {}

  static List<Event> replied(
      RunState state, RunInput.ModelEnded ended, ModelOutcome.Replied reply) {
    int turn = state.progress().turn();
    List<Content> content = uniqueIds(state, reply.content());
    StopReason stop = stop(reply);
    List<Event> events = new ArrayList<>();
    events.add(
        new ModelEvent.ModelReplied(
            turn,
            ended.ref().attempt(),
            content,
            stop,
            reply.usage(),
            ended.cost(),
            reply.model()));
    if (stop == StopReason.TOOL_USE) {
      events.addAll(requests(content, ended, turn));
    } else if (!ended.findings().isEmpty() && isLast(state, stop)) {
      events.addAll(rejected(state, ended, reply.usage(), stop));
    }
    return events;
  }

  /// Some servers announce tool calls and then make none: such a turn is a plain answer.
  private static StopReason stop(ModelOutcome.Replied reply) {
    boolean calls = reply.content().stream().anyMatch(Content.ToolUse.class::isInstance);
    return reply.stop() == StopReason.TOOL_USE && !calls ? StopReason.END_TURN : reply.stop();
  }

  /// Only the answer a run would end with has to satisfy the schema.
  private static boolean isLast(RunState state, StopReason stop) {
    return stop.isWhole()
        && state.control().ending().isEmpty()
        && state.talk().steered().isEmpty()
        && !ChildDecide.hasBackground(state);
  }

  private static List<Event> rejected(
      RunState state, RunInput.ModelEnded ended, Usage usage, StopReason stop) {
    int turn = state.progress().turn();
    if (state.progress().repairs() == 0) {
      return List.of(new ModelEvent.OutputRejected(turn, ended.findings()));
    }
    Failure failure =
        Failure.of(
            Failure.Code.OUTPUT_INVALID,
            "the answer does not satisfy the output schema after one repair: "
                + String.join("; ", ended.findings()));
    return List.of(
        new RunEvent.TurnEnded(turn, usage, stop),
        new RunEvent.RunBroke(failure, Optional.of(state.progress().call().pos())));
  }

  private static List<Event> requests(List<Content> content, RunInput.ModelEnded ended, int turn) {
    List<Event> wishes = new ArrayList<>();
    List<Event> refusals = new ArrayList<>();
    int index = 0;
    for (Content block : content) {
      if (block instanceof Content.ToolUse use) {
        RunInput.Treatment known = ended.tools().getOrDefault(use.name(), UNKNOWN);
        wishes.add(
            new ToolEvent.ToolCallRequested(
                use.id(), use.name(), use.input(), turn, index, known.policy(), known.location()));
        ToolCall.Place place = new ToolCall.Place(turn, index++, known.location());
        ToolCall call = ToolCall.wished(use.id(), use.name(), use.input(), place, known.policy());
        refusal(use, ended)
            .ifPresent(failure -> refusals.add(call.ours(new ToolOutcome.Failed(failure))));
      }
    }
    wishes.addAll(refusals);
    return wishes;
  }

  private static Optional<Failure> refusal(Content.ToolUse use, RunInput.ModelEnded ended) {
    if (!ended.tools().containsKey(use.name())) {
      return Optional.of(
          Failure.of(
              Failure.Code.UNKNOWN_TOOL,
              "there is no tool '" + use.name() + "'; use one of those offered"));
    }
    return use.malformed()
        .map(raw ->
            Failure.of(
                Failure.Code.INVALID_ARGUMENTS,
                "the arguments of '" + use.name() + "' are not a JSON object: " + cut(raw)));
  }

  private static String cut(String raw) {
    return raw.length() <= 200 ? raw : raw.substring(0, 200) + "…";
  }

  private static List<Content> uniqueIds(RunState state, List<Content> content) {
    CallNames names = CallNames.of(state);
    return content.stream()
        .map(block -> block instanceof Content.ToolUse use ? named(use, names) : block)
        .toList();
  }

  private static Content named(Content.ToolUse use, CallNames names) {
    return new Content.ToolUse(names.next(use.id()), use.name(), use.input(), use.malformed());
  }
}
