package dev.gatehouse.runtime.approval;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.spi.ToolContext.Reply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// The threads of running tools that wait for a human's answer. The questions themselves stand in
/// the log; when the process goes away, so do the calls that asked them.
public final class Replies {

  private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();

  /// Says that somebody is about to wait. To be called before the question is asked.
  public void expect(String question) {
    waiting.put(question, new CompletableFuture<>());
  }

  /// Waits for the answer.
  ///
  /// @throws InterruptedException when the waiting thread is interrupted
  public Reply await(String question) throws InterruptedException {
    CompletableFuture<Reply> reply = waiting.get(question);
    if (reply == null) {
      throw new IllegalStateException("nobody expects an answer to '" + question + "'");
    }
    try {
      return reply.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an answer does not fail", impossible);
    } finally {
      waiting.remove(question);
    }
  }

  /// Forgets a question that was not asked after all.
  public void forget(String question) {
    waiting.remove(question);
  }

  /// Hears of an event that has become durable.
  public void heard(Event event) {
    if (event instanceof FlowEvent.QuestionResolved resolved) {
      CompletableFuture<Reply> reply = waiting.get(resolved.question());
      if (reply != null) {
        reply.complete(new Reply(resolved.resolution(), resolved.answer()));
      }
    }
  }
}
