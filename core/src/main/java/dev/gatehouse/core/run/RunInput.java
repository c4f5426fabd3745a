package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Approver;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.routing.Selection;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.Undoable;
import dev.gatehouse.core.workflow.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be said to a run: a command from outside, or what became of an action.
///
/// Whatever is random, timed or read from elsewhere comes in with the input, so that deciding stays
/// pure.
public sealed interface RunInput {

  /// Go.
  ///
  /// @param tainted whether what it starts with may have been written by strangers
  record Start(int branch, int history, boolean tainted) implements RunInput {}

  /// Hear this before the next turn.
  ///
  /// @param tainted whether it may have been written by strangers
  record Steer(List<Message> messages, String by, boolean tainted) implements RunInput {

    /// What a user says.
    public Steer(List<Message> messages, String by) {
      this(messages, by, false);
    }
  }

  /// Begin nothing new.
  record Pause(String by) implements RunInput {}

  /// Go on, under these limits.
  record Resume(String by, RunLimits limits) implements RunInput {}

  /// Stop.
  ///
  /// @param undo what becomes of what it has done
  record Cancel(String reason, String by, Undo undo) implements RunInput {

    /// Stops it and whatever it takes back.
    public Cancel(String reason, String by) {
      this(reason, by, Undo.NOTHING);
    }

    /// What becomes of what a run has done.
    public enum Undo {
      /// Nothing more of it is taken back.
      NOTHING,
      /// What is being taken back is, and no more.
      AS_IT_IS,
      /// All of it is taken back.
      ALL
    }
  }

  /// What is to be taken back was found.
  ///
  /// @param effects what it is, the last of it first
  /// @param before the place in the tree of the end of the earliest of these calls
  /// @param unknown the calls of which nobody knows whether they took effect
  /// @param failure why it could not be looked for
  record EffectsFound(
      ActionRef ref,
      String undo,
      List<Undoable> effects,
      long before,
      List<UndoReport.Line> unknown,
      UndoEvent.Rest rest,
      Optional<Failure> failure)
      implements RunInput {

    /// Copies the lists.
    public EffectsFound {
      effects = List.copyOf(effects);
      unknown = List.copyOf(unknown);
    }
  }

  /// Here is the answer to a question.
  record Answer(String question, Resolution resolution, Optional<Json> answer, String by)
      implements RunInput {}

  /// A model call is about to be made.
  ///
  /// @param selection how the deployment was chosen, when there was a choice
  record ModelStarting(ActionRef ref, String model, Cost reserved, Optional<Selection> selection)
      implements RunInput {

    /// A call without a choice.
    public ModelStarting(ActionRef ref, String model, Cost reserved) {
      this(ref, model, reserved, Optional.empty());
    }
  }

  /// A model call or a compaction cannot be paid for, and is not made.
  record BudgetShort(ActionRef ref, String ledger, Cost wanted, Cost balance, Cost cap)
      implements RunInput {}

  /// A model call ended.
  ///
  /// @param cost what it cost by the price table
  /// @param draw a number in [0, 1) for the jitter of a retry
  /// @param tools how each tool that may be called is treated; one that is missing is unknown
  /// @param findings what is wrong with a structured answer
  /// @param elsewhere the deployment that stands ready, when a failure is better met by asking
  ///   another one
  record ModelEnded(
      ActionRef ref,
      ModelOutcome outcome,
      Cost cost,
      double draw,
      Map<String, Treatment> tools,
      List<String> findings,
      Optional<String> elsewhere)
      implements RunInput {

    /// A call of a model that nothing stands in for.
    public ModelEnded(
        ActionRef ref,
        ModelOutcome outcome,
        Cost cost,
        double draw,
        Map<String, Treatment> tools,
        List<String> findings) {
      this(ref, outcome, cost, draw, tools, findings, Optional.empty());
    }

    /// Copies the collections.
    public ModelEnded {
      tools = Map.copyOf(tools);
      findings = List.copyOf(findings);
    }
  }

  /// The context is larger than the agent's threshold. Refused when it was shortened already or
  /// cannot be: then the model is asked with what there is.
  record ContextLarge(ActionRef ref) implements RunInput {}

  /// A compaction is about to ask its model.
  record CompactionStarting(ActionRef ref, String model, Cost reserved) implements RunInput {}

  /// The context was shortened.
  record Compacted(
      ActionRef ref,
      String summary,
      int through,
      long charsBefore,
      long charsAfter,
      Usage usage,
      Cost cost)
      implements RunInput {}

  /// It could not be shortened.
  record NotCompacted(ActionRef ref, Failure failure, Usage usage, Cost cost) implements RunInput {}

  /// How a tool is treated and where it runs.
  record Treatment(ToolPolicy policy, String location) {}

  /// A call was judged.
  ///
  /// @param input the arguments as they are now
  /// @param refusal why it is denied, when it is
  /// @param ticket what a human is asked, when one is
  /// @param grant the standing approval that answers for the human
  record ToolJudged(
      ActionRef ref,
      List<Finding> findings,
      Json input,
      CallDigests digests,
      Optional<Failure> refusal,
      Optional<Ticket> ticket,
      Optional<String> grant)
      implements RunInput {

    /// Copies the findings.
    public ToolJudged {
      findings = List.copyOf(findings);
    }
  }

  /// A client shall make a call.
  ///
  /// @param nonce what its result must repeat
  record ClientOffered(ActionRef ref, String nonce, Instant expires) implements RunInput {}

  /// What was judged is not what would be called now.
  record ClearanceStale(ActionRef ref, String reason) implements RunInput {}

