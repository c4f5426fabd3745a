package dev.gatehouse.runtime.team;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks after a task in the background.
final class BackgroundResultTool implements Tool {

  static final String NAME = "get_background_result";

  private static final int MAX_SECONDS = 120;
  private static final int STANDARD_SECONDS = 60;
  private static final String ALL = "*";

  private final Office office;

  private static final Json SCHEMA =
      Json.parse(
          """
          {"type": "object", "required": ["task_id"], "additionalProperties": false, "properties": {
            "task_id": {"type": "string", "description": "The task's id, or * for all at work"},
            "wait": {"type": "boolean", "description": "true: wait for its end"},
            "timeout": {"type": "integer", "minimum": 0, "maximum": 120,
              "description": "How long to wait, in seconds; 60 when absent"}}}\
          """);

  BackgroundResultTool(Office office) {
    this.office = office;
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(NAME, "Returns the result of a background task, or how far it is.", SCHEMA);
  }

  @Override
  public ToolPolicy policy() {
    return ToolPolicy.STANDARD
        .withEffect(Effect.READ)
        .withTimeout(Duration.ofSeconds(MAX_SECONDS + 30));
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) throws InterruptedException {
    String task = input.at("task_id").flatMap(Json::text).orElse(ALL);
    boolean wait = input.at("wait").filter(Json.of(true)::equals).isPresent();
    int seconds =
        input
            .at("timeout")
            .filter(Json.Num.class::isInstance)
            .map(BackgroundResultTool::seconds)
            .orElse(STANDARD_SECONDS);
    Duration patience = wait ? Duration.ofSeconds(seconds) : Duration.ZERO;
    RunState leader = office.run(context.sessionId(), context.runId()).orElseThrow();
    if (!task.equals(ALL)) {
      return Followers.find(office, leader, task).isEmpty()
          ? Followers.unknown(task)
          : ToolOutcome.ok(report(leader, task, patience));
    }
    List<Json> all = new ArrayList<>();
    for (String child : leader.children().keySet()) {
      all.add(report(leader, child, patience));
    }
    return ToolOutcome.ok(Json.obj("tasks", Json.array(all)));
  }

  private static int seconds(Json timeout) {
    return timeout instanceof Json.Num number
        ? Math.clamp(number.value().intValue(), 0, MAX_SECONDS)
        : STANDARD_SECONDS;
  }

  private Json report(RunState leader, String child, Duration patience)
      throws InterruptedException {
    return office.ended(leader.spec().session(), child, patience).map(Report::of).orElse(Json.NULL);
  }

  /// The runs that a run has started.
  static final class Followers {

    private Followers() {}

    static Optional<RunState> find(Office office, RunState leader, String id) {
      return office
          .run(leader.spec().session(), id)
          .filter(run ->
              run.spec().origin().parent().filter(leader.spec().id()::equals).isPresent()
                  || run.spec().origin().depth() > leader.spec().origin().depth());
    }

    static ToolOutcome unknown(String id) {
      return new ToolOutcome.Failed(
          Failure.of(
                  Failure.Code.TOOL_ERROR,
                  "there is no task '" + id + "' of yours; a task's id looks like run_…")
              .withSubCode("not_found"));
    }
  }
}
