package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.approval.Waiters;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.stream.LiveStreams;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The one dispatcher of tools: looks the tool up, checks that what cleared the call still holds,
/// keeps the tool's rate, records the dispatch, runs it within its time, and posts how it ended.
public final class ToolPerformer {

  private final Toolbox tools;
  private final ToolJudge judge;
  private final Desk desk;
  private final Scope scope;
  private final InstantSource clock;
  private final RateLimits rates;

  /// What a tool reaches through its context.
  public record Desk(LiveStreams streams, Artifacts artifacts, Waiters waiters, Ids ids) {}

  ToolPerformer(Toolbox tools, ToolJudge judge, Desk desk, Scope scope, InstantSource clock) {
    this.tools = tools;
    this.judge = judge;
    this.desk = desk;
    this.scope = scope;
    this.clock = clock;
    this.rates = new RateLimits(clock);
  }

  void judge(Job<Action.JudgeTool> job) {
    judge.judge(job);
  }

  void perform(Job<Action.CallTool> job) {
    Action.CallTool call = job.action();
    Optional<Toolbox.Known> known = tools.find(call.tool(), call.callId(), job.run());
    Optional<String> voided = known.flatMap(tool -> judge.voided(job, tool));
    if (voided.isPresent()) {
      tellOrClose(job, new RunInput.ClearanceStale(call.ref(), voided.get()));
      return;
    }
    Optional<Failure> refusal =
        known.isEmpty() ? Optional.of(unknown(call)) : tooOften(known.get());
    if (refusal.isPresent()) {
      end(job, new ToolOutcome.Failed(refusal.get()), 0, Optional.empty());
    } else if (call.location().equals(ToolCall.CLIENT)) {
      offer(job, known.get());
    } else {
      run(job, known.get().tool().orElseThrow());
    }
  }

  private void offer(Job<Action.CallTool> job, Toolbox.Known known) {
    tellOrClose(
        job,
        new RunInput.ClientOffered(
            job.action().ref(),
            desk.ids().nonce(),
            clock.instant().plus(known.policy().timeout())));
  }

  private static void tellOrClose(Job<Action.CallTool> job, RunInput input) {
    if (!job.tell(input)) {
      job.close();
    }
  }

  private void run(Job<Action.CallTool> job, Tool tool) {
    Action.CallTool call = job.action();
    String key = job.spec().id() + ":" + call.callId();
    if (!job.tell(new RunInput.ToolStarting(call.ref(), key))) {
      job.close();
      return;
    }
    long begin = System.nanoTime();
    CallContext context = new CallContext(job, key, desk);
    ToolOutcome outcome = ToolAttempt.run(tool, call, context, scope);
    end(job, outcome, (System.nanoTime() - begin) / 1_000_000, tool.isolation());
  }

  private Optional<Failure> tooOften(Toolbox.Known tool) {
    int most = tool.policy().callsPerMinute();
    return rates.admits(tool.spec().name(), most)
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                Failure.Code.TOOL_RATE_LIMITED,
                "'"
                    + tool.spec().name()
                    + "' may be called "
                    + most
                    + " times a minute; try again later"));
  }

  private static Failure unknown(Action.CallTool call) {
    return Failure.of(
        Failure.Code.UNKNOWN_TOOL, "tool '" + call.tool() + "' is not configured any more");
  }

  private void end(
      Job<Action.CallTool> job, ToolOutcome outcome, long millis, Optional<Isolation> sandbox) {
    Action.CallTool call = job.action();
    Spill spill = Spill.of(outcome, call.tool(), job.spec().session(), desk.artifacts());
    job.tell(
        new RunInput.ToolEnded(
            call.ref(),
            spill.shown(),
            millis,
            spill.artifact(),
            ThreadLocalRandom.current().nextDouble(),
            call.policy().results() == ToolPolicy.Results.UNTRUSTED,
            sandbox));
  }

  void probe(Job<Action.ProbeTool> job) {
    Action.ProbeTool probe = job.action();
    String key = job.spec().id() + ":" + probe.callId();
    Optional<ToolOutcome> found;
    try {
      Tool tool =
          tools
              .find(probe.tool(), probe.callId(), job.run())
              .flatMap(Toolbox.Known::tool)
              .orElseThrow(() -> new IllegalStateException("tool '" + probe.tool() + "' is gone"));
      found = tool.probe(probe.input(), key);
    } catch (Exception broken) {
      if (broken instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      found =
          Optional.of(
              new ToolOutcome.Failed(
                  Failure.of(
                      Failure.Code.OUTCOME_UNKNOWN,
                      "whether '"
                          + probe.tool()
                          + "' took effect is unknown: its probe failed: "
                          + broken.getMessage())));
    }
    job.tell(new RunInput.ToolProbed(probe.ref(), found));
  }
}
