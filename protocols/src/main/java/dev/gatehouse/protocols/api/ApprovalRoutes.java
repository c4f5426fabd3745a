package dev.gatehouse.protocols.api;

import dev.gatehouse.core.approval.Approver;
import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.event.ApprovalEvent.Decision;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.Decision.Rejected;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.ToolCall.Status.Approving;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Changes.FoundCall;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What humans say to tool calls: in the inbox, and through the chat the call came from.
final class ApprovalRoutes {

  private static final List<String> STATUSES =
      List.of("open", "approved", "denied", "expired", "cancelled");
  private static final int MAX_TEXT = 2_000;

  private final ApiWorld world;

  ApprovalRoutes(ApiWorld world) {
    this.world = world;
  }

  /// What is decided.
  private enum Answer {
    APPROVE,
    DENY
  }

  /// How far an approval reaches.
  private enum Reach {
    ONCE,
    SESSION,
    ALWAYS
  }

  /// `GET /approvals`
  void list(Exchange exchange) throws IOException {
    EventStore store = world.runtime().store();
    List<String> statuses = Lists.statuses(exchange, STATUSES);
    exchange.json(
        200, Lists.page(store, Lists.query(store, exchange, Rows.APPROVAL, statuses)).build());
  }

  /// `POST /approvals/{id}`
  void decide(Exchange exchange) throws IOException {
    Row row = world.row(exchange, Rows.APPROVAL, exchange.value("id"));
    BodyReader body = exchange.body();
    Answer answer = body.required("decision").choice(Answer.class);
    Reach reach = body.optional("scope").map(field -> field.choice(Reach.class)).orElse(Reach.ONCE);
    Optional<String> when = body.optional("when").map(field -> field.text(1, MAX_TEXT));
    Optional<String> reason = body.optional("reason").map(field -> field.text(0, MAX_TEXT));
    Optional<Json> edited = body.optional("edited_input").map(ApprovalRoutes::object);
    body.check();
    requireOpen(row);
    tell(exchange.caller(), row, new Word(answer, reach, when, reason, edited));
    exchange.json(200, Json.parse(world.row(exchange, Rows.APPROVAL, row.id()).body()));
  }

  /// `POST /chat/tool-approval`
  void answerInChat(Exchange exchange) throws IOException {
    BodyReader body = exchange.body();
    String callId = body.required("tool_call_id").text(1, MAX_TEXT);
    String nonce = body.required("nonce").text(1, MAX_TEXT);
    boolean approved = body.required("approved").truth();
    boolean lasting = body.optional("allow_tool_type").map(BodyField::truth).orElse(false);
    Optional<String> reason = body.optional("reason").map(field -> field.text(0, MAX_TEXT));
    Optional<Json> edited = body.optional("edited_input").map(ApprovalRoutes::object);
    body.check();
    String session = session(exchange);
    Approving waiting = waiting(session, callId, nonce);
    tell(
        exchange.caller(),
        world.row(exchange, Rows.APPROVAL, waiting.ticket().id()),
        new Word(
            approved ? Answer.APPROVE : Answer.DENY,
            lasting && approved ? Reach.SESSION : Reach.ONCE,
            Optional.empty(),
            reason,
            edited));
    exchange.json(200, Json.obj("status", Json.of("ok")));
  }

  private static Json object(BodyField field) {
    return field.object().json();
  }

  /// What somebody says.
  private record Word(
      Answer answer,
      Reach reach,
      Optional<String> when,
      Optional<String> reason,
      Optional<Json> edited) {}

  private void tell(Caller caller, Row row, Word word) {
    FoundCall found =
        world.runtime().post(row.session(), new Changes.FindCalls(callId(row))).stream()
            .filter(call -> call.run().id().equals(row.subject()))
            .findFirst()
            .orElseThrow(() -> answered(fresh(row)));
    if (!(found.call().status() instanceof Approving waiting)) {
      throw answered(fresh(row));
    }
    boolean yes = word.answer() == Answer.APPROVE;
    word.edited().filter(_ -> yes).ifPresent(input -> requireFit(waiting.ticket().tool(), input));
    Optional<Grant> grant =
        yes && word.reach() != Reach.ONCE
            ? Optional.of(grant(caller, found.run(), waiting, word))
            : Optional.empty();
    Result result =
        world
            .runtime()
            .tell(
                row.session(),
                row.subject(),
                new RunInput.Approve(
                    row.id(),
                    yes ? Decision.APPROVED : Decision.DENIED,
                    approver(caller, row),
                    word.reason(),
                    yes ? word.edited() : Optional.empty(),
                    grant));
    if (result instanceof Result.Refused(Rejected why)) {
      throw why.reason() == Reason.ALREADY_DONE
          ? answered(fresh(row))
          : new ProblemException(RunControlRoutes.problem(why, "/scope"));
    }
  }

