package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.Optional;

/// An answer on its way. Read by one thread; any thread may cancel it.
public interface LiveAnswer extends AutoCloseable {

  /// {@return the run that gives it}
  String run();

  /// Takes the next bit, and waits for it a while. After [Shown.Ended] nothing more comes.
  ///
  /// @return the bit; empty when patience ran out
  /// @throws UsageException when the way to the answer is lost for good
  Optional<Shown> next(Duration patience) throws InterruptedException;

  /// Answers a question the run asks.
  void choose(String question, String choice);

  /// Gives a human's word on a call that waits for one.
  ///
  /// @return why it does not count; empty when it does
  Optional<String> decide(Shown.ApprovalWanted wanted, Word word);

  /// Stops the run. What was said so far stays said.
  void cancel();

  /// {@return the run as the wire shows it}
  Json record();

  @Override
  void close();

  /// What a human says to a call.
  sealed interface Word {

    /// Yes, this once.
    record Once() implements Word {}

    /// Yes, and to calls of this tool for the rest of the session.
    record Session() implements Word {}

    /// Yes, but with other arguments.
    record Edited(Json input) implements Word {}

    /// No.
    ///
    /// @param reason what the model is told
    record No(Optional<String> reason) implements Word {}
  }
}
