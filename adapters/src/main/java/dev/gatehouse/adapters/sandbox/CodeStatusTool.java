package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox.Reason;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.spi.ToolContext.Stream;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.io.IOException;
import java.util.Optional;

/// `code_execute_status`: how a program in the background goes, and stopping it.
public final class CodeStatusTool implements Tool {

  /// Its name for models and in configuration.
  public static final String NAME = "code_execute_status";

  private static final int OUT_LINES = 20;
  private static final int ERROR_LINES = 5;

  private final CodeExecution code;

  CodeStatusTool(CodeExecution code) {
    this.code = code;
  }

  @Override
  public ToolSpec spec() {
    Json.Obj properties =
        Json.obj(
            "task_id",
            Json.obj("type", Json.of("string"), "description", Json.of("As code_execute gave it.")),
            "cancel",
            Json.obj(
                "type",
                Json.of("boolean"),
                "description",
                Json.of("Stop the program."),
                "default",
                Json.of(false)));
    return new ToolSpec(
        NAME,
        "Tells how a program goes that code_execute started in the background, and its result when"
            + " it has ended.",
        Json.object()
            .put("type", "object")
            .put("properties", properties)
            .put("required", Json.array(Json.of("task_id")))
            .put("additionalProperties", false)
            .build());
  }

  @Override
  public boolean onlyByName() {
    return true;
  }

  @Override
  public ToolPolicy policy() {
    return ToolPolicy.STANDARD.withEffect(Effect.WRITE).idempotently();
  }

  @Override
  public boolean offered() {
    return code.choice().isPresent();
  }

  @Override
  public String location() {
    return "sandbox:" + isolation().map(Isolation::backend).orElse("none");
  }

  @Override
  public Optional<Isolation> isolation() {
    return code.choice().map(choice -> choice.sandbox().isolation());
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws IOException {
    String id = input.at("task_id").flatMap(Json::text).orElse("");
    Workspaces.Workspace workspace = code.workspaces().open(context.sessionId());
    Optional<CodeTask> task = code.tasks().find(id, context.sessionId());
    if (task.isEmpty()) {
      return code.tasks()
          .past(workspace, id)
          .<ToolOutcome>map(ToolOutcome::ok)
          .orElseGet(() -> ToolOutcome.error("this conversation has no program \"" + id + "\""));
    }
    if (input.at("cancel").equals(Optional.of(Json.of(true))) && task.get().result().isEmpty()) {
      task.get().cancel();
      return ToolOutcome.ok(Json.obj("status", Json.of("cancelled"), "task_id", Json.of(id)));
    }
    return status(id, task.get(), workspace, context);
  }

  private ToolOutcome status(
      String id, CodeTask task, Workspaces.Workspace workspace, ToolContext context)
      throws IOException {
    Optional<String> broken = task.broken();
    if (broken.isPresent()) {
      return ToolOutcome.error("program \"" + id + "\" could not be run: " + broken.get());
    }
    if (task.result().isEmpty()) {
      return ToolOutcome.ok(running(id, task));
    }
    CodeRun.Result result = task.result().get();
    ToolOutcome.Ok report =
        CodeReport.of(
            result,
            task.run().output(),
            task.run().sandbox().isolation(),
            workspace.work(),
            context);
    Json told = told(id, result, report.value());
    code.tasks().told(id, workspace, told);
    return new ToolOutcome.Ok(told, report.images());
  }

  private static Json running(String id, CodeTask task) {
    return Json.object()
        .put("status", "running")
        .put("task_id", id)
        .put("elapsed_ms", task.millis())
        .put("stdout_tail", task.run().output().lastLines(Stream.STDOUT, OUT_LINES))
        .put("stderr_tail", task.run().output().lastLines(Stream.STDERR, ERROR_LINES))
        .build();
  }

  private static Json told(String id, CodeRun.Result result, Json report) {
    boolean cancelled = result.ended().reason() == Reason.KILLED_BY_USER;
    Json.ObjBuilder json =
        Json.object().put("status", cancelled ? "cancelled" : "completed").put("task_id", id);
    report.asObject().ifPresent(members -> members.members().forEach(json::put));
    return json.build();
  }
}
