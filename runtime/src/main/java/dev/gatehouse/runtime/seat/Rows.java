package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.approval.GrantRows;
import dev.gatehouse.runtime.delivery.Owed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The index rows that go with events, so that lists need no logs.
public final class Rows {

  /// The kind of a run's row.
  public static final String RUN = "run";

  /// The kind of a session's row.
  public static final String SESSION = "session";

  /// The kind of a question's row.
  public static final String QUESTION = "question";

  /// The kind of an artifact's row.
  public static final String ARTIFACT = "artifact";

  /// The kind of the row of a question about a tool call.
  public static final String APPROVAL = "approval";

  /// The kind of the row that says which run heard a message that steered it.
  static final String HEARD = "heard";

  private static final int MAX_TEXT = 200;
  private static final String WORKFLOW = "workflow:";

  private Rows() {}

  /// {@return the owner of a session and all that is in it, as rows spell it}
  public static String owner(String tenant, String key, String user) {
    return String.join("\n", tenant, key, user);
  }

  /// {@return the subject of the runs of a workflow}
  public static String workflow(String id) {
    return WORKFLOW + id;
  }

  /// {@return the workflow that the run of a row is of}
  public static Optional<String> workflow(Row run) {
    return Optional.of(run.subject())
        .filter(subject -> subject.startsWith(WORKFLOW))
        .map(subject -> subject.substring(WORKFLOW.length()));
  }

  private static String owner(SessionCreated who) {
    return owner(who.tenant(), who.key(), who.user());
  }

  /// The rows that a change of a run makes or changes.
  ///
  /// @param before the run before it, empty when there was none
  static List<Row> of(
      SessionCreated who,
      Optional<RunState> before,
      RunState run,
      List<Event> events,
      long seq,
      Instant at,
      RunArchive archive) {
    List<Row> rows = new ArrayList<>();
    boolean turned = !before.map(RunView::status).equals(Optional.of(RunView.status(run)));
    if (turned || events.stream().anyMatch(Rows::shows)) {
      rows.add(run(who, run, seq, at));
    }
    for (Event event : events) {
      switch (event) {
        case FlowEvent.QuestionAsked asked -> rows.add(asked(who, run.spec(), asked, at));
        case FlowEvent.QuestionResolved resolved ->
            known(rows, archive, QUESTION, resolved.question())
                .ifPresent(row -> rows.add(resolved(row, resolved, at)));
        case ApprovalEvent.ApprovalRequested asked ->
            rows.add(ApprovalRows.asked(who, run.spec(), asked.ticket(), at));
        case ApprovalEvent.ApprovalResolved resolved -> {
          known(rows, archive, APPROVAL, resolved.approval())
              .ifPresent(row -> rows.add(ApprovalRows.resolved(row, resolved, at)));
          resolved
              .grant()
              .ifPresent(grant ->
                  rows.add(GrantRows.given(who.tenant(), owner(who), run.spec().session(), grant)));
        }
        default -> {}
      }
    }
    return rows;
  }

  /// The deliveries that a change of a run owes.
  ///
  /// @param before the run before it, empty when there was none
  static List<Row> owed(
      SessionCreated who, Optional<RunState> before, RunState run, long seq, Instant at) {
    if (run.spec().request().handover().isNone()) {
      return List.of();
    }
    RunView view = RunView.of(run, seq, at);
    return Owed.rows(
        new Owed.Turn(run, before.map(RunView::status), view.status(), seq, at, view.json()),
        who.tenant(),
        owner(who));
  }

  private static Optional<Row> known(List<Row> rows, RunArchive archive, String kind, String id) {
    return rows.stream()
        .filter(row -> row.kind().equals(kind) && row.id().equals(id))
        .findFirst()
        .or(() -> archive.row(kind, id));
  }

  private static boolean shows(Event event) {
    return event instanceof RunEvent
        || event instanceof ApprovalEvent
        || event instanceof ToolEvent.ClientCallOffered
        || event instanceof ToolEvent.ToolCallFinished
        || event instanceof ModelEvent.ModelReplied
        || event instanceof FlowEvent.QuestionAsked
        || event instanceof FlowEvent.QuestionResolved;
  }

