package dev.gatehouse.gateway;

/// Agents and workflows with nobody watching: one task, from beginning to end, without a server.
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

  /// Has an agent or a workflow do a task, and waits for the end of it.
  ///
  /// @param worker the name of an agent or a workflow of the plan, as [Worker] reads it
  /// @param message what an agent shall do; what a workflow is given, unless the options say so
  /// @return what came of it, also when the run failed or stopped at a limit
  /// @throws AutonomousException when nobody can do it
  /// @throws InterruptedException when this thread is told to stop; the run stays where it is, and
  ///   the same call with the same state folder goes on with it
  public static AutonomousResult run(String worker, String message, AutonomousOptions options)
      throws InterruptedException {
    try (AutonomousRun run = AutonomousRun.start(worker, message, options)) {
      return run.await();
    }
  }
}
