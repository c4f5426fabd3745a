package dev.gatehouse.gateway.cli.flow;

import dev.gatehouse.core.json.Json;

/// Shows the run of a workflow to a person. Used by one thread.
public interface FlowScreen {

  /// Shows an event of the wire.
  void show(Json event);

  /// A moment passed in which nothing came.
  void tick();

  /// Nothing more comes, or a person is about to be asked: what is shown stays.
  void settle();
}
