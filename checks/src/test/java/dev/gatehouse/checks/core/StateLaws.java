package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.message.Content.ToolResult;
import dev.gatehouse.core.message.Content.ToolUse;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.Transcript;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.Next;
import dev.gatehouse.core.run.Rebuild;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Open;
import dev.gatehouse.core.run.RunState.Phase;
import dev.gatehouse.core.run.Settle;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.run.ToolCall.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What must hold of a run's state after every step.
final class StateLaws {

  private StateLaws() {}

  static void check(RunState state) {
    Map<String, Action> wanted = Next.of(state);
    assertThat(Settle.of(state)).as("conclusions left to draw").isEmpty();
    checkIdle(state, wanted);
    checkProgress(state, wanted);
    checkReservation(state);
    checkAsked(state);
    checkTranscript(Transcript.mended(state.talk().messages()));
    for (Action action : Rebuild.undispatched(state)) {
      if (action instanceof Action.CallTool call) {
        ClearanceLaws.checkInput(call.input(), call.clearance().digests());
      }
    }
  }

  /// A run that begins later waits for its time and for nothing else.
  private static void checkIdle(RunState state, Map<String, Action> wanted) {
    boolean queued = state.control().phase() == Phase.QUEUED;
    if (queued && state.spec().request().due().isPresent()) {
      assertThat(wanted.keySet()).as("wanted before it begins").containsExactly("wait.start");
      assertThat(state.open().keySet()).as("open before it begins").containsExactly("wait.start");
      return;
    }
    boolean idle = wanted.isEmpty() && state.open().isEmpty() && state.children().isEmpty();
    assertThat(idle).as("idle exactly when over or queued").isEqualTo(queued || state.ended());
  }

  /// Nobody is asked about a call that is over, and nothing that was said goes unheard.
  private static void checkAsked(RunState state) {
    for (RunState.Question question : state.questions().values()) {
      ToolCall call = state.calls().get(question.callId());
      assertThat(call).as("the call of " + question).isNotNull();
      assertThat(Objects.requireNonNull(call).status()).isNotInstanceOf(Status.Finished.class);
    }
    if (state.control().ending().filter(Ending.Completed.class::isInstance).isPresent()) {
      assertThat(state.talk().steered()).as("unheard by a run that is content").isEmpty();
    }
  }

  /// What strangers wrote is never forgotten.
  static void checkTaint(RunState before, RunState after) {
    if (before.talk().tainted()) {
      assertThat(after.talk().tainted()).as("still tainted").isTrue();
    }
  }

  /// A run that works waits for more than the end of its time.
  private static void checkProgress(RunState state, Map<String, Action> wanted) {
    boolean works = state.control().phase() == Phase.RUNNING && state.control().ending().isEmpty();
    if (works) {
      assertThat(wanted.keySet())
          .as("something to wait for")
          .anyMatch(id -> !id.equals("wait.deadline"));
    }
  }

  private static void checkReservation(RunState state) {
    boolean asking =
        state.open().values().stream()
            .filter(open -> isModel(open.ref().id()))
            .anyMatch(open -> open.mark() == Mark.DISPATCHED || open.mark() == Mark.STOPPING);
    if (!asking) {
      assertThat(state.spent().reserved())
          .as("reserved while no model is asked")
          .isEqualTo(Cost.ZERO);
    }
  }

  private static boolean isModel(String id) {
    return id.startsWith("compact-") || (id.startsWith("turn-") && id.endsWith(".model"));
  }

  /// What is decided and not begun comes back from the state as it was decided.
  static void checkRebuild(RunState state) {
    Map<String, Action> wanted = Next.of(state);
    for (Action action : Rebuild.undispatched(state)) {
      assertThat(action).isEqualTo(wanted.get(action.ref().id()));
    }
    assertThat(Rebuild.undispatched(state).stream().map(Action::ref).toList())
        .containsExactlyElementsOf(
            state.open().values().stream()
                .filter(open -> open.mark() == Mark.DECIDED)
                .map(Open::ref)
                .toList());
  }

  /// A conversation every provider takes.
  static void checkTranscript(List<Message> messages) {
    Set<String> answered = new HashSet<>();
    for (int index = 0; index < messages.size(); index++) {
      Message message = messages.get(index);
      Role before = index == 0 ? Role.ASSISTANT : messages.get(index - 1).role();
      assertThat(message.role()).as("neighbours").isNotEqualTo(before);
      List<String> asked = index == 0 ? List.of() : uses(messages.get(index - 1));
      assertThat(results(message))
          .as("results of the uses before")
          .containsExactlyInAnyOrderElementsOf(asked);
      asked.forEach(id -> assertThat(answered.add(id)).as("one use of id " + id).isTrue());
    }
    if (!messages.isEmpty()) {
      assertThat(messages.getLast().role())
          .as("the model is asked, not prompted")
          .isNotEqualTo(Role.ASSISTANT);
    }
  }

  private static List<String> uses(Message message) {
    return message.content().stream()
        .filter(ToolUse.class::isInstance)
        .map(block -> ((ToolUse) block).id())
        .toList();
  }

  private static List<String> results(Message message) {
    return message.content().stream()
        .filter(ToolResult.class::isInstance)
        .map(block -> ((ToolResult) block).id())
        .toList();
  }
}
