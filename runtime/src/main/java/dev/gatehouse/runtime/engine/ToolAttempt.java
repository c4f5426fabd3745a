package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One attempt at running a tool, on a thread of its own, so that it can be given up.
///
/// When its time is over or the run is cancelled, the tool's signal comes and its thread is
/// interrupted. If it still does not return within the grace, it is left alone, and its outcome is
/// unknown.
final class ToolAttempt {

  /// How long a tool that was told to stop may take to return.
  static final Duration GRACE = Duration.ofSeconds(5);

  private ToolAttempt() {}

  static ToolOutcome run(Tool tool, Action.CallTool call, CallContext context, Scope scope) {
    AtomicReference<@Nullable ToolOutcome> outcome = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch news = new CountDownLatch(1);
    Thread worker =
        scope.fork(
            "tool " + call.tool() + " " + call.callId(),
            () -> {
              outcome.set(invoke(tool, call, context));
              done.countDown();
              news.countDown();
            });
    try (CancelSignal.Registration _ = context.runCancel().onCancel(news::countDown)) {
      boolean inTime = await(news, tool.policy().timeout());
      if (done.getCount() > 0) {
        context.stop();
        worker.interrupt();
        await(done, GRACE);
      }
      context.finish();
      return judged(Optional.ofNullable(outcome.get()), call, tool, inTime);
    }
  }

  private static ToolOutcome judged(
      Optional<ToolOutcome> outcome, Action.CallTool call, Tool tool, boolean inTime) {
    if (outcome.isEmpty()) {
      return failed(
          Failure.Code.OUTCOME_UNKNOWN,
          "'" + call.tool() + "' was told to stop and did not within " + GRACE.toSeconds() + " s");
    }
    boolean cutShort =
        outcome.get() instanceof ToolOutcome.Failed failed
            && failed.failure().code() == Failure.Code.CANCELLED;
    return cutShort && !inTime
        ? new ToolOutcome.Failed(repeatable(tool, tooSlow(call, tool)))
        : outcome.get();
  }

  private static Failure tooSlow(Action.CallTool call, Tool tool) {
    return Failure.of(
        Failure.Code.TOOL_TIMEOUT,
        "'"
            + call.tool()
            + "' did not finish within "
            + tool.policy().timeout().toMillis()
            + " ms");
  }

  /// What broke may have taken effect: only a tool that can bear a second call gets one.
  private static Failure repeatable(Tool tool, Failure failure) {
    boolean safe = tool.policy().effect() == Effect.READ || tool.policy().idempotent();
    return new Failure(
        failure.code(), failure.message(), safe, failure.retryAfter(), failure.subCode());
  }

  private static ToolOutcome invoke(Tool tool, Action.CallTool call, CallContext context) {
    try {
      return tool.call(call.input(), context);
    } catch (InterruptedException _) {
      return failed(Failure.Code.CANCELLED, "'" + call.tool() + "' was stopped");
    } catch (Exception broken) {
      return context.cancel().cancelled()
          ? failed(Failure.Code.CANCELLED, "'" + call.tool() + "' was stopped: " + message(broken))
          : new ToolOutcome.Failed(
              repeatable(tool, Failure.of(Failure.Code.TOOL_ERROR, message(broken))));
    } catch (Error broken) {
      return failed(Failure.Code.TOOL_ERROR, "'" + call.tool() + "' broke: " + broken);
    }
  }

  private static String message(Exception broken) {
    String message = broken.getMessage();
    return message == null ? broken.getClass().getSimpleName() : message;
  }

  private static ToolOutcome failed(Failure.Code code, String message) {
    return new ToolOutcome.Failed(Failure.of(code, message));
  }

  private static boolean await(CountDownLatch latch, Duration patience) {
    try {
      return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
