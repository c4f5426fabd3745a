package dev.gatehouse.gateway;

import dev.gatehouse.runtime.stream.Frame;

/// What a program may want to hear of a run that nobody watches. Every method does nothing unless
/// it is overridden; all are called on the thread that waits for the result.
public interface AutonomousListener {

  /// Hears nothing.
  AutonomousListener NONE = new AutonomousListener() {};

  /// The run is there.
  default void begun(String run, AutonomousResult.Start start) {}

  /// The agent says this. When a turn breaks off and is made again, so is its text: an event tells.
  default void text(String piece) {}

  /// Something happened in the run, or in one below it.
  default void event(Frame.Body.Recorded event) {}

  /// It is over.
  default void ended(AutonomousResult result) {}
}
