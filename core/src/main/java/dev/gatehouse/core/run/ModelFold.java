package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.ModelEvent.Cause;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.Progress.Call;
import dev.gatehouse.core.run.Progress.Report;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.Talk.Context;
import dev.gatehouse.core.run.Talk.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Folds what passes between a run and its model.
final class ModelFold {

  private static final int MAX_COMPACTION_ATTEMPTS = 3;

  private ModelFold() {}

  static RunState apply(RunState state, ModelEvent event, Stamp stamp) {
    return switch (event) {
      case ModelEvent.ModelCallDispatched call ->
          OpenActions.mark(state, Next.model(call.turn(), call.attempt()), Mark.DISPATCHED)
              .with(state.spent().reserving(call.reserved()))
              .with(
                  state.progress().calling(new Call(call.model(), stamp.pos(), Optional.empty())));
      case ModelEvent.ModelReplied reply -> replied(state, reply);
      case ModelEvent.ModelCutOff cut -> cutOff(state, cut);
      case ModelEvent.ModelFailed failed -> failed(state, failed, stamp.at());
      case ModelEvent.RetryPlanned plan ->
          state.with(state.progress().at(new Stage.Backoff(plan.attempt(), plan.at())));
      case ModelEvent.BudgetRefused refused -> OpenActions.closeModel(state, refused.turn());
      case ModelEvent.OutputRejected rejected -> rejected(state, rejected);
      case ModelEvent.CompactionRequested wish -> wanted(state, wish);
      case ModelEvent.CompactionDispatched call ->
          OpenActions.mark(state, Next.compaction(call.number(), call.attempt()), Mark.DISPATCHED)
              .with(state.spent().reserving(call.reserved()));
      case ModelEvent.ContextCompacted done -> compacted(state, done);
      case ModelEvent.CompactionFailed failed -> notCompacted(state, failed);
    };
  }

  private static RunState replied(RunState state, ModelEvent.ModelReplied reply) {
    RunState heard =
        OpenActions.close(state, Next.model(reply.turn(), reply.attempt()))
            .with(state.spent().settling(reply.usage(), reply.cost()))
            .with(heard(state.talk(), reply))
            .with(
                state.progress().reporting(new Report(reply.turn(), reply.usage(), reply.stop())));
    if (reply.stop() == StopReason.TOOL_USE) {
      return heard.with(heard.progress().at(new Stage.Calls()));
    }
    if (!heard.talk().steered().isEmpty()) {
      return RunFold.nextTurn(heard);
    }
    return ChildDecide.hasBackground(heard)
        ? heard.with(heard.progress().at(new Stage.Gather()))
        : resting(heard, new Ending.Completed(reply.stop()));
  }

  private static Talk heard(Talk talk, ModelEvent.ModelReplied reply) {
    return talk.saying(appended(talk.messages(), Role.ASSISTANT, reply.content()))
        .with(talk.context().sized(reply.usage().total()));
  }

  private static RunState cutOff(RunState state, ModelEvent.ModelCutOff cut) {
    Talk talk = state.talk();
    return OpenActions.close(state, Next.model(cut.turn(), cut.attempt()))
        .with(state.spent().settling(cut.usage(), cut.cost()))
        .with(talk.saying(appended(talk.messages(), Role.ASSISTANT, cut.content())))
        .with(state.progress().at(new Stage.Rest()));
  }

  private static RunState failed(RunState state, ModelEvent.ModelFailed failed, Instant at) {
    Progress now = state.progress();
    Optional<Instant> since = now.failingSince().or(() -> Optional.of(at));
    boolean ours = failed.failure().subCode().filter(LossDecide.RESTART::equals).isPresent();
    int failures = now.failures() + (ours ? 0 : 1);
    ActionRef ref = Next.model(failed.turn(), failed.attempt());
    boolean asked =
        RunDecide.isOpen(state, ref, Mark.DISPATCHED)
            || RunDecide.isOpen(state, ref, Mark.STOPPING);
    Call last = now.call();
    Call call =
        asked ? new Call(last.model(), last.pos(), Optional.of(failed.failure().code())) : last;
    Progress next =
        now.at(new Stage.Ask(failed.attempt() + 1))
            .calling(call)
            .failing(failures, ours ? now.failingSince() : since);
    if (failed.plan() == ModelEvent.Plan.FAILOVER) {
      next = next.leaving(failed.model());
    }
    return OpenActions.close(state, Next.model(failed.turn(), failed.attempt()))
        .with(state.spent().settling(failed.usage(), failed.cost()))
        .with(next);
  }

