package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.delivery.Quiet;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.routing.Score;
import dev.gatehouse.core.routing.Selection;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One event of every type, with every member filled.
final class EventSamples {

  private static final Instant AT = Instant.parse("2026-01-31T12:00:00.250Z");
  private static final Usage USAGE = new Usage(1_200, 80, 30, 900, 20);
  private static final Cost COST = new Cost(4_200_000);
  private static final Json INPUT = Json.obj("path", Json.of("a.txt"), "lines", Json.of(3));
  private static final CallDigests DIGESTS = new CallDigests("aa11", "bb22", "3");
  private static final Failure FAILURE =
      Failure.of(Failure.Code.OVERLOADED, "the provider is overloaded")
          .withRetryAfter(Duration.ofMillis(1_500))
          .withSubCode("overloaded_error");
  private static final RunLimits LIMITS =
      RunLimits.STANDARD
          .withMaxCost(new Cost(5_000_000_000L))
          .withMaxTokens(200_000)
          .withTimeout(Duration.ofMinutes(10));

  private static final ModelEvent.Takeover TAKEOVER =
      new ModelEvent.Takeover("fake/large", "overloaded", 16);

  private EventSamples() {}

  private static Selection selection() {
    return new Selection(
        "smart",
        Strategy.LEAST_BUSY,
        List.of(
            new Score("fake/large", 0, Score.Standing.RESTING, List.of("failed in this turn")),
            new Score("fake/small", 0.25, Score.Standing.FIT, List.of("3 in flight"))));
  }

  static Stream<Event> all() {
    return Stream.of(
            runs(),
            models(),
            tools(),
            approvals(),
            flow(),
            NodeSamples.all(),
            UndoSamples.all(),
            sessions())
        .flatMap(List::stream);
  }

  private static List<Event> runs() {
    return List.of(
        new RunEvent.RunCreated(spec()),
        new RunEvent.RunStarted("clerk", "fake/small", "sess_1", Optional.of("run_0"), 1, 4, true),
        new RunEvent.ChildStarted(
            "run_2", "call_1", "reader", "read the mail", RunEvent.Attachment.BACKGROUND),
        new RunEvent.ChildEnded("run_2", "completed", USAGE, COST, Optional.of("it is read"), true),
        new RunEvent.TurnEnded(2, USAGE, StopReason.TOOL_USE),
        new RunEvent.RunSteered(List.of(Message.user("in French")), "ann", true),
        new RunEvent.RunPaused("ann"),
        new RunEvent.RunResumed("ann", LIMITS, Optional.empty()),
        new RunEvent.CancelRequested("enough", "ann"),
        new RunEvent.LimitReached(StopReason.BUDGET, new BigDecimal("4.98"), new BigDecimal("5")),
        new RunEvent.RunCompleted(StopReason.END_TURN, USAGE, COST, Optional.of(INPUT)),
        new RunEvent.RunCancelled("enough", "ann", USAGE, COST),
        new RunEvent.RunBroke(FAILURE, Optional.of(17L)),
        new RunEvent.RunFailed(FAILURE, USAGE, COST, Optional.of(17L)));
  }

  private static RunSpec spec() {
    return new RunSpec(
        new RunSpec.Origin(
            "run_1", "run_0", "sess_1", Optional.of("run_0"), RunSpec.Kind.SUBAGENT, 1),
        new RunSpec.Owner("default", "ann", "user", Optional.of("slack"), RunSpec.Watch.HEADLESS),
        AgentProfile.of("clerk", "You are a clerk.", "fake/small")
            .withTools(List.of("read"))
            .with(
                new AgentProfile.Bounds(
                    List.of("desk", "clerk"),
                    List.of(
                        new ToolSpec("pick", "Picks one.", Json.obj("type", Json.of("object")))),
                    List.of("reader-*"),
                    Optional.of(List.of("host_not_allowed")),
                    Optional.empty())),
        LIMITS,
        new RunSpec.Request(
            List.of(new Message(Role.USER, blocks())),
            Optional.of(Json.obj("type", Json.of("object"))),
            Json.obj("ticket", Json.of("T-1")),
            Instant.parse("2026-01-02T03:04:05Z"),
            Optional.of(Instant.parse("2026-01-02T03:14:05Z")),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            Handover.to(List.of("ops"))
                .withCallbackUrl("https://example.com/hook")
                .withQuiet(Quiet.STANDARD)));
  }