  private static Row run(SessionCreated who, RunState run, long seq, Instant at) {
    RunSpec spec = run.spec();
    RunView view = RunView.of(run, seq, at);
    return new Row(
        RUN,
        spec.id(),
        spec.root(),
        spec.owner().tenant(),
        owner(who),
        view.status(),
        spec.session(),
        spec.flow().map(flow -> workflow(flow.workflow().id())).orElse(spec.agent().name()),
        spec.request().created(),
        at,
        cut(spec.input().isEmpty() ? "" : spec.input().getLast().text()),
        view.json().toString());
  }

  static Row heard(SessionCreated who, RunSpec asked, RunSpec hearer, Instant at) {
    return new Row(
        HEARD,
        asked.id(),
        hearer.root(),
        who.tenant(),
        owner(who),
        "heard",
        who.id(),
        hearer.id(),
        at,
        at,
        "",
        "{}");
  }

  static Row session(SessionState session, Instant at) {
    var who = session.who();
    Json body =
        Json.object()
            .put("session_id", who.id())
            .put("user_id", who.user())
            .put("channel", who.channel().<Json>map(Json::of).orElse(Json.NULL))
            .put("active_run_id", session.active().<Json>map(Json::of).orElse(Json.NULL))
            .put("queued_run_ids", Json.array(session.queue().stream().map(Json::of).toList()))
            .put("branch", session.current())
            .put("branches", session.branches().size())
            .put("messages", session.conversation().messages().size())
            .put("created_at", who.created().toString())
            .put("updated_at", at.toString())
            .build();
    return new Row(
        SESSION,
        who.id(),
        who.id(),
        who.tenant(),
        owner(who),
        session.life() == SessionState.Life.OPEN ? "open" : "ended",
        who.id(),
        "",
        who.created(),
        at,
        "",
        body.toString());
  }

  private static Row asked(
      SessionCreated who, RunSpec spec, FlowEvent.QuestionAsked asked, Instant at) {
    Json body =
        Json.object()
            .put("question_id", asked.question())
            .put("run_id", spec.id())
            .put("session_id", spec.session())
            .put("kind", asked.kind().wire())
            .put("prompt", asked.prompt())
            .put("choices", Json.array(asked.choices().stream().map(Json::of).toList()))
            .put("schema", asked.schema().orElse(Json.NULL))
            .put("tool_call_id", asked.callId())
            .put("node", asked.node().<Json>map(Json::of).orElse(Json.NULL))
            .put("role", asked.role().<Json>map(Json::of).orElse(Json.NULL))
            .put(
                "expires_at",
                asked.expires().<Json>map(it -> Json.of(it.toString())).orElse(Json.NULL))
            .put("status", "open")
            .put("created_at", at.toString())
            .build();
    return new Row(
        QUESTION,
        asked.question(),
        spec.root(),
        spec.owner().tenant(),
        owner(who),
        "open",
        spec.session(),
        spec.id(),
        at,
        at,
        cut(asked.prompt()),
        body.toString());
  }

  private static Row resolved(Row row, FlowEvent.QuestionResolved resolved, Instant at) {
    String status = resolved.resolution().name().toLowerCase(Locale.ROOT);
    Json.ObjBuilder body = Json.object();
    Json.parse(row.body())
        .asObject()
        .ifPresent(old ->
            old.members()
                .forEach((name, value) ->
                    body.put(name, name.equals("status") ? Json.of(status) : value)));
    resolved.answer().ifPresent(answer -> body.put("answer", answer));
    body.put("by", resolved.by()).put("resolved_at", at.toString());
    return new Row(
        QUESTION,
        row.id(),
        row.root(),
        row.tenant(),
        row.owner(),
        status,
        row.session(),
        row.subject(),
        row.created(),
        at,
        row.text(),
        body.build().toString());
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
