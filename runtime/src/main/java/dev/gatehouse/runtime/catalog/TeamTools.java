package dev.gatehouse.runtime.catalog;

import java.util.List;

/// The names of the tools that every gateway has for agents which lead others or work for a
/// workflow. No catalog lists them: an agent has those that its own list names.
public final class TeamTools {

  /// The names.
  public static final List<String> NAMES =
      List.of(
          "run_agent",
          "get_background_result",
          "send_message",
          "choose_branch",
          "finish_workflow",
          "read_board",
          "write_board",
          "post_message",
          "read_messages");

  private TeamTools() {}
}
