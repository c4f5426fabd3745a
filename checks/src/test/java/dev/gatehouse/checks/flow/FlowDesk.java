package dev.gatehouse.checks.flow;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.InMemoryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A runtime with a team of agents and a workflow, and short words for what tests do with it.
final class FlowDesk implements AutoCloseable {

  private static final Price PRICE =
      new Price(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.TWO, new BigDecimal("0.1"));
  private static final ModelFacts FACTS = new ModelFacts(PRICE, 100_000, 4_000, Optional.empty());

  private final InMemoryStore store;
  private final AgentRuntime runtime;
  private final List<Tool> tools;
  private final Map<String, List<String>> crew;
  private Optional<String> router = Optional.empty();

  FlowDesk(InMemoryStore store, Model model, Map<String, List<String>> crew, List<Tool> tools) {
    this.store = store;
    this.tools = List.copyOf(tools);
    this.crew = new LinkedHashMap<>(crew);
    this.runtime =
        AgentRuntime.open(
            new AgentRuntime.Parts(
                store.events(),
                store.blobs(),
                new Troupe(model, this.crew, this.tools, () -> router),
                new NetworkntValidator(),
                InstantSource.system(),
                new Budgets(_ -> Optional.empty()),
                (_, _) -> {}));
  }

  static FlowDesk of(Model model, String... agents) {
    Map<String, List<String>> crew = new LinkedHashMap<>();
    List.of(agents).forEach(agent -> crew.put(agent, List.of()));
    return new FlowDesk(new InMemoryStore(), model, crew, List.of());
  }

  /// Has an agent say who does what several can do.
  FlowDesk routedBy(String agent) {
    router = Optional.of(agent);
    return this;
  }

  private record Troupe(
      Model model,
      Map<String, List<String>> crew,
      List<Tool> tools,
      Supplier<Optional<String>> asked)
      implements Catalog {

    @Override
    public Optional<String> router() {
      return asked.get();
    }

    @Override
    public List<Agent> agents() {
      return crew.entrySet().stream().map(this::agent).toList();
    }

    private Agent agent(Map.Entry<String, List<String>> member) {
      String name = member.getKey();
      AgentProfile profile =
          AgentProfile.of(name, name, "model")
              .withTools(tools.stream().map(tool -> tool.spec().name()).toList())
              .withRetry(RetryPolicy.NONE);
      return new Agent(
          profile,
          RunLimits.STANDARD,
          "an actor",
          List.of(),
          AgentCard.Traits.NONE.withCapabilities(member.getValue()));
    }

    @Override
    public Resolution resolve(String name, String session) {
      return new Resolution.Found(
          "fake/" + name, name, model, Optional.of(FACTS), Optional.empty());
    }

    @Override
    public List<Offer> models() {
      return List.of(new Offer("fake/model", "fake", "Fake", true, 100_000));
    }
  }

  AgentRuntime runtime() {
    return runtime;
  }

  InMemoryStore store() {
    return store;
  }

  static Workflow workflow(String document) {
    return WorkflowDocument.read(Json.parse(document), Patterns.installed());
  }

  /// Begins a run and does not wait for it.
  RunSpec begin(Workflow workflow, Json input) {
    return begin(workflow, input, RunLimits.STANDARD);
  }

  RunSpec begin(Workflow workflow, Json input, RunLimits limits) {
    String session = runtime.ids().session();
    runtime.post(
        session,
        new Changes.Open(
            new SessionCreated(
                session,
                "default",
                "key",
                "user",
                Optional.empty(),
                Json.object().build(),
                runtime.clock().instant()),
            List.of()));
    return begin(session, workflow, input, limits);
  }

  /// Begins a run in the session of one that has ended.
  RunSpec beginAfter(RunSpec ended, Workflow workflow, Json input) {
    return begin(ended.session(), workflow, input, RunLimits.STANDARD);
  }

  private RunSpec begin(String session, Workflow workflow, Json input, RunLimits limits) {
    RunSpec spec =
        new RunSpec(
            RunSpec.Origin.of(runtime.ids().run(), session, RunSpec.Kind.WORKFLOW),
            new RunSpec.Owner("default", "user", "user", Optional.empty(), RunSpec.Watch.WATCHED),
            AgentProfile.of(workflow.id(), "", "")
                .withTools(tools.stream().map(tool -> tool.spec().name()).toList()),
            limits,
            RunSpec.Request.of(List.of(Message.user("go")), runtime.clock().instant()),
            Optional.of(
                new FlowSpec(workflow, 1, input, Json.object().build(), crew, Optional.empty())));
    runtime.post(session, new Changes.Begin(spec));
    return spec;
  }

  /// Waits for the end of a run.
  RunState end(RunSpec run) throws InterruptedException {
    try (Onlooker onlooker = runtime.look(run.root(), Place.at(0))) {
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (!onlooker.ended() && System.nanoTime() < deadline) {
        onlooker.next(Duration.ofMillis(200));
      }
    }
    return state(run);
  }

  RunState run(String document, Json input) throws InterruptedException {
    return end(begin(workflow(document), input));
  }

  RunState state(RunSpec run) {
    return runtime.post(run.session(), new Changes.LookAt(run.id())).orElseThrow();
  }

  FlowState flow(RunSpec run) {
    return state(run).flow().orElseThrow();
  }

  Result tell(RunSpec run, RunInput input) {
    return runtime.tell(run.session(), run.id(), input);
  }

  @Override
  public void close() {
    runtime.close(Duration.ofMillis(200));
  }
}
