package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// One program in one workspace: what it prints, how it ends, which files it leaves.
///
/// @param sandbox where it runs
/// @param output hears what it prints
record CodeRun(Sandbox sandbox, Workspaces.Workspace workspace, Limits limits, LiveOutput output) {

  /// What was left when it had ended.
  ///
  /// @param files what is new or changed in the work folder, by its path in there
  record Result(Ended ended, Duration time, Map<String, WorkFiles.Found> files) {}

  Result run(String id, CodeRequest request, CancelSignal cancel)
      throws IOException, InterruptedException {
    Map<String, WorkFiles.Found> before = WorkFiles.list(workspace.work());
    long begin = System.nanoTime();
    Ended ended =
        sandbox.run(
            new Program(id, request.language(), request.code(), workspace.box().toString()),
            limits,
            output,
            cancel);
    output.close();
    Map<String, WorkFiles.Found> changed = new TreeMap<>(WorkFiles.list(workspace.work()));
    changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
    return new Result(ended, Duration.ofNanos(System.nanoTime() - begin), changed);
  }
}
