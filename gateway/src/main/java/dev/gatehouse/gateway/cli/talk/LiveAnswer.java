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

  /// Stops the run. What was said so far stays said.
  void cancel();

  /// {@return the run as the wire shows it}
  Json record();

  @Override
  void close();
}