  /// What a tool would refuse is refused while somebody is there to mend it, and the call still
  /// waits.
  private void requireFit(String tool, Json input) {
    List<Violation> wrong =
        world
            .runtime()
            .catalog()
            .tool(tool)
            .map(known -> world.parts().schemas().validate(known.spec().inputSchema(), input))
            .orElse(List.of());
    if (!wrong.isEmpty()) {
      throw new ProblemException(
          Problem.invalidBody(
              wrong.stream()
                  .map(it -> new Violation("/edited_input" + it.pointer(), it.message()))
                  .toList()));
    }
  }

  private static String callId(Row row) {
    return Json.parse(row.body()).at("tool_call_id").flatMap(Json::text).orElse("");
  }

  private Grant grant(Caller caller, RunSpec run, Approving waiting, Word word) {
    return new Grant(
        world.runtime().ids().grant(),
        word.reach() == Reach.ALWAYS ? Grant.Scope.ALWAYS : Grant.Scope.SESSION,
        waiting.ticket().tool(),
        waiting.ticket().digests().schema(),
        word.when(),
        run.agent().name(),
        caller.user(),
        world.runtime().clock().instant(),
        Optional.empty());
  }

  /// Whoever says no name is known by its key: two keys that say none are two people.
  private static Approver approver(Caller caller, Row row) {
    Set<String> roles =
        switch (caller.role()) {
          case USER -> Set.of("user");
          case OPERATOR -> Set.of("user", "operator");
          case ADMIN -> Set.of("user", "operator", "admin");
        };
    boolean nameless = caller.user().equals(Caller.NOBODY) && !caller.owner().equals(row.owner());
    String user = nameless ? "key " + caller.key().name() : caller.user();
    return new Approver(caller.user(), user, roles);
  }

  private Row fresh(Row row) {
    return world.runtime().store().row(row.kind(), row.id()).orElse(row);
  }

  private static void requireOpen(Row row) {
    if (!row.status().equals("open")) {
      throw answered(row);
    }
  }

  private static ProblemException answered(Row row) {
    boolean late = row.status().equals("expired") || row.status().equals("cancelled");
    return new ProblemException(
        Problem.of(
                late ? ProblemCode.EXPIRED : ProblemCode.ALREADY_ANSWERED,
                "approval \"" + row.id() + "\" is " + row.status() + " already")
            .with("approval", Json.parse(row.body())));
  }

  static String session(Exchange exchange) {
    return exchange
        .caller()
        .session()
        .orElseThrow(() ->
            new ProblemException(
                Problem.of(
                    ProblemCode.BAD_REQUEST,
                    "this route needs the token of a session; with an API key use"
                        + " /approvals/{id}")));
  }

  /// The nonce tells calls of one name apart.
  private Approving waiting(String session, String callId, String nonce) {
    List<Approving> waiting =
        world.runtime().post(session, new Changes.FindCalls(callId)).stream()
            .map(found -> found.call().status())
            .filter(Approving.class::isInstance)
            .map(Approving.class::cast)
            .toList();
    if (waiting.isEmpty()) {
      throw gone(session, callId);
    }
    return waiting.stream()
        .filter(it -> same(it.ticket().nonce(), nonce))
        .findFirst()
        .orElseThrow(() -> wrongNonce(callId));
  }

  /// A call that waits no more was answered, or expired, or never waited.
  private ProblemException gone(String session, String callId) {
    RowQuery query = RowQuery.of(Rows.APPROVAL, 1).withSession(session).withSearch(callId);
    return world.runtime().store().rows(query).stream()
        .findFirst()
        .map(ApprovalRoutes::answered)
        .orElseGet(() ->
            new ProblemException(
                Problem.of(
                    ProblemCode.NOT_FOUND,
                    "no tool call \"" + callId + "\" of this session waits for approval")));
  }

  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static ProblemException wrongNonce(String callId) {
    return new ProblemException(
        Problem.of(
            ProblemCode.CONFLICT,
            "the nonce is not the one that tool call \"" + callId + "\" was shown with"));
  }
}
