package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.McpChannel.Loss;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A request that waits for its answer, and what came in for it meanwhile. Filled by the thread
/// that reads the channel, emptied by the one that asked; the reader never waits.
final class PendingCall {

  private static final int MAX_WAITING = 256;

  private final long id;
  private final String method;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<RpcMessage> said = new ArrayDeque<>();
  private @Nullable Step ending;

  PendingCall(long id, String method) {
    this.id = id;
    this.method = method;
  }

  long id() {
    return id;
  }

  String method() {
    return method;
  }

  /// What happens to a request.
  sealed interface Step {

    /// The server said something about it, or asked something for it.
    record Said(RpcMessage message) implements Step {}

    /// It was answered.
    record Answered(Json.Obj result) implements Step {}

    /// The server refused it.
    record Refused(RpcMessage.RpcError error) implements Step {}

    /// It will not be answered.
    record Lost(Loss loss) implements Step {}
  }

  /// Takes what the server said.
  ///
  /// @return false when too much waits already
  boolean say(RpcMessage message) {
    lock.lock();
    try {
      if (ending != null || said.size() >= MAX_WAITING) {
        return false;
      }
      said.add(message);
      news.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends it; only the first ending counts.
  void end(Step how) {
    lock.lock();
    try {
      if (ending == null) {
        ending = how;
        news.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for what happens next.
  ///
  /// @return nothing when the time is over
  Optional<Step> next(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (said.isEmpty() && ending == null && left > 0) {
        left = news.awaitNanos(left);
      }
      RpcMessage message = said.poll();
      return message != null ? Optional.of(new Step.Said(message)) : Optional.ofNullable(ending);
    } finally {
      lock.unlock();
    }
  }

  /// {@return how it ended, if it has}
  Optional<Step> ending() {
    lock.lock();
    try {
      return Optional.ofNullable(ending);
    } finally {
      lock.unlock();
    }
  }
}
