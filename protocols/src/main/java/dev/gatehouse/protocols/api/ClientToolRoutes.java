package dev.gatehouse.protocols.api;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.Decision.Rejected;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Changes.FoundCall;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tools that the client makes available and runs itself.
final class ClientToolRoutes {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.:/-]{1,128}");
  private static final int MAX_TOOLS = 64;
  private static final int MAX_TEXT = 4_000;

  /// In so many of a session's runs an answer that comes too late is looked for.
  private static final int MAX_EARLIER = 20;

  private final ApiWorld world;

  ClientToolRoutes(ApiWorld world) {
    this.world = world;
  }

  /// {@return the tools a request declares}
  static List<ToolSpec> declared(BodyReader body) {
    Set<String> names = new HashSet<>();
    return body.optional("client_tools")
        .map(field -> field.items(0, MAX_TOOLS).stream().map(each -> spec(each, names)).toList())
        .orElse(List.of());
  }

  private static ToolSpec spec(BodyField field, Set<String> names) {
    BodyReader tool = field.object();
    BodyField nameField = tool.required("name");
    String name = nameField.text(1, 128);
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      nameField.wrong("must be letters, digits, or _ . : / -, not \"" + name + "\"");
    } else if (!name.isEmpty() && !names.add(name)) {
      nameField.wrong("\"" + name + "\" is there already; give each tool a name of its own");
    }
    return new ToolSpec(
        name,
        tool.optional("description").map(text -> text.text(0, MAX_TEXT)).orElse(""),
        tool.required("input_schema").object().json());
  }

  /// `POST /chat/tool-result`
  void answer(Exchange exchange) throws IOException {
    BodyReader body = exchange.body();
    String callId = body.required("tool_call_id").text(1, MAX_TEXT);
    String nonce = body.required("nonce").text(1, MAX_TEXT);
    Optional<BodyField> result = body.optional("result");
    Optional<BodyField> error = body.optional("error");
    body.exactlyOne("result", "error");
    body.check();
    ToolOutcome outcome =
        result
            .map(field -> ToolOutcome.ok(field.json()))
            .orElseGet(() -> failed(error.orElseThrow().json()));
    String session = ApprovalRoutes.session(exchange);
    Result told =
        world
            .runtime()
            .tell(
                session,
                meant(session, callId, nonce),
                new RunInput.ClientAnswered(callId, nonce, outcome));
    if (told instanceof Result.Refused(Rejected why)) {
      throw new ProblemException(
          why.reason() == Reason.INVALID
              ? Problem.of(ProblemCode.CONFLICT, why.message())
              : why.reason() == Reason.ALREADY_DONE
                  ? Problem.of(ProblemCode.ALREADY_ANSWERED, why.message())
                  : RunControlRoutes.problem(why, "/tool_call_id"));
    }
    exchange.json(200, Json.obj("status", Json.of("ok")));
  }

  /// {@return the run whose call is meant: the one that waits with this nonce, or else any that has
  /// made a call of that name and can tell what became of it}
  private String meant(String session, String callId, String nonce) {
    List<FoundCall> found = world.runtime().post(session, new Changes.FindCalls(callId));
    return found.stream()
        .filter(call -> waitsWith(call.call(), nonce))
        .findFirst()
        .or(() -> found.stream().findFirst())
        .map(call -> call.run().id())
        .or(() -> earlier(session, callId))
        .orElseThrow(() -> unknown(callId));
  }

  private static boolean waitsWith(ToolCall call, String nonce) {
    return call.status() instanceof ToolCall.Status.AtClient waiting
        && ApprovalRoutes.same(waiting.nonce(), nonce);
  }

  private Optional<String> earlier(String session, String callId) {
    EventStore store = world.runtime().store();
    RowQuery query = RowQuery.of(Rows.RUN, MAX_EARLIER).withSession(session);
    return store.rows(query).stream()
        .map(Row::id)
        .filter(run ->
            world.runtime().post(session, new Changes.LookAt(run)).stream()
                .anyMatch(state -> hasResult(state, callId)))
        .findFirst();
  }

  private static boolean hasResult(RunState run, String callId) {
    return run.talk().messages().stream()
        .flatMap(message -> message.content().stream())
        .anyMatch(
            block -> block instanceof Content.ToolResult result && result.id().equals(callId));
  }

  private static ToolOutcome failed(Json error) {
    String message =
        error.text().or(() -> error.at("message").flatMap(Json::text)).orElse(error.toString());
    return new ToolOutcome.Failed(Failure.of(Failure.Code.TOOL_ERROR, message));
  }

  private static ProblemException unknown(String callId) {
    return new ProblemException(
        Problem.of(
            ProblemCode.NOT_FOUND,
            "no tool call \"" + callId + "\" of this session waits for its client"));
  }
}
