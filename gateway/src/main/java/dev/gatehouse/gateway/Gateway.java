package dev.gatehouse.gateway;

import dev.gatehouse.adapters.http.KnownPrices;
import dev.gatehouse.adapters.sandbox.CodeExecution;
import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.adapters.schema.Re2Patterns;
import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.delivery.RetryPlan;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.PriceTable;
import dev.gatehouse.core.policy.InterceptorChain;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.FileFinding;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.skills.SkillShelf;
import dev.gatehouse.gateway.state.StateFolder;
import dev.gatehouse.gateway.state.UpdateState;
import dev.gatehouse.protocols.api.ApiHooks;
import dev.gatehouse.protocols.api.ApiServer;
import dev.gatehouse.protocols.api.SessionCredentials;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.delivery.Courier;
import dev.gatehouse.runtime.schedule.Schedules;
import dev.gatehouse.runtime.seat.Budgets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// A running gateway: the whole program, wired by constructors on this page.
///
///     Gateway.serve("You are a patient teacher of mathematics.");
public final class Gateway implements AutoCloseable {

  private final GatehouseConfig config;
  private final Hooks hooks;
  private final Outside outside;
  private final List<ToolSource> sources;
  private final Optional<CodeExecution> code;
  private final ConfiguredTools configured;
  private final InterceptorChain interceptors;
  private final ConfiguredRuns runs;
  private final DeliveryBook deliveries;
  private final Courier courier;
  private final AgentRuntime runtime;
  private final HeadlessReception reception;
  private final Schedules schedules;
  private final Housekeeper housekeeper;
  private final Optional<ApiServer> server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  /// Whether a gateway listens.
  enum Face {
    HTTP,
    NONE
  }

  private Gateway(GatewayPlan plan, Face face, GatehouseConfig config, Outside outside) {
    this.config = config;
    this.outside = outside;
    hooks = plan.hooks();
    InstantSource clock = InstantSource.system();
    SqliteStore store = outside.store();
    Keys keys = Keys.of(config, plan.data());
    SessionCredentials credentials = new SessionCredentials(store.records(), keys.seal(), clock);
    ModelBook book = ModelBook.of(config, plan.environment(), outside.upstream(), plan.providers());
    code = CodeWiring.open(config, plan.data());
    sources = List.copyOf(plan.sources());
    Redaction redaction = Redaction.of(config, plan.environment());
    RedactedLine.install(redaction);
    NetworkntValidator schemas = new NetworkntValidator();
    SchemaBook.requireSound(config, schemas);
    configured = ConfiguredTools.of(config, schemas);
    deliveries = DeliveryBook.of(plan, clock, redaction);
    ToolShelf tools = shelf(plan, redaction);
    UndoBook.requireSound(config, tools.tools());
    runs = new ConfiguredRuns(config, tools, plan.factory());
    interceptors = judges(plan, clock);
    Catalog catalog =
        skilled(served(plan, tools, book, own(credentials, redaction), redaction), tools);
    WorkflowFiles.require(config.workflows(), catalog);
    runtime =
        AgentRuntime.open(
            new AgentRuntime.Parts(
                store.events(),
                store.blobs(),
                catalog,
                schemas,
                clock,
                new Budgets(_ -> config.limits().session().maxBudgetUsd()),
                new HookObserver(hooks)));
    reception = new HeadlessReception(plan, runs, credentials, config.auth().resolverTimeout());
    schedules = ScheduleWiring.open(plan, runtime, deliveries::names, reception);
    courier = Courier.start(runtime.outbox(), deliveries, RetryPlan.STANDARD, clock);
    server =
        face == Face.NONE
            ? Optional.empty()
            : Optional.of(
                ApiServer.start(
                    new ApiServer.Parts(
                        runtime,
                        store.records(),
                        schemas,
                        keys.api(),
                        keys.tokens(clock, runtime.ids()),
                        credentials,
                        schedules,
                        apiHooks(plan)),
                    ApiWiring.settings(config)));
    housekeeper = new Housekeeper(runtime, store.records(), server, code, config);
  }

