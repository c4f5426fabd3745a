package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads what a frame shows to a person.
final class FrameReading {

  private FrameReading() {}

  /// @param run the run that is watched; what its children say is their own affair, but what they
  ///   want to be allowed is not
  static Optional<Shown> of(String run, Frame frame) {
    return switch (frame.body()) {
      case Body.Said said when said.run().equals(run) ->
          Optional.of(
              switch (said.voice()) {
                case TEXT -> new Shown.Text(said.text());
                case THINKING -> new Shown.Thought(said.text());
              });
      case Body.Output output -> Optional.of(new Shown.ToolPrinted(output.tool(), output.text()));
      case Body.ToolsChanged(String of, ToolSource.Change change) when of.equals(run) ->
          Optional.of(
              new Shown.Noted(
                  "the tools of %s %s: %s"
                      .formatted(
                          change.source(),
                          change.available() ? "are back" : "are out of reach",
                          change.reason())));
      case Body.Again again when again.run().equals(run) ->
          Optional.of(new Shown.Voided("the turn is shown again"));
      case Body.Recorded recorded when recorded.event() instanceof ApprovalEvent approval ->
          approval(recorded.run(), approval);
      case Body.Recorded recorded when recorded.run().equals(run) -> recorded(recorded.event());
      case Body.Said _,
          Body.Arguments _,
          Body.Custom _,
          Body.ToolsChanged _,
          Body.Again _,
          Body.Recorded _ ->
          Optional.empty();
    };
  }

  private static Optional<Shown> approval(String run, ApprovalEvent event) {
    return Optional.ofNullable(
        switch (event) {
          case ApprovalEvent.ApprovalRequested asked -> wanted(run, asked.ticket());
          case ApprovalEvent.ApprovalResolved resolved ->
              new Shown.Aside(
                  PolicyLines.settled(
                      resolved.decision().name().toLowerCase(Locale.ROOT), resolved.by()));
          case ApprovalEvent.ApprovalReminded _,
              ApprovalEvent.ApprovalEscalated _,
              ApprovalEvent.TicketMinted _ ->
              null;
        });
  }

  private static Shown wanted(String run, Ticket ticket) {
    return new Shown.ApprovalWanted(
        ticket.id(),
        run,
        new Shown.ToolBegan(ticket.callId(), ticket.tool(), ticket.input().toString()),
        ticket.cause().message(),
        PolicyLines.risk(ticket.cause().risk(), ticket.tainted()),
        ticket.terms().standing());
  }

  private static Shown judged(ToolEvent.ToolCallJudged judged) {
    return new Shown.Aside(
        judged.findings().stream()
            .map(finding ->
                PolicyLines.finding(
                    finding.action().wire(), judged.tool(), finding.code(), finding.message()))
            .collect(Collectors.joining("; ")));
  }

  private static Optional<Shown> recorded(Event event) {
    return Optional.ofNullable(
        switch (event) {
          case ModelEvent.ModelReplied _ -> new Shown.TurnDone();
          case ModelEvent.ModelCutOff _ -> new Shown.TurnDone();
          case ModelEvent.ModelFailed failed -> new Shown.Voided(failed.failure().message());
          case ModelEvent.ModelCallDispatched call when call.takeover().isPresent() ->
              new Shown.Noted(call.model() + " answers instead");
          case ModelEvent.ContextCompacted _ ->
              new Shown.Noted("the start of the conversation was summed up");
          case ToolEvent.ToolCallRequested call ->
              new Shown.ToolBegan(call.callId(), call.tool(), call.input().toString());
          case ToolEvent.ToolCallFinished call ->
              new Shown.ToolEnded(
                  call.callId(),
                  call.tool(),
                  fault(call.outcome()),
                  Duration.ofMillis(call.millis()));
          case ToolEvent.ToolCallJudged judged when !judged.findings().isEmpty() -> judged(judged);
          case ToolEvent.ClientCallOffered offer ->
              new Shown.Noted(PolicyLines.offered(offer.tool()));
          case RunEvent.ChildStarted child ->
              new Shown.Aside(PolicyLines.began(child.agent(), child.task()));
          case RunEvent.ChildEnded child ->
              new Shown.Aside(PolicyLines.ended(child.child(), child.status()));
          case NodeEvent.NodeFinished node when !node.path().isEmpty() ->
              new Shown.Aside(
                  PolicyLines.node(
                      node.path(),
                      node.status().wire(),
                      node.millis(),
                      node.error().map(Failure::message)));
          case NodeEvent.NodeSkipped node ->
              new Shown.Aside(node.path() + " skipped: " + node.reason());
          case FlowEvent.QuestionAsked asked ->
              new Shown.Asked(asked.question(), asked.prompt(), asked.choices());
          case RunEvent.LimitReached limit ->
              new Shown.Noted(
                  "stopped at a limit: %s is %s of at most %s"
                      .formatted(
                          limit.limit().wire(),
                          limit.reached().toPlainString(),
                          limit.max().toPlainString()));
          case RunEvent.RunCompleted done -> new Shown.Ended(Outcome.of(done.stop()), "");
          case RunEvent.RunCancelled cancelled ->
              new Shown.Ended(Outcome.CANCELLED, cancelled.reason());
          case RunEvent.RunFailed failed ->
              new Shown.Ended(Outcome.FAILED, failed.failure().message());
          default -> null;
        });
  }

  private static Optional<Shown.Fault> fault(ToolOutcome outcome) {
    return outcome instanceof ToolOutcome.Failed(var failure)
        ? Optional.of(new Shown.Fault(failure.code().wire(), failure.message()))
        : Optional.empty();
  }
}
