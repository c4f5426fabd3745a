package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolOutcome;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The programs in the background. Each leaves a note in its session's folder, so that a gateway
/// which starts again knows of those that died with the one before, and tells how the others ended.
final class CodeTasks implements AutoCloseable {

  private static final Logger LOG = System.getLogger(CodeTasks.class.getName());
  private static final Pattern ID = Pattern.compile("ce_[0-9a-f]{8}");

  /// How many programs may run in the background.
  static final int MOST = 8;

  private static final Json RUNNING = Json.obj("status", Json.of("running"));

  private final Map<String, CodeTask> tasks = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("sandbox-background-", 0).daemon().factory());

  ToolOutcome start(String id, String session, CodeRun run, CodeRequest request)
      throws IOException {
    CodeTask task = new CodeTask(session, run);
    Path note = note(run.workspace(), id);
    Files.writeString(note, RUNNING.toString());
    tasks.put(id, task);
    try {
      threads.execute(() -> perform(id, task, request));
    } catch (RejectedExecutionException full) {
      tasks.remove(id);
      Files.delete(note);
      return ToolOutcome.error(
          MOST + " programs run in the background already; wait for one or cancel it");
    }
    return ToolOutcome.ok(
        Json.object()
            .put("status", "running")
            .put("task_id", id)
            .put("message", "It runs; ask code_execute_status with this task_id how it goes.")
            .build());
  }

  private static void perform(String id, CodeTask task, CodeRequest request) {
    try {
      task.ended(task.run().run(id, request, task.signal()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the gateway stops, which the note will tell
    } catch (IOException | RuntimeException broken) {
      LOG.log(Level.WARNING, "program " + id + " in the background broke", broken);
      task.broke(String.valueOf(broken.getMessage()));
    }
  }

  /// {@return the program, if it belongs to the session and this process started it}
  Optional<CodeTask> find(String id, String session) {
    return Optional.ofNullable(tasks.get(id)).filter(task -> task.session().equals(session));
  }

  /// {@return how a program ended that this process knows nothing of}
  Optional<Json> past(Workspaces.Workspace workspace, String id) throws IOException {
    if (!ID.matcher(id).matches() || Files.notExists(note(workspace, id))) {
      return Optional.empty();
    }
    Json note = Json.parse(Files.readString(note(workspace, id)));
    return Optional.of(note.equals(RUNNING) ? CodeExecuteTool.interrupted() : note);
  }

  /// Forgets a program whose end was told, but for its note.
  void told(String id, Workspaces.Workspace workspace, Json how) throws IOException {
    Files.writeString(note(workspace, id), how.toString());
    tasks.remove(id);
  }

  private static Path note(Workspaces.Workspace workspace, String id) {
    return workspace.tasks().resolve(id + ".json");
  }

  @Override
  public void close() {
    tasks.values().forEach(CodeTask::cancel);
    threads.shutdownNow();
  }
}