  /// What a caller brought is a secret from the moment it is used.
  private static ModelDirectory.OwnCredentials own(
      SessionCredentials credentials, Redaction redaction) {
    return (session, kind) ->
        credentials.find(session, kind.name().toLowerCase(Locale.ROOT)).map(redaction::learned);
  }

  private InterceptorChain judges(GatewayPlan plan, InstantSource clock) {
    InterceptorChain chain =
        new InterceptorBook(new Re2Patterns(), clock)
            .chain(plan.interceptors(), config.interceptors());
    InterceptorBook.requireKnown(chain, config);
    return chain;
  }

  private ApiHooks apiHooks(GatewayPlan plan) {
    return ApiWiring.hooks(plan, config, runs)
        .withHealth(() -> CodeWiring.facts(code))
        .withHandovers(deliveries);
  }

  private ToolShelf shelf(GatewayPlan plan, Redaction redaction) {
    List<Tool> local =
        Stream.of(
                outside.state().map(UpdateState::new).stream(),
                plan.tools().stream(),
                configured.tools().stream(),
                code.stream().flatMap(it -> it.tools().stream()))
            .<Tool>flatMap(each -> each)
            .toList();
    List<ToolSource> all =
        Stream.concat(plan.sources().stream(), outside.mcp().sources().stream()).toList();
    return new ToolShelf(local, all, config.tools(), redaction);
  }

  private Catalog served(
      GatewayPlan plan,
      ToolShelf tools,
      ModelBook book,
      ModelDirectory.OwnCredentials credentials,
      Redaction redaction) {
    var directory = new ModelDirectory(book, config.models(), prices(), credentials, redaction);
    KnownModels.require(directory, config, plan.model());
    return ServedCatalog.of(
        config,
        AgentBook.agents(config, tools, plan.model().orElseGet(book::standard)),
        tools,
        directory,
        PolicyBook.policy(config, interceptors, new Re2Patterns()),
        plan.merges());
  }

  /// Serves one agent with this prompt until the process is stopped, with the standard for
  /// everything else: loopback, port 8000, data in `.gatehouse`, the model of the vendor whose key
  /// is set or else the demo model. What goes wrong at the start is said in one line, and ends the
  /// process with exit code 1.
  public static void serve(String prompt) {
    try {
      Gateway gateway = plan().agent("agent", prompt).start();
      System.out.println("Gatehouse is ready at " + gateway.url());
      gateway.join();
    } catch (GatehouseException wrong) {
      System.err.println("gatehouse: " + wrong.getMessage());
      System.exit(1);
    }
  }

  /// Plans a gateway.
  public static GatewayPlan plan() {
    return new GatewayPlan();
  }