  private static List<Content> blocks() {
    return List.of(
        new Content.Text("hello"),
        new Content.Image(Optional.of("image/png"), Optional.of("aGk="), Optional.empty()),
        new Content.Image(
            Optional.empty(), Optional.empty(), Optional.of("https://example.com/a.png")),
        new Content.Thinking("hm", Optional.of("sig"), Optional.of("sealed")),
        new Content.ToolUse("call_1", "read", INPUT, Optional.of("{\"path\":")),
        new Content.ToolResult("call_1", "done", false, List.of()),
        new Content.Opaque("anthropic", Json.obj("type", Json.of("server_tool_use"))));
  }

  private static List<Event> models() {
    return List.of(
        new ModelEvent.ModelCallDispatched(
            2, 2, "fake/small", COST, Optional.of(selection()), Optional.of(TAKEOVER)),
        new ModelEvent.ModelReplied(
            2, 1, blocks(), StopReason.TOOL_USE, USAGE, COST, "small-2026-01-01"),
        new ModelEvent.ModelCutOff(2, 1, List.of(new Content.Text("he")), USAGE, COST),
        new ModelEvent.ModelFailed(
            2, 1, "fake/small", FAILURE, USAGE, COST, 16, ModelEvent.Plan.RETRY),
        new ModelEvent.RetryPlanned(2, 2, AT),
        new ModelEvent.BudgetRefused(2, "run/run_1", COST, COST, COST),
        new ModelEvent.OutputRejected(2, List.of("/answer: is missing")),
        new ModelEvent.CompactionRequested(1, ModelEvent.Cause.RESCUE),
        new ModelEvent.CompactionDispatched(1, 1, "fake/small", COST),
        new ModelEvent.ContextCompacted(1, "They said hello.", 4, 9_000, 800, USAGE, COST),
        new ModelEvent.CompactionFailed(1, 1, FAILURE, USAGE, COST));
  }

  private static List<Event> tools() {
    ToolPolicy policy =
        ToolPolicy.STANDARD
            .withEffect(Effect.IRREVERSIBLE)
            .withOnUnknown(OnUnknown.PROBE)
            .withAttempts(3)
            .withCallsPerMinute(60)
            .withConsent(ToolPolicy.Consent.ALWAYS)
            .untrusted();
    return List.of(
        new ToolEvent.ToolCallRequested("call_1", "pay", INPUT, 2, 0, policy, "mcp:bank"),
        new ToolEvent.ToolCallJudged(
            "call_1",
            "pay",
            1,
            ToolEvent.Verdict.ASK,
            List.of(new Finding("limit", Finding.Action.ASK, "that is a lot")),
            INPUT,
            DIGESTS),
        new ToolEvent.ClearanceVoided("call_1", 1, "the policy has changed"),
        new ToolEvent.ClientCallOffered("call_1", "pay", INPUT, "nonce_1", AT),
        new ToolEvent.ToolCallDispatched("call_1", 1, "run_1:turn-2.call-0"),
        new ToolEvent.ToolRetryPlanned("call_1", 2, FAILURE, AT),
        new ToolEvent.ToolCallDoubted("call_1", 2, OnUnknown.ASK),
        new ToolEvent.ToolCallFinished(
            "call_1",
            "pay",
            2,
            ToolOutcome.ok(INPUT),
            340,
            Optional.of("ab12"),
            true,
            Optional.of(new dev.gatehouse.core.tool.Isolation("wasm", "wasm")),
            Optional.of("sandbox:wasm")));
  }

