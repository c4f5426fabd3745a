package dev.gatehouse.runtime.team;

import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Changes.Spawned;
import dev.gatehouse.runtime.team.BackgroundResultTool.Followers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Speaks to a task: one at work hears it before its next turn, one that has ended is taken up
/// again where it stopped, as a new task in the background.
final class SendMessageTool implements Tool {

  static final String NAME = "send_message";

  private static final RecordCodec<SendMessage> CODEC = RecordCodec.of(SendMessage.class);

  private final Office office;

  @Doc(
      "Says something to a task you have started. A task that has ended goes on with it, as a new"
          + " task with another id.")
  record SendMessage(
      @Doc("The task's id") String taskId, @Doc("What it shall know or do") String message) {}

  SendMessageTool(Office office) {
    this.office = office;
  }

  @Override
  public ToolSpec spec() {
    return Specs.of(NAME, SendMessage.class);
  }

  @Override
  public ToolPolicy policy() {
    return ToolPolicy.STANDARD;
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) {
    SendMessage wish = CODEC.decode(input);
    RunState leader = office.run(context.sessionId(), context.runId()).orElseThrow();
    Optional<RunState> found = Followers.find(office, leader, wish.taskId());
    if (found.isEmpty()) {
      return Followers.unknown(wish.taskId());
    }
    RunState task = found.get();
    if (!task.ended()) {
      RunInput.Steer steer =
          new RunInput.Steer(
              List.of(Message.user(wish.message())),
              leader.spec().agent().name(),
              leader.talk().tainted());
      Result heard = office.post(context.sessionId(), new Changes.Tell(task.spec().id(), steer));
      if (heard instanceof Result.Stepped) {
        return ToolOutcome.ok(status("heard", task.spec().id()));
      }
    }
    return resumed(wish, leader, task, context);
  }

  private ToolOutcome resumed(
      SendMessage wish, RunState leader, RunState task, ToolContext context) {
    List<Message> all = new ArrayList<>(task.talk().messages());
    all.add(Message.user(wish.message()));
    RunSpec old = task.spec();
    RunSpec spec =
        new RunSpec(
            new RunSpec.Origin(
                Ids.runOf(context.idempotencyKey()),
                old.root(),
                old.session(),
                Optional.of(leader.spec().id()),
                RunSpec.Kind.SUBAGENT,
                old.origin().depth()),
            old.owner(),
            old.agent(),
            old.limits(),
            RunSpec.Request.of(all, office.now()));
    return switch (office.post(
        context.sessionId(),
        new Changes.Spawn(
            spec,
            context.callId(),
            wish.message(),
            Attachment.BACKGROUND,
            office.catalog().mostLive(leader.spec().agent().name())))) {
      case Spawned.Refused(String why) -> ToolOutcome.error(why);
      case Spawned.Stale _ -> ToolOutcome.error("run '" + old.id() + "' is not wanted any more");
      case Spawned.Begun _ -> ToolOutcome.ok(status("resumed", spec.id()));
    };
  }

  private static Json status(String status, String task) {
    return Json.obj("status", Json.of(status), "task_id", Json.of(task));
  }
}