  static Gateway open(GatewayPlan plan, Face face) {
    GatehouseConfig config = withAgent(plan);
    Outside outside = Outside.open(plan, config);
    Gateway gateway = built(plan, face, config, outside);
    gateway.housekeeper.start();
    if (face == Face.HTTP) {
      gateway.schedules.start();
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("gatehouse-stop").unstarted(gateway::close));
    }
    gateway.hooks.startup(gateway);
    return gateway;
  }

  private static Gateway built(
      GatewayPlan plan, Face face, GatehouseConfig config, Outside outside) {
    try {
      return new Gateway(plan, face, config, outside);
    } catch (RuntimeException failed) {
      outside.close();
      throw failed;
    }
  }

  /// Without any agent there is one with a plain prompt.
  private static GatehouseConfig withAgent(GatewayPlan plan) {
    return plan.config().agents().isEmpty()
        ? plan.config().withAgent("assistant", AgentConfig.Local.STANDARD)
        : plan.config();
  }

  private Catalog skilled(Catalog served, ToolShelf tools) {
    Optional<String> dir = config.skills().dir();
    if (dir.isEmpty()) {
      return served;
    }
    SkillBook book = new SkillBook(config, SkillShelf.open(Path.of(dir.get())), tools);
    book.agents(served.agents().getFirst()); // what is wrong with their tools is said now
    return new SkilledCatalog(
        served, book, book.readingTools().stream().map(tools::treated).toList());
  }

  private static ConfigException wrongPrices(String why) {
    return new ConfigException("gatehouse.yaml", List.of(new ConfigError(0, "prices.file", why)));
  }

  private PriceTable prices() {
    Optional<String> file = config.prices().file();
    if (file.isEmpty()) {
      return KnownPrices.load();
    }
    Path table = Path.of(file.get());
    try {
      return KnownPrices.load().overlaidWith(PriceTable.of(Json.parse(Files.readAllBytes(table))));
    } catch (IOException unreadable) {
      throw wrongPrices(FileFinding.of(table, unreadable));
    } catch (GatehouseException malformed) {
      throw wrongPrices(FileFinding.shown(table) + ": " + malformed.getMessage());
    }
  }

  /// {@return where it listens, such as `http://127.0.0.1:8000`}
  public String url() {
    return "http://"
        + config.server().host()
        + ":"
        + server.map(ApiServer::port).orElseGet(() -> config.server().port());
  }

  /// Runs a workflow to its end. What would need a human fails at once.
  ///
  /// @param context what the workflow is given, and its templates see as `context`
  /// @throws dev.gatehouse.core.workflow.WorkflowException when the workflow could not run here, or
  ///   takes no such input
  public WorkflowResult execute(Workflow workflow, Json.Obj context) throws InterruptedException {
    try (WorkflowRun run =
        begin(new WorkflowRun.Order(workflow, context, context, RunSpec.Watch.HEADLESS))) {
      return run.await();
    }
  }

  /// Begins a run of a workflow.
  ///
  /// @throws dev.gatehouse.core.workflow.WorkflowException when the workflow could not run here, or
  ///   takes no such input
  public WorkflowRun begin(WorkflowRun.Order order) {
    return WorkflowRun.begin(runtime, new NetworkntValidator(), order);
  }

  /// {@return the runtime, for programs that use the gateway without HTTP}
  public AgentRuntime runtime() {
    return runtime;
  }

  /// {@return the schedules; a gateway without a server begins none of them unless it is told to}
  public Schedules schedules() {
    return schedules;
  }

  /// {@return the configuration it was started with}
  public GatehouseConfig config() {
    return config;
  }

  /// {@return what agents keep, when they do}
  Optional<StateFolder> state() {
    return outside.state();
  }

  /// {@return an agent as it is on the channel of a session}
  public Agent agentOn(Agent agent, SessionCreated session) {
    return runs.agent(agent, session);
  }

  /// {@return the names of the deliveries that runs can ask for}
  public Set<String> deliveries() {
    return deliveries.names();
  }

  /// Waits until every delivery that is due has been tried. What is left then is not lost: it is
  /// tried by the next process on the same data.
  ///
  /// @return whether that was done in time
  public boolean settleDeliveries(Duration patience) throws InterruptedException {
    return courier.settle(patience);
  }

  /// {@return what has a say in sessions that no request opens}
  HeadlessReception reception() {
    return reception;
  }

  /// {@return what judges tool calls before they are made}
  InterceptorChain interceptors() {
    return interceptors;
  }

  /// Waits until it is closed.
  public void join() {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops: listens no more, lets what is in flight finish for a while, and leaves the rest to be
  /// continued by the next process on the same data.
  @Override
  public void close() {
    close(config.server().stopTimeout());
  }

  /// Stops.
  ///
  /// @param patience how long what is in flight may take to finish
  public void close(Duration patience) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    hooks.shutdown();
    housekeeper.close();
    schedules.close();
    reception.close();
    server.ifPresent(ApiServer::close);
    runtime.close(patience);
    runtime.close(config.server().stopTimeout());
    courier.close();
    deliveries.close();
    sources.forEach(ToolSource::close);
    code.ifPresent(CodeExecution::close);
    configured.close();
    outside.close();
    closed.countDown();
  }
}
