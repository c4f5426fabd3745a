package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.CallNames;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.StructuredAnswer;
import dev.gatehouse.core.run.Talk.Compactable;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.RunContext;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import dev.gatehouse.runtime.routing.FirstWord;
import dev.gatehouse.runtime.routing.Flight;
import dev.gatehouse.runtime.routing.ModelRouter;
import dev.gatehouse.runtime.routing.ModelRouter.Pick;
import dev.gatehouse.runtime.seat.BudgetExceeded;
import dev.gatehouse.runtime.stream.LiveStreams;
import dev.gatehouse.runtime.stream.Pen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Asks models for turns: finds the model, reserves the money, records the dispatch, streams the
/// answer, posts how it ended.
public final class ModelPerformer {

  /// How many messages a conversation must have before its start is worth a summary.
  private static final int WORTH_COMPACTING = 4;

  private final Catalog catalog;
  private final SchemaValidator schemas;
  private final LiveStreams streams;
  private final Artifacts artifacts;
  private final Toolbox tools;
  private final ModelRouter router;

  /// A performer over a catalog.
  ModelPerformer(
      Catalog catalog,
      SchemaValidator schemas,
      LiveStreams streams,
      Artifacts artifacts,
      Toolbox tools,
      ModelRouter router) {
    this.catalog = catalog;
    this.schemas = schemas;
    this.streams = streams;
    this.artifacts = artifacts;
    this.tools = tools;
    this.router = router;
  }

  void perform(Job<Action.CallModel> job) {
    switch (catalog.resolve(job.spec().agent().model(), job.spec().session())) {
      case Resolution.Missing missing -> fail(job, missing.failure());
      case Resolution.Found found -> choose(job, Resolution.Pool.of(found));
      case Resolution.Pool pool -> choose(job, pool);
    }
  }

  private void choose(Job<Action.CallModel> job, Resolution.Pool pool) {
    Optional<Pick> pick = router.pick(pool, job.run(), ThreadLocalRandom.current().nextDouble());
    if (pick.isEmpty()) {
      fail(job, ModelRouter.priceless(pool));
      return;
    }
    try (Flight _ = pick.get().flight()) {
      ask(job, pick.get());
    }
  }

  private void ask(Job<Action.CallModel> job, Pick pick) {
    Resolution.Found found = pick.found();
    ModelRequest request = request(job, found);
    if (tooLarge(job.run(), request) && job.tell(new RunInput.ContextLarge(job.action().ref()))) {
      return;
    }
    Cost reserve = found.worstCase(Prompt.mostTokens(request), request.maxTokens());
    if (dispatch(job, pick, reserve)) {
      FirstWord listener = new FirstWord(new NamedCalls(pen(job), CallNames.of(job.run())));
      ModelOutcome outcome = call(job, found, request, listener);
      finish(job, pick, outcome, router.learn(pick, job.run(), outcome, listener.after()));
    }
  }

  private static boolean tooLarge(RunState run, ModelRequest request) {
    return run.talk().context().tokens() == 0
        && run.talk().context().compactable() == Compactable.YES
        && run.talk().context().summary().isEmpty()
        && request.messages().size() >= WORTH_COMPACTING
        && Prompt.likelyTokens(request.messages()) >= run.spec().agent().compactAt();
  }

  /// {@return whether the call may be made}
  private static boolean dispatch(Job<Action.CallModel> job, Pick pick, Cost reserve) {
    var ref = job.action().ref();
    try {
      boolean wanted =
          job.tell(new RunInput.ModelStarting(ref, pick.found().name(), reserve, pick.selection()));
      if (!wanted) {
        job.close();
      }
      return wanted;
    } catch (BudgetExceeded refused) {
      job.tell(
          new RunInput.BudgetShort(
              ref, refused.ledger(), reserve, refused.balance(), refused.cap()));
      return false;
    }
  }

  private Pen pen(Job<Action.CallModel> job) {
    return new Pen(
        streams.of(job.spec().root()),
        job.spec().id(),
        job.action().turn(),
        job.action().ref().attempt());
  }

  private static ModelOutcome call(
      Job<Action.CallModel> job,
      Resolution.Found found,
      ModelRequest request,
      ModelListener listener) {
    try {
      return ScopedValue.where(RunContext.CURRENT, RunContext.of(job.spec()))
          .call(() -> found.model().call(request, listener, job.cancel()));
    } catch (RuntimeException broken) {
      return new ModelOutcome.Failed(
          Failure.of(
              Failure.Code.INTERNAL, "the adapter of '" + found.name() + "' broke: " + broken),
          Usage.NONE);
    } finally {
      // What was heard before the answer broke off is shown before its end.
      listener.drained();
    }
  }

  private void finish(
      Job<Action.CallModel> job, Pick pick, ModelOutcome outcome, Optional<String> elsewhere) {
    Cost cost = pick.found().cost(outcome.usage());
    job.tell(
        new RunInput.ModelEnded(
            job.action().ref(),
            outcome,
            cost,
            ThreadLocalRandom.current().nextDouble(),
            tools.treatments(job.spec().agent()),
            findings(job.run(), outcome),
            elsewhere));
  }

  private static void fail(Job<Action.CallModel> job, Failure failure) {
    job.tell(
        new RunInput.ModelEnded(
            job.action().ref(),
            new ModelOutcome.Failed(failure, Usage.NONE),
            Cost.ZERO,
            0,
            Map.of(),
            List.of()));
  }

  private List<String> findings(RunState run, ModelOutcome outcome) {
    Optional<Json> schema = run.spec().request().outputSchema();
    if (schema.isEmpty()
        || !(outcome instanceof ModelOutcome.Replied reply)
        || reply.stop() == StopReason.TOOL_USE) {
      return List.of();
    }
    StringBuilder text = new StringBuilder();
    for (Content block : reply.content()) {
      if (block instanceof Content.Text said) {
        text.append(said.text());
      }
    }
    return StructuredAnswer.of(text.toString())
        .map(value ->
            schemas.validate(schema.get(), value).stream()
                .map(finding -> finding.pointer() + ": " + finding.message())
                .toList())
        .orElseGet(() -> List.of("the answer is not a JSON value"));
  }

  private ModelRequest request(Job<Action.CallModel> job, Resolution.Found found) {
    AgentProfile agent = job.spec().agent();
    RunState run = job.run();
    List<Message> messages = Prompt.messages(run, job.session());
    long left =
        run.control()
            .limits()
            .maxTokens()
            .map(most -> most - run.spent().usage().total())
            .orElse(Long.MAX_VALUE);
    int most = found.atMost(Math.min(agent.maxTokens(), left));
    List<ToolSpec> offered = tools.offered(agent, messages);
    if (!catalog.sources().isEmpty()) {
      streams.offer(
          run.spec().root(), run.spec().id(), offered.stream().map(ToolSpec::name).toList());
    }
    return new ModelRequest(
        found.wireName(),
        agent.prompt(),
        Pictures.resolved(messages, run.spec().session(), artifacts),
        offered,
        most,
        agent.thinking(),
        run.spec().request().outputSchema(),
        found.credential(),
        run.spec().request().trace());
  }
}
