package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.stream.LiveStreams;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// The one dispatcher of tools: looks the tool up, checks the arguments against its schema, keeps
/// its rate, records the dispatch, runs it within its time, and posts how it ended.
public final class ToolPerformer {

  private final SchemaValidator schemas;
  private final Artifacts artifacts;
  private final Toolbox tools;
  private final LiveStreams streams;
  private final Scope scope;
  private final RateLimits rates;

  /// A performer over a catalog.
  public ToolPerformer(
      Catalog catalog,
      SchemaValidator schemas,
      Artifacts artifacts,
      LiveStreams streams,
      Scope scope,
      InstantSource clock) {
    this.schemas = schemas;
    this.artifacts = artifacts;
    this.tools = new Toolbox(catalog, artifacts);
    this.streams = streams;
    this.scope = scope;
    this.rates = new RateLimits(clock);
  }

  void perform(Job<Action.CallTool> job) {
    Action.CallTool call = job.action();
    Optional<Tool> tool = tools.find(call.tool(), job.spec().agent());
    Optional<Failure> refusal =
        tool.isEmpty() ? Optional.of(unknown(call)) : refusal(tool.get(), call);
    if (refusal.isPresent()) {
      end(job, new ToolOutcome.Failed(refusal.get()), 0, Optional.empty());
      return;
    }
    String key = job.spec().id() + ":" + call.callId();
    if (!job.tell(new RunInput.ToolStarting(call.ref(), key))) {
      job.close();
      return;
    }
    long begin = System.nanoTime();
    CallContext context = new CallContext(job, key, streams.of(job.spec().root()), artifacts);
    ToolOutcome outcome = ToolAttempt.run(tool.orElseThrow(), call, context, scope);
    end(job, outcome, (System.nanoTime() - begin) / 1_000_000, tool.get().isolation());
  }

  private Optional<Failure> refusal(Tool tool, Action.CallTool call) {
    List<SchemaValidator.Violation> violations =
        schemas.validate(tool.spec().inputSchema(), call.input());
    if (!violations.isEmpty()) {
      String findings =
          violations.stream()
              .map(finding -> "'" + finding.pointer() + "': " + finding.message())
              .collect(Collectors.joining("; "));
      return Optional.of(
          Failure.of(
              Failure.Code.INVALID_ARGUMENTS,
              "the arguments of '" + call.tool() + "' do not fit its schema: " + findings));
    }
    return rates.admits(call.tool(), tool.policy().callsPerMinute())
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                Failure.Code.TOOL_RATE_LIMITED,
                "'"
                    + call.tool()
                    + "' may be called "
                    + tool.policy().callsPerMinute()
                    + " times a minute; try again later"));
  }

  private static Failure unknown(Action.CallTool call) {
    return Failure.of(
        Failure.Code.UNKNOWN_TOOL, "tool '" + call.tool() + "' is not configured any more");
  }

  private void end(Job<Action.CallTool> job, ToolOutcome outcome, long millis) {
    Spill spill = Spill.of(outcome, job.action().tool(), job.spec().session(), artifacts);
    job.tell(
        new RunInput.ToolEnded(
            job.action().ref(),
            spill.shown(),
            millis,
            spill.artifact(),
            ThreadLocalRandom.current().nextDouble()));
  }

  void probe(Job<Action.ProbeTool> job) {
    Action.ProbeTool probe = job.action();
    String key = job.spec().id() + ":" + probe.callId();
    Optional<ToolOutcome> found;
    try {
      Tool tool =
          tools
              .find(probe.tool(), job.spec().agent())
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
