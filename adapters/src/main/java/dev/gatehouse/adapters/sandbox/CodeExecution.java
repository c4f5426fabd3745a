package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.ToolOutcome;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Everything the two tools share: the ladder, the folders of the sessions, the programs in the
/// background.
public final class CodeExecution implements AutoCloseable {

  private final SandboxLadder ladder;
  private final Workspaces workspaces;
  private final CodeSettings settings;
  private final CodeTasks tasks = new CodeTasks();
  private final SecureRandom random = new SecureRandom();

  /// Code execution by what the ladder chose.
  public CodeExecution(SandboxLadder ladder, Workspaces workspaces, CodeSettings settings) {
    this.ladder = ladder;
    this.workspaces = workspaces;
    this.settings = settings;
  }

  /// {@return the tools for agents}
  public List<Tool> tools() {
    return List.of(new CodeExecuteTool(this), new CodeStatusTool(this));
  }

  /// {@return the sandboxes of this machine}
  public SandboxLadder ladder() {
    return ladder;
  }

  /// {@return the folders of the sessions}
  public Workspaces workspaces() {
    return workspaces;
  }

  CodeSettings settings() {
    return settings;
  }

  CodeTasks tasks() {
    return tasks;
  }

  /// {@return a new id, such as `ce_0a1b2c3d`}
  String newId() {
    byte[] bits = new byte[4];
    random.nextBytes(bits);
    return "ce_" + HexFormat.of().formatHex(bits);
  }

  /// {@return the sandbox to use}
  Optional<SandboxLadder.Choice> choice() {
    return ladder.choice();
  }

  ToolOutcome unavailable(Sandbox.Level floor) {
    String why =
        choice()
            .map(used ->
                "this run needs the level "
                    + floor
                    + ", and the sandbox in use, "
                    + used.sandbox().name()
                    + ", has "
                    + used.sandbox().level())
            .orElseGet(ladder::why);
    return new ToolOutcome.Failed(
        Failure.of(
            Failure.Code.SANDBOX_UNAVAILABLE,
            "programs cannot be run here, no sandbox is good enough: " + why));
  }

  @Override
  public void close() {
    tasks.close();
    ladder.close();
  }
}
