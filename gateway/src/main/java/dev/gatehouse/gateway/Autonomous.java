package dev.gatehouse.gateway;

/// Agents with nobody watching: one task, from beginning to end, without a server.
///
///     AutonomousResult result =
///         Autonomous.run(
///             "keeper",
///             "Check the numbers.",
///             AutonomousOptions.of(Gateway.plan().agent("keeper", "You keep the books."))
///                 .withStateDir(Path.of("state")));
///
/// It is the same agent over the same log and tools as behind a server, but what would need a human
/// is denied at once. With a state folder, a call that an earlier process did not live to finish is
/// gone on with, and the agent keeps a state from one run to the next.
public final class Autonomous {

  private Autonomous() {}

  /// Has an agent do a task, and waits for the end of it.
  ///
  /// @param agent the name of an agent of the plan
  /// @param message what to do
  /// @return what came of it, also when the run failed or stopped at a limit
  /// @throws AutonomousException when there is no such agent
  /// @throws InterruptedException when this thread is told to stop; the run stays where it is, and
  ///   the same call with the same state folder goes on with it
  public static AutonomousResult run(String agent, String message, AutonomousOptions options)
      throws InterruptedException {
    try (AutonomousRun run = AutonomousRun.start(agent, message, options)) {
      return run.await();
    }
  }
}
