package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Interceptor;
import dev.gatehouse.core.spi.Merge;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.workflow.Known;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.McpServerConfig;
import dev.gatehouse.gateway.config.ScheduleConfig;
import dev.gatehouse.protocols.api.CredentialsResolver;
import dev.gatehouse.protocols.api.RuntimeFactory;
import dev.gatehouse.runtime.schedule.ScheduleListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a gateway will be: configuration, and what only code can add. Whatever the file can say,
/// [#config] can say.
///
/// Not safe for several threads; each method changes the plan and returns it.
public final class GatewayPlan {

  private GatehouseConfig config = GatehouseConfig.STANDARD;
  private Environment environment = Environment.ofProcess();
  private Optional<Path> data = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Hooks hooks = Hooks.NONE;
  private Optional<CredentialsResolver> resolver = Optional.empty();
  private Optional<RuntimeFactory> factory = Optional.empty();
  private Optional<StatePlan> state = Optional.empty();
  private ScheduleListener ticks = ScheduleListener.SILENT;
  private final List<Tool> tools = new ArrayList<>();
  private final List<ToolSource> sources = new ArrayList<>();
  private final List<Interceptor> interceptors = new ArrayList<>();
  private final Map<String, Recipient> recipients = new LinkedHashMap<>();
  private final Map<String, Model> providers = new LinkedHashMap<>();
  private final Map<String, CustomAgent> customAgents = new LinkedHashMap<>();
  private final Map<String, Merge> merges = new LinkedHashMap<>();

  /// A state that agents keep.
  ///
  /// @param folder where it lies
  /// @param schema what it must look like; a file in the folder says it when this is empty
  record StatePlan(Path folder, Optional<Json.Obj> schema) {}

  GatewayPlan() {}

  /// {@return a plan of the same, to be changed without changing this one}
  GatewayPlan copied() {
    GatewayPlan copy = new GatewayPlan();
    copy.config = config;
    copy.environment = environment;
    copy.data = data;
    copy.model = model;
    copy.hooks = hooks;
    copy.resolver = resolver;
    copy.factory = factory;
    copy.state = state;
    copy.tools.addAll(tools);
    copy.sources.addAll(sources);
    copy.ticks = ticks;
    copy.interceptors.addAll(interceptors);
    copy.recipients.putAll(recipients);
    copy.providers.putAll(providers);
    copy.customAgents.putAll(customAgents);
    copy.merges.putAll(merges);
    return copy;
  }

  /// Keeps log and state in this folder.
  GatewayPlan keeping(StatePlan wanted) {
    state = Optional.of(wanted);
    return data(wanted.folder());
  }

  /// Starts from a configuration instead of from nothing.
  public GatewayPlan config(GatehouseConfig whole) {
    config = whole;
    return this;
  }

  /// Takes variables from elsewhere than the process.
  public GatewayPlan environment(Environment variables) {
    environment = variables;
    return this;
  }

  /// Keeps log, blobs and keys in this folder; `.gatehouse` in the working folder otherwise.
  public GatewayPlan data(Path folder) {
    data = Optional.of(folder);
    return this;
  }

  /// Listens on this port; 0 takes a free one.
  public GatewayPlan port(int port) {
    config = config.withServer(config.server().withPort(port));
    return this;
  }

  /// Asks this model where an agent names none: `provider/name`, or a configured name.
  public GatewayPlan model(String name) {
    model = Optional.of(name);
    return this;
  }

  /// Serves an agent with this prompt and all tools. The first agent is the default one.
  public GatewayPlan agent(String name, String prompt) {
    return agent(name, AgentConfig.Local.STANDARD.withPrompt(prompt));
  }

  /// Serves an agent.
  public GatewayPlan agent(String name, AgentConfig agent) {
    config = config.withAgent(name, agent);
    return this;
  }

  /// Serves an agent written in Java.
  public GatewayPlan agent(String name, CustomAgent agent) {
    customAgents.put(name, agent);
    return agent(
        name,
        AgentConfig.Local.STANDARD
            .withPrompt("An agent written in Java.")
            .withModel(AgentBook.remoteProvider(name) + "/" + name)
            .withTools(List.of())
            .withSkills(List.of()));
  }

