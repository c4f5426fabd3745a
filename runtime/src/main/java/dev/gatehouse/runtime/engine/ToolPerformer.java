package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.Scope;
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

  /// A larger result goes to the blob store, and its start to the log.
  static final int MAX_RESULT_BYTES = 256 * 1024;

  private static final int SHOWN_UNITS = 60_000;

  private final Catalog catalog;
  private final SchemaValidator schemas;
  private final BlobStore blobs;
  private final LiveStreams streams;
  private final Scope scope;
  private final RateLimits rates;

  /// A performer over a catalog.
  public ToolPerformer(
      Catalog catalog,
      SchemaValidator schemas,
      BlobStore blobs,
      LiveStreams streams,
      Scope scope,
      InstantSource clock) {
    this.catalog = catalog;
    this.schemas = schemas;
    this.blobs = blobs;
    this.streams = streams;
    this.scope = scope;
    this.rates = new RateLimits(clock);
  }

  void perform(Job<Action.CallTool> job) {
    Action.CallTool call = job.action();
    Optional<Tool> tool = catalog.tool(call.tool());
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
    CallContext context = new CallContext(job, key, streams.of(job.spec().root()));
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

  private void end(
      Job<Action.CallTool> job, ToolOutcome outcome, long millis, Optional<Isolation> sandbox) {
    Optional<String> blob = Optional.empty();
    ToolOutcome shown = outcome;
    if (outcome instanceof ToolOutcome.Ok ok) {
      byte[] bytes = JsonWriter.bytes(ok.value());
      if (bytes.length > MAX_RESULT_BYTES) {
        blob = Optional.of(blobs.put(bytes));
        shown = new ToolOutcome.Ok(start(ok.value(), bytes.length), ok.images());
      }
    }
    job.tell(
        new RunInput.ToolEnded(
            job.action().ref(),
            shown,
            millis,
            blob,
            ThreadLocalRandom.current().nextDouble(),
            sandbox));
  }

  private static Json start(Json value, int bytes) {
    String text = value instanceof Json.Str plain ? plain.value() : value.toString();
    return Json.of(
        text.substring(0, Math.min(SHOWN_UNITS, text.length()))
            + "\n[cut: the whole result has "
            + bytes
            + " bytes]");
  }

  void probe(Job<Action.ProbeTool> job) {
    Action.ProbeTool probe = job.action();
    String key = job.spec().id() + ":" + probe.callId();
    Optional<ToolOutcome> found;
    try {
      Tool tool =
          catalog
              .tool(probe.tool())
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
