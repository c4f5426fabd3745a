package dev.gatehouse.runtime.team;

import dev.gatehouse.core.spi.Tool;
import java.util.List;

/// The tools of an agent that leads others. An agent has them when its `tools` name `run_agent`.
public final class Team {

  private final Office office;

  /// A team that works through an office.
  public Team(Office office) {
    this.office = office;
  }

  /// {@return the tools}
  public List<Tool> tools() {
    return List.of(
        new RunAgentTool(office), new BackgroundResultTool(office), new SendMessageTool(office));
  }
}