  /// Offers a tool.
  public GatewayPlan tool(Tool tool) {
    tools.add(tool);
    return this;
  }

  /// Offers a tool made of a record and a function over it; see [RecordTool].
  public <R extends Record> GatewayPlan tool(Class<R> input, RecordTool.Body<R> body) {
    return tool(RecordTool.of(input, body));
  }

  /// Offers the tools of a source, whichever it has at the moment. The gateway closes it.
  public GatewayPlan source(ToolSource source) {
    sources.add(source);
    return this;
  }

  /// Offers the tools of an MCP server.
  public GatewayPlan mcpServer(String name, McpServerConfig server) {
    config = config.withMcpServer(name, server);
    return this;
  }

  /// Lets code judge tool calls, in the order of these calls and before the configured rules.
  public GatewayPlan interceptor(Interceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /// Hands the results of runs that name this delivery to a program.
  public GatewayPlan delivery(String name, Recipient recipient) {
    recipients.put(name, recipient);
    return this;
  }

  /// Adds a provider of models: `name/anything` asks this model.
  public GatewayPlan provider(String name, Model speaker) {
    providers.put(name, speaker);
    return this;
  }

  /// Lets workflows join values to their state by a rule of this name.
  ///
  /// @throws IllegalArgumentException when a rule of this name is there already
  public GatewayPlan mergeRule(String name, Merge rule) {
    if (Known.RULES.contains(name) || merges.putIfAbsent(name, rule) != null) {
      throw new IllegalArgumentException("there is a merge rule \"" + name + "\" already");
    }
    return this;
  }

  /// Tells a program what happens.
  public GatewayPlan hooks(Hooks listener) {
    hooks = listener;
    return this;
  }

  /// Does work again and again without anybody asking.
  public GatewayPlan schedule(String name, ScheduleConfig schedule) {
    config = config.withSchedule(name, schedule);
    return this;
  }

  /// Tells a program what comes of the ticks of schedules.
  public GatewayPlan ticks(ScheduleListener listener) {
    ticks = listener;
    return this;
  }

  /// Finds out who a caller is and which provider credentials serve it.
  public GatewayPlan credentials(CredentialsResolver who) {
    resolver = Optional.of(who);
    return this;
  }

  /// Chooses per request what a run is made of.
  public GatewayPlan runtimeFactory(RuntimeFactory chooser) {
    factory = Optional.of(chooser);
    return this;
  }

  /// Starts the gateway with its HTTP server.
  public Gateway start() {
    return Gateway.open(this, Gateway.Face.HTTP);
  }

  /// Starts the gateway without a server, to be used through [Gateway#runtime()].
  public Gateway embedded() {
    return Gateway.open(this, Gateway.Face.NONE);
  }

  ScheduleListener ticks() {
    return ticks;
  }

  GatehouseConfig config() {
    return config;
  }

  Environment environment() {
    return environment;
  }

  Path data() {
    return data.or(() -> environment.variable("GATEHOUSE_DATA").map(Path::of))
        .or(() -> config.store().dir().map(Path::of))
        .orElse(Path.of(".gatehouse"));
  }

  Optional<String> model() {
    return model;
  }

  Hooks hooks() {
    return hooks;
  }

  Optional<CredentialsResolver> resolver() {
    return resolver;
  }

  Optional<RuntimeFactory> factory() {
    return factory;
  }

  Optional<StatePlan> state() {
    return state;
  }

  List<Tool> tools() {
    return tools;
  }

  List<ToolSource> sources() {
    return sources;
  }

  List<Interceptor> interceptors() {
    return interceptors;
  }

  Map<String, Merge> merges() {
    return merges;
  }

  Map<String, Recipient> recipients() {
    return recipients;
  }

  Map<String, Model> providers() {
    Map<String, Model> all = new LinkedHashMap<>(providers);
    customAgents.forEach(
        (name, agent) -> all.put(AgentBook.remoteProvider(name), new CustomAgentModel(agent)));
    return all;
  }
}
