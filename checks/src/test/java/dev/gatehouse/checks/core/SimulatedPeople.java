package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.approval.Approver;
import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent.Decision;
import dev.gatehouse.core.event.FlowEvent.Kind;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Question;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.run.ToolCall.Status;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.RandomReplies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The humans and the client around a run: they answer what they are asked, what they are not asked
/// and what somebody else has answered.
final class SimulatedPeople {

  private static final List<Approver> APPROVERS =
      List.of(
          new Approver("ann", "ann", Set.of("user")),
          new Approver("bob", "bob", Set.of("operator")),
          new Approver("eve", "eve", Set.of("admin")));

  private final Draw draw;
  private final SimulatedEngine engine;

  SimulatedPeople(Draw draw, SimulatedEngine engine) {
    this.draw = draw;
    this.engine = engine;
  }

  private RunState state() {
    return engine.journal().state();
  }

  /// {@return whether anything waits for one of them}
  boolean areAsked() {
    return !state().questions().isEmpty() || !tickets().isEmpty() || !atClient().isEmpty();
  }

  /// Somebody says something.
  void speak() {
    switch (draw.below(3)) {
      case 0 -> answer();
      case 1 -> approve();
      default -> callBack();
    }
  }

  /// Somebody says something that was asked for, most likely.
  void reply() {
    if (!state().questions().isEmpty()) {
      answer();
    } else if (!tickets().isEmpty()) {
      approve();
    } else {
      callBack();
    }
  }

  private void answer() {
    Optional<Question> open = state().questions().values().stream().findFirst();
    String question = open.map(Question::id).orElse("quest_unheard_of");
    Resolution resolution =
        draw.oneOf(List.of(Resolution.ANSWERED, Resolution.ANSWERED, Resolution.DECLINED));
    Json said =
        open.filter(one -> one.kind() == Kind.ELICITATION).isPresent()
            ? Json.obj("size", Json.of(draw.below(9)))
            : Json.of(draw.oneOf(List.of("rerun", "done", "give_up", "perhaps")));
    Optional<Json> answer =
        resolution == Resolution.ANSWERED && draw.chance(0.95)
            ? Optional.of(said)
            : Optional.empty();
    engine.post(new RunInput.Answer(question, resolution, answer, "ann"));
  }

  private void approve() {
    List<Ticket> open = tickets();
    Optional<Ticket> ticket = open.isEmpty() ? Optional.empty() : Optional.of(draw.oneOf(open));
    String approval = ticket.map(Ticket::id).orElse("appr_1");
    Result result = engine.post(word(approval));
    if (ticket.filter(one -> engine.now().isBefore(one.expires())).isEmpty()) {
      assertThat(result).as("nobody asks, or not any more").isInstanceOf(Result.Refused.class);
    }
    if (result instanceof Result.Stepped && draw.chance(0.3)) {
      assertThat(engine.post(word(approval)))
          .as("a second answer")
          .isInstanceOf(Result.Refused.class);
    }
  }

  private RunInput word(String approval) {
    Decision decision =
        draw.oneOf(
            List.of(
                Decision.APPROVED,
                Decision.APPROVED,
                Decision.APPROVED,
                Decision.DENIED,
                draw.oneOf(List.of(Decision.values()))));
    return new RunInput.Approve(
        approval,
        decision,
        draw.oneOf(APPROVERS),
        draw.chance(0.3) ? Optional.of(draw.words()) : Optional.empty(),
        draw.chance(0.2) ? Optional.of(Json.obj("path", Json.of(draw.words()))) : Optional.empty(),
        draw.chance(0.2) ? Optional.of(grant()) : Optional.empty());
  }

  private static Grant grant() {
    return new Grant(
        "grant_1",
        Grant.Scope.SESSION,
        "write",
        "schema",
        Optional.empty(),
        "clerk",
        "ann",
        Instant.EPOCH,
        Optional.empty());
  }

  /// The client says how a call went, with the right nonce more often than not.
  private void callBack() {
    List<ToolCall> waiting = atClient();
    String call = waiting.isEmpty() ? "call_0" : draw.oneOf(waiting).id();
    String nonce = draw.chance(0.8) ? SimulatedWorld.nonce(call) : "guess";
    Result result = engine.post(new RunInput.ClientAnswered(call, nonce, RandomReplies.tool(draw)));
    if (waiting.isEmpty() || nonce.equals("guess")) {
      assertThat(result).as("an answer to nothing").isInstanceOf(Result.Refused.class);
    }
  }

  private List<Ticket> tickets() {
    List<Ticket> open = new ArrayList<>();
    for (ToolCall call : state().calls().values()) {
      if (call.status() instanceof Status.Approving waiting) {
        open.add(waiting.ticket());
      }
    }
    return open;
  }

  private List<ToolCall> atClient() {
    return state().calls().values().stream()
        .filter(call -> call.status() instanceof Status.AtClient)
        .toList();
  }
}
