package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.McpChannel.Loss;
import dev.gatehouse.adapters.mcp.PendingCall.Step;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import java.time.Duration;
import java.util.Optional;

/// One call of a tool over one connection: shows its progress, puts the server's questions to the
/// human, and says how it ended. Owned by the thread that calls the tool.
final class McpCall {

  /// How many questions and rounds one call may take.
  private static final int MAX_ASKED = 16;

  private static final int MAX_PROGRESS = 500;
  private static final int MAX_TEXT = 1_000;

  /// The time limit is kept by whoever calls us, who interrupts this thread.
  private static final Duration FOREVER = Duration.ofDays(1);

  private final McpConnection connection;
  private final ListedTool tool;
  private final Json.Obj input;
  private final ToolContext context;
  private int asked;
  private int shown;

  McpCall(McpConnection connection, ListedTool tool, Json.Obj input, ToolContext context) {
    this.connection = connection;
    this.tool = tool;
    this.input = input;
    this.context = context;
  }

  /// How a call ended.
  sealed interface Ending {

    /// The server answered, well or not.
    record Done(ToolOutcome outcome) implements Ending {}

    /// It did not, and the connection may be at fault.
    record Broken(Loss loss, ToolOutcome outcome) implements Ending {}
  }

  Ending run() throws InterruptedException {
    Json.Obj extra = Json.object().build();
    while (true) {
      Step step = round(extra);
      if (!(step instanceof Step.Answered(Json.Obj result))) {
        return ending(step);
      }
      String type = result.at("resultType").flatMap(Json::text).orElse("complete");
      if (type.equals("complete")) {
        return new Ending.Done(CallResult.of(result, tool.spec().name(), context));
      }
      if (!type.equals("input_required") || ++asked > MAX_ASKED) {
        return new Ending.Done(
            failed(Failure.Code.OUTCOME_UNKNOWN, "answered with what this client cannot read"));
      }
      extra = answers(result);
    }
  }

  private Step round(Json.Obj extra) throws InterruptedException {
    Json.ObjBuilder params = Json.object().put("name", tool.name()).put("arguments", input);
    extra.members().forEach(params::put);
    PendingCall call =
        connection.begin(
            "tools/call",
            params.build(),
            connection.era() instanceof Era.Modern
                ? tool.headers().headers(input)
                : java.util.Map.of());
    try {
      while (true) {
        Step step = call.next(FOREVER).orElseThrow(InterruptedException::new);
        if (!(step instanceof Step.Said(RpcMessage message))) {
          return step;
        }
        said(message);
      }
    } catch (InterruptedException stopped) {
      connection.cancel(call, "the call was stopped");
      throw stopped;
    }
  }

  private void said(RpcMessage message) throws InterruptedException {
    switch (message) {
      case RpcMessage.Notice notice -> progress(notice.params());
      case RpcMessage.Request request -> {
        Json.Obj answer =
            ++asked > MAX_ASKED
                ? Json.obj("action", Json.of("decline"))
                : Elicitation.ask(connection.server(), request.params(), context);
        connection.answer(request.id(), answer);
      }
      case RpcMessage.Answer _, RpcMessage.Refusal _ ->
          throw new IllegalStateException("an answer ends a call and is not said");
    }
  }

  private void progress(Json.Obj params) {
    if (++shown > MAX_PROGRESS) {
      return;
    }
    String count =
        params.at("progress").map(Json::toString).orElse("")
            + params.at("total").map(total -> "/" + total).orElse("");
    String text =
        params
            .at("message")
            .flatMap(Json::text)
            .map(words -> count.isEmpty() ? words : words + " (" + count + ")")
            .orElse(count);
    context.output(
        ToolContext.Stream.PROGRESS, text.substring(0, Math.min(MAX_TEXT, text.length())) + "\n");
  }

  /// What the server wants to know before it goes on, and its own note to itself, word for word.
  private Json.Obj answers(Json.Obj result) throws InterruptedException {
    Json.ObjBuilder extra = Json.object();
    Optional<Json.Obj> requests = result.at("inputRequests").flatMap(Json::asObject);
    if (requests.isPresent()) {
      Json.ObjBuilder responses = Json.object();
      for (var request : requests.get().members().entrySet()) {
        responses.put(request.getKey(), answer(request.getValue()));
      }
      extra.put("inputResponses", responses.build());
    }
    result.at("requestState").ifPresent(state -> extra.put("requestState", state));
    return extra.build();
  }

  private Json.Obj answer(Json request) throws InterruptedException {
    boolean form =
        request.at("method").flatMap(Json::text).filter("elicitation/create"::equals).isPresent();
    return form && ++asked <= MAX_ASKED
        ? Elicitation.ask(connection.server(), request.at("params").orElse(Json.NULL), context)
        : Json.obj("action", Json.of("decline"));
  }

  private Ending ending(Step step) {
    return switch (step) {
      case Step.Refused(RpcMessage.RpcError error) -> new Ending.Done(refused(error));
      case Step.Lost(Loss loss) -> new Ending.Broken(loss, lost(loss));
      case Step.Said _, Step.Answered _ -> throw new IllegalStateException("no ending: " + step);
    };
  }

  private static ToolOutcome refused(RpcMessage.RpcError error) {
    return new ToolOutcome.Failed(
        Failure.of(Failure.Code.MCP_TOOL_ERROR, error.message())
            .withSubCode(Long.toString(error.code())));
  }

  /// What may have happened must not simply be done again, unless that does no harm.
  private ToolOutcome lost(Loss loss) {
    boolean harmless = tool.policy().effect() == Effect.READ || tool.policy().idempotent();
    return switch (loss.kind()) {
      case UNSENT, SESSION_GONE -> failed(Failure.Code.TOOLS_UNAVAILABLE, loss.why());
      case REFUSED -> failed(Failure.Code.MCP_TOOL_ERROR, loss.why());
      case UNKNOWN ->
          harmless
              ? failed(Failure.Code.TOOLS_UNAVAILABLE, loss.why())
              : failed(
                  Failure.Code.OUTCOME_UNKNOWN,
                  loss.why() + "; whether the call took effect is unknown");
    };
  }

  private ToolOutcome failed(Failure.Code code, String why) {
    return new ToolOutcome.Failed(
        Failure.of(
            code,
            "MCP server \""
                + connection.server().name()
                + "\" failed '"
                + tool.spec().name()
                + "': "
                + why));
  }
}