  private static RunState rejected(RunState state, ModelEvent.OutputRejected rejected) {
    String findings = String.join("\n", rejected.findings());
    Message complaint =
        Message.user(
            "The answer does not satisfy the required JSON Schema:\n"
                + findings
                + "\nAnswer again with the corrected JSON value and nothing else.");
    List<Message> all = new ArrayList<>(state.talk().messages());
    all.add(complaint);
    return RunFold.nextTurn(
        state
            .with(state.control().withoutEnding())
            .with(state.talk().saying(List.copyOf(all)))
            .with(state.progress().repairing()));
  }

  private static RunState wanted(RunState state, ModelEvent.CompactionRequested wish) {
    boolean rescue = wish.cause() == Cause.RESCUE;
    int thenAsk = state.progress().stage() instanceof Stage.Ask ask ? ask.attempt() : 1;
    Context context = state.talk().context();
    Context counted =
        context.shortening(wish.number()).rescued(context.rescues() + (rescue ? 1 : 0));
    return OpenActions.closeModel(state, state.progress().turn())
        .with(counted)
        .with(state.progress().at(new Stage.Compacting(wish.number(), 1, thenAsk, rescue)));
  }

  private static RunState compacted(RunState state, ModelEvent.ContextCompacted done) {
    Context shorter =
        state.talk().context().summarised(new Summary(done.summary(), done.through()));
    return afterCompaction(state, done.number())
        .with(state.spent().settling(done.usage(), done.cost()))
        .with(shorter);
  }

  /// A lost attempt is made again, a failed one at the threshold is given up, a failed rescue ends
  /// the run. What ends because the run does is tried again, should the run ever go on.
  private static RunState notCompacted(RunState state, ModelEvent.CompactionFailed failed) {
    RunState settled = state.with(state.spent().settling(failed.usage(), failed.cost()));
    if (!(state.progress().stage() instanceof Stage.Compacting now)) {
      return OpenActions.closeCompaction(settled, failed.number());
    }
    RunState closed = OpenActions.closeCompaction(settled, failed.number());
    boolean again = failed.failure().retryable() && failed.attempt() < MAX_COMPACTION_ATTEMPTS;
    if (again || state.control().ending().isPresent()) {
      return closed.with(
          closed
              .progress()
              .at(
                  new Stage.Compacting(
                      now.number(), failed.attempt() + 1, now.thenAsk(), now.rescue())));
    }
    if (now.rescue()) {
      Failure reason = Failure.of(Failure.Code.CONTEXT_TOO_LONG, failed.failure().message());
      return resting(closed, new Ending.Failed(reason, Optional.empty()));
    }
    return afterCompaction(closed, failed.number()).with(closed.talk().context().givenUp());
  }

  private static RunState afterCompaction(RunState state, int number) {
    RunState closed = OpenActions.closeCompaction(state, number);
    return closed.progress().stage() instanceof Stage.Compacting now
        ? closed.with(closed.progress().at(new Stage.Ask(now.thenAsk())))
        : closed;
  }

  static RunState resting(RunState state, Ending ending) {
    return state.with(state.progress().at(new Stage.Rest())).with(state.control().ending(ending));
  }

  private static List<Message> appended(List<Message> messages, Role role, List<Content> content) {
    if (content.isEmpty()) {
      return messages;
    }
    List<Message> all = new ArrayList<>(messages);
    all.add(new Message(role, content));
    return List.copyOf(all);
  }
}
