package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.approval.Approver;
import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.event.ApprovalEvent.Decision;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.ToolCall.Status.Approving;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Changes.FindCalls;
import dev.gatehouse.runtime.seat.Changes.FoundCall;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// An answer of a run in this process.
final class EmbeddedAnswer implements LiveAnswer {

  private static final String PERSON = "user";

  private static final Approver APPROVER =
      new Approver(EmbeddedBackend.USER, EmbeddedBackend.USER, Set.of("user", "operator", "admin"));

  private final AgentRuntime runtime;
  private final String session;
  private final String run;
  private final Onlooker onlooker;
  private final Deque<Shown> waiting = new ArrayDeque<>();

  /// The answer of a run, whoever began it.
  EmbeddedAnswer(AgentRuntime runtime, String session, String run, Place from) {
    this(runtime, session, run, runtime.look(run, from));
  }

  private EmbeddedAnswer(AgentRuntime runtime, String session, String run, Onlooker onlooker) {
    this.runtime = runtime;
    this.session = session;
    this.run = run;
    this.onlooker = onlooker;
  }

  /// Begins a run, and misses nothing of its answer.
  ///
  /// @param begin begins it, and says which run that is: perhaps another one
  static EmbeddedAnswer of(AgentRuntime runtime, RunSpec spec, Supplier<String> begin) {
    var onlooker = runtime.anticipate(spec.id());
    String run = "";
    try {
      run = begin.get();
    } finally {
      if (!run.equals(spec.id())) {
        onlooker.close();
        runtime.forget(spec.id());
      }
    }
    return run.equals(spec.id())
        ? new EmbeddedAnswer(runtime, spec.session(), run, onlooker)
        : new EmbeddedAnswer(runtime, spec.session(), run, Place.START);
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public Optional<Shown> next(Duration patience) throws InterruptedException {
    if (waiting.isEmpty()) {
      for (var frame : onlooker.next(patience)) {
        FrameReading.of(run, frame).ifPresent(waiting::add);
      }
    }
    return Optional.ofNullable(waiting.poll());
  }

  @Override
  public void choose(String question, String choice) {
    runtime.tell(
        session,
        run,
        new RunInput.Answer(
            question, FlowEvent.Resolution.ANSWERED, Optional.of(Json.of(choice)), PERSON));
  }

  @Override
  public Optional<String> decide(Shown.ApprovalWanted wanted, Word word) {
    var result =
        runtime.tell(
            session,
            wanted.run(),
            new RunInput.Approve(
                wanted.approval(),
                word instanceof Word.No ? Decision.DENIED : Decision.APPROVED,
                APPROVER,
                word instanceof Word.No(var reason) ? reason : Optional.empty(),
                word instanceof Word.Edited(var input) ? Optional.of(input) : Optional.empty(),
                word instanceof Word.Session ? grant(wanted) : Optional.empty()));
    return switch (result) {
      case Result.Stepped _ -> Optional.empty();
      case Result.Refused refused -> Optional.of(refused.why().message());
    };
  }

  private Optional<Grant> grant(Shown.ApprovalWanted wanted) {
    return runtime.post(session, new FindCalls(wanted.call().call())).stream()
        .flatMap(found -> grant(found, wanted.approval()).stream())
        .findFirst();
  }

  private Optional<Grant> grant(FoundCall found, String approval) {
    return found.call().status() instanceof Approving waiting
            && waiting.ticket().id().equals(approval)
        ? Optional.of(
            new Grant(
                runtime.ids().grant(),
                Grant.Scope.SESSION,
                waiting.ticket().tool(),
                waiting.ticket().digests().schema(),
                Optional.empty(),
                found.run().agent().name(),
                EmbeddedBackend.USER,
                runtime.clock().instant(),
                Optional.empty()))
        : Optional.empty();
  }

  @Override
  public void cancel() {
    runtime.tell(session, run, new RunInput.Cancel("cancelled at the terminal", PERSON));
  }

  @Override
  public Json record() {
    return runtime.shown(run);
  }

  @Override
  public void close() {
    onlooker.close();
  }
}