  private static List<Event> approvals() {
    Terms terms =
        new Terms(
            Duration.ofMinutes(10),
            Terms.OnExpiry.CANCEL_RUN,
            List.of("operator"),
            Terms.Eyes.FOUR,
            Optional.of(Duration.ofMinutes(2)),
            Optional.of(new Terms.Escalation(Duration.ofMinutes(5), "admin")),
            Terms.Standing.REFUSED);
    Ticket ticket =
        new Ticket(
            "appr_1",
            "call_1",
            "pay",
            INPUT,
            DIGESTS,
            "nonce_1",
            new Ticket.Cause("limit", "irreversible", "that is a lot", Optional.of("mcp:bank")),
            terms,
            AT,
            AT.plus(terms.expires()),
            true);
    return List.of(
        new ApprovalEvent.ApprovalRequested(ticket),
        new ApprovalEvent.ApprovalReminded("appr_1"),
        new ApprovalEvent.ApprovalEscalated("appr_1", "admin"),
        new ApprovalEvent.ApprovalResolved(
            "appr_1",
            "call_1",
            ApprovalEvent.Decision.APPROVED,
            "bob",
            Optional.of("it is fine"),
            Optional.of(INPUT),
            Optional.of(grant())),
        new ApprovalEvent.TicketMinted(ticket, "grant_1"));
  }

  private static Grant grant() {
    return new Grant(
        "grant_1",
        Grant.Scope.ALWAYS,
        "pay",
        DIGESTS.schema(),
        Optional.of("args.lines < 5"),
        "clerk",
        "bob",
        AT,
        Optional.of(AT.plusSeconds(3_600)));
  }

  private static List<Event> flow() {
    return List.of(
        new FlowEvent.Decided(
            List.of(new ActionRef("turn-2.call-0", 1)), List.of(new ActionRef("wait.resume", 1))),
        new FlowEvent.TimerFired(new ActionRef("wait.deadline", 1)),
        new FlowEvent.ActionClosed(new ActionRef("turn-2.model", 1)),
        new FlowEvent.WaitBegan(
            new ActionRef("wait.node.pause.until", 4),
            "timer",
            Optional.of(AT),
            Optional.of(new FlowEvent.Waiter("pause", 1))),
        new FlowEvent.WaitEnded(
            new ActionRef("wait.node.pause.until", 4),
            "timer",
            1_500,
            Optional.of(new FlowEvent.Waiter("pause", 1))),
        new FlowEvent.QuestionAsked(
            "quest_1",
            FlowEvent.Kind.ELICITATION,
            "What now?",
            List.of("rerun", "done"),
            Optional.of(Json.obj("type", Json.of("object"))),
            "call_1",
            Optional.of(AT)),
        new FlowEvent.QuestionResolved(
            "quest_1", FlowEvent.Resolution.ANSWERED, Optional.of(Json.of("done")), "ann"));
  }

  private static List<Event> sessions() {
    return List.of(
        new SessionEvent.SessionCreated(
            "sess_1",
            "default",
            "web",
            "ann",
            Optional.of("slack"),
            INPUT,
            Instant.parse("2026-01-02T03:04:05Z")),
        new SessionEvent.RunQueued("run_1", SessionEvent.Place.FIRST),
        new SessionEvent.RunActivated("run_1"),
        new SessionEvent.RunReleased("run_1"),
        new SessionEvent.ConversationBranched(1, 0, 4),
        new SessionEvent.ConversationExtended(
            1, Optional.of("run_1"), List.of(Message.assistant("hi"))),
        new SessionEvent.ConversationCompacted(1, 4, "They said hello."),
        new SessionEvent.SessionTainted("run_1"),
        new SessionEvent.StateKept("run_1", "seen", Json.of(3L)),
        new SessionEvent.SessionEnded("closed"));
  }
}