  /// A human's word on a call.
  ///
  /// @param edited other arguments in the place of the model's
  /// @param grant a standing approval to give with it
  record Approve(
      String approval,
      ApprovalEvent.Decision decision,
      Approver by,
      Optional<String> reason,
      Optional<Json> edited,
      Optional<Grant> grant)
      implements RunInput {}

  /// A client made a call it was offered.
  record ClientAnswered(String callId, String nonce, ToolOutcome outcome) implements RunInput {}

  /// A tool wants to know something of the human.
  record ToolAsked(ActionRef ref, String question, String prompt, Json schema)
      implements RunInput {}

  /// It has started another run.
  record ChildBegan(
      String child, String call, String agent, String task, RunEvent.Attachment attachment)
      implements RunInput {}

  /// A run it has started has ended.
  ///
  /// @param report what it brought, when it worked for a node of a workflow
  record ChildDone(
      String child,
      String status,
      Usage usage,
      Cost cost,
      String notice,
      boolean tainted,
      Optional<Brought> report)
      implements RunInput {

    /// The end of a run that a tool call started.
    public ChildDone(
        String child, String status, Usage usage, Cost cost, String notice, boolean tainted) {
      this(child, status, usage, cost, notice, tainted, Optional.empty());
    }
  }

  /// What a run has brought to the node of a workflow it worked for.
  ///
  /// @param calls what tells the tool calls it made from others
  record Brought(Optional<Json> output, Optional<Failure> failure, Optional<String> calls) {

    RunEvent.ChildReport of(String work) {
      return new RunEvent.ChildReport(work, output, failure, calls);
    }
  }

  /// What a node of a workflow wants to begin has a tool to call.
  record NodeCall(ActionRef ref, String tool, Json args, Treatment treatment) implements RunInput {}

  /// A node of a workflow asks a human.
  ///
  /// @param question `quest_…`
  record NodeAsk(ActionRef ref, String question) implements RunInput {}

  /// What a node of a workflow wants to begin cannot begin.
  record NodeBroken(ActionRef ref, Failure failure) implements RunInput {}

  /// Somebody was chosen to do what a node is there for.
  ///
  /// @param spend what the advice of a router has cost, when one was asked
  record NodeRouted(
      ActionRef ref,
      String chosen,
      List<NodeEvent.Candidate> candidates,
      Optional<NodeEvent.Spend> spend)
      implements RunInput {

    /// Copies the candidates.
    public NodeRouted {
      candidates = List.copyOf(candidates);
    }
  }

  /// A node shall not be done.
  ///
  /// @param node its path, or the id of its step where only one node has it
  record SkipNode(String node, String reason, String by) implements RunInput {}

  /// A node, and what followed from it, shall be done again.
  record RedoNode(String node, String reason, String by) implements RunInput {}

  /// A step shall be done after a node.
  record InsertStep(String after, Step step, String reason, String by) implements RunInput {}

  /// What workflows share from one run of the session to the next, by key.
  record Remember(Map<String, Json> kept) implements RunInput {

    /// Copies the values.
    public Remember {
      kept = Map.copyOf(kept);
    }
  }

  /// Here is a signal.
  record Signal(String name, Json payload, String by) implements RunInput {}

  /// Foreign rules have joined what a transformation writes to what is there.
  record NodeMerged(ActionRef ref, Map<Errand.Write, Json> results) implements RunInput {

    /// Copies the results.
    public NodeMerged {
      results = Map.copyOf(results);
    }
  }

  /// An agent says something about the rest of the workflow.
  ///
  /// @param work the beginning of the node it works for
  /// @param target the step to be done next; the end of the workflow when absent
  record GiveSignal(String work, Optional<String> target, Optional<Json> output, String reason)
      implements RunInput {}

  /// An agent writes to the shared state.
  ///
  /// @param write names it; a write of the same name counts once
  /// @param expected the version it has seen; any when absent
  /// @param merged what a rule made of it that is not the interpreter's own
  record WriteState(
      String work,
      String write,
      String key,
      Json value,
      Optional<Integer> expected,
      Optional<Json> merged)
      implements RunInput {}

  /// An agent writes to others.
  ///
  /// @param message names it; a message of the same name counts once
  record SendMessage(String work, String message, String to, String text) implements RunInput {}

  /// A tool is about to be run.
  record ToolStarting(ActionRef ref, String key) implements RunInput {}

  /// A tool call ended.
  ///
  /// @param draw a number in [0, 1) for the jitter of a retry
  /// @param tainted whether the outcome may hold what strangers wrote
  /// @param sandbox what it ran in, when it ran in a sandbox
  record ToolEnded(
      ActionRef ref,
      ToolOutcome outcome,
      long millis,
      Optional<String> blob,
      double draw,
      boolean tainted,
      Optional<Isolation> sandbox)
      implements RunInput {

    /// A call that ran in no sandbox.
    public ToolEnded(
        ActionRef ref,
        ToolOutcome outcome,
        long millis,
        Optional<String> blob,
        double draw,
        boolean tainted) {
      this(ref, outcome, millis, blob, draw, tainted, Optional.empty());
    }
  }

  /// A tool said whether a call took effect.
  record ToolProbed(ActionRef ref, Optional<ToolOutcome> outcome) implements RunInput {}

  /// A timer rang.
  record TimerRang(ActionRef ref) implements RunInput {}

  /// An action was in flight when the process went away.
  ///
  /// @param question the id for a question, should one have to be asked
  record Lost(ActionRef ref, String question) implements RunInput {}

  /// An action that was dropped ended before it did anything.
  record Closed(ActionRef ref) implements RunInput {}
}
