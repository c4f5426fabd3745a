package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.runtime.RunContext;
import java.util.List;

/// An agent written in Java: from the conversation to a stream of text and events. It is served
/// with the same sessions, streams and log as any other; its whole answer is one step, which runs
/// again if the process dies amid it.
public interface CustomAgent {

  /// Answers.
  ///
  /// @param conversation what was said, the user's message last
  /// @param speaker says the answer, piece by piece
  void answer(List<Message> conversation, Speaker speaker) throws Exception;

  /// Speaks to whoever looks on.
  interface Speaker {

    /// {@return for whom it works}
    RunContext context();

    /// Adds to the answer.
    void say(String text);

    /// Adds to the readable thoughts.
    void think(String text);

    /// Sends an event of the agent's own; its `type` has a dot in it.
    void emit(Json.Obj event);

    /// {@return the signal that comes when nobody wants the answer any more}
    CancelSignal cancel();
  }
}
