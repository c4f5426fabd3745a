package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A workflow run as it goes, in this process or on a server. Used by one thread, but cancelled by
/// any.
public interface FlowFeed extends AutoCloseable {

  /// {@return the id of the run}
  String run();

  /// {@return the events of the wire that have come; none when none comes for a while}
  List<Json> next(Duration patience) throws InterruptedException;

  /// {@return whether there is no more to come}
  boolean ended();

  /// Answers a question, or declines to.
  ///
  /// @return why the answer does not count, when it does not
  Optional<String> answer(String question, Optional<Json> value);

  /// Stops the run for good.
  void cancel();

  /// {@return the run as `GET /runs/{id}` shows it}
  Json record();

  @Override
  void close();
}
