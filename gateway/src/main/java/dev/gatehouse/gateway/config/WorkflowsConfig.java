package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Doc;
import java.util.List;
import java.util.Optional;

/// Where workflows lie, and how they are run.
public record WorkflowsConfig(
    @Doc(
            "The folder of the workflows, one `.yaml`, `.yml` or `.json` document each; none when"
                + " absent.")
        Optional<String> dir,
    @Doc("Workflow documents that are written here.") List<Json.Obj> inline,
    @Doc(
            "The agent that is asked who does a step which several agents can do; scores alone"
                + " decide when absent.")
        Optional<String> router) {

  /// No workflows.
  public static final WorkflowsConfig STANDARD =
      new WorkflowsConfig(Optional.empty(), List.of(), Optional.empty());

  /// Copies the documents and refuses a folder without a name.
  public WorkflowsConfig {
    dir.ifPresent(folder -> Require.notBlank("dir", folder));
    inline = List.copyOf(inline);
  }

  /// {@return these with an agent that says who does a step which several agents can do}
  public WorkflowsConfig withRouter(String agent) {
    return new WorkflowsConfig(dir, inline, Optional.of(agent));
  }

  /// Workflows in a folder.
  public static WorkflowsConfig in(String folder) {
    return new WorkflowsConfig(Optional.of(folder), List.of(), Optional.empty());
  }
}
