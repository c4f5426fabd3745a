package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a gateway can be told. What the file says, code says with [#STANDARD] and the `with`
/// methods.
///
/// Maps keep the order they were written in: the first agent is the default one.
@Later({"engine", "telemetry"})
public record GatehouseConfig(
    @Doc("Where the server listens and what it accepts.") ServerConfig server,
    @Doc("Who may call.") AuthConfig auth,
    @Doc("Where the data lies.") StoreConfig store,
    @Doc("The services that run models, by name.") Map<String, ProviderConfig> providers,
    @Doc("Names for chains of models.") Map<String, ModelConfig> models,
    @Doc("The agents, by name; the first is the default.") Map<String, AgentConfig> agents,
    @Doc("How single tools are treated, by name.") Map<String, ToolConfig> tools,
    @Doc("Where programs of agents run.") SandboxConfig sandbox,
    @Doc("The rules tool calls are held to, in their order.") List<InterceptorConfig> interceptors,
    @Doc("The MCP servers whose tools agents may use, by name.")
        Map<String, McpServerConfig> mcpServers,
    @Doc("A file with more of them under mcpServers, as other programs write it.")
        Optional<String> mcpConfig,
    @Doc("Where skills lie.") SkillsConfig skills,
    @Doc("Where workflows lie, and how they are run.") WorkflowsConfig workflows,
    @Doc("Where results can be brought, by name.") Map<String, DeliveryConfig> delivery,
    @Doc("What models cost.") PricesConfig prices,
    @Doc("Work that is done again and again without anybody asking, by name.")
        Map<String, ScheduleConfig> schedules,
    @Doc("What runs and sessions may use.") LimitsConfig limits) {

  /// No provider, no agent, and the standard for everything else.
  public static final GatehouseConfig STANDARD =
      new GatehouseConfig(
          ServerConfig.STANDARD,
          AuthConfig.STANDARD,
          StoreConfig.STANDARD,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          SandboxConfig.STANDARD,
          List.of(),
          Map.of(),
          Optional.empty(),
          SkillsConfig.STANDARD,
          WorkflowsConfig.STANDARD,
          Map.of(),
          PricesConfig.STANDARD,
          Map.of(),
          LimitsConfig.STANDARD);

  /// Copies the maps and keeps their order.
  public GatehouseConfig {
    providers = InOrder.copyOf(providers);
    models = InOrder.copyOf(models);
    agents = InOrder.copyOf(agents);
    tools = InOrder.copyOf(tools);
    interceptors = List.copyOf(interceptors);
    mcpServers = InOrder.copyOf(mcpServers);
    schedules = InOrder.copyOf(schedules);
    delivery = InOrder.copyOf(delivery);
  }

  /// {@return the name of the agent that serves requests which name none}
  public Optional<String> defaultAgent() {
    return agents.keySet().stream().findFirst();
  }

  /// {@return this configuration with another server}
  public GatehouseConfig withServer(ServerConfig other) {
    return Replaced.in(this, "server", other);
  }

  /// {@return this configuration with other callers}
  public GatehouseConfig withAuth(AuthConfig other) {
    return Replaced.in(this, "auth", other);
  }

  /// {@return this configuration with another store}
  public GatehouseConfig withStore(StoreConfig other) {
    return Replaced.in(this, "store", other);
  }

  /// {@return this configuration with one more provider, or another of that name}
  public GatehouseConfig withProvider(String name, ProviderConfig provider) {
    return Replaced.in(this, "providers", with(providers, name, provider));
  }

  /// {@return this configuration with one more model, or another of that name}
  public GatehouseConfig withModel(String name, ModelConfig model) {
    return Replaced.in(this, "models", with(models, name, model));
  }

  /// {@return this configuration with one more agent, or another of that name}
  public GatehouseConfig withAgent(String name, AgentConfig agent) {
    return Replaced.in(this, "agents", with(agents, name, agent));
  }

  /// {@return this configuration with one more tool, or another of that name}
  public GatehouseConfig withTool(String name, ToolConfig tool) {
    return Replaced.in(this, "tools", with(tools, name, tool));
  }

  /// {@return this configuration with other sandboxes}
  public GatehouseConfig withSandbox(SandboxConfig other) {
    return Replaced.in(this, "sandbox", other);
  }

  /// {@return this configuration with one more rule for tool calls}
  public GatehouseConfig withInterceptor(InterceptorConfig interceptor) {
    var more = new ArrayList<>(interceptors);
    more.add(interceptor);
    return Replaced.in(this, "interceptors", more);
  }

  /// {@return this configuration with one more MCP server, or another of that name}
  public GatehouseConfig withMcpServer(String name, McpServerConfig mcpServer) {
    return Replaced.in(this, "mcpServers", with(mcpServers, name, mcpServer));
  }

  /// {@return this configuration with a file of MCP servers}
  public GatehouseConfig withMcpConfig(String file) {
    return Replaced.in(this, "mcpConfig", Optional.of(file));
  }

  /// {@return this configuration with other skills}
  public GatehouseConfig withSkills(SkillsConfig other) {
    return Replaced.in(this, "skills", other);
  }

  /// {@return this configuration with other workflows}
  public GatehouseConfig withWorkflows(WorkflowsConfig other) {
    return Replaced.in(this, "workflows", other);
  }

  /// {@return this configuration with one more place for results, or another of that name}
  public GatehouseConfig withDelivery(String name, DeliveryConfig place) {
    return Replaced.in(this, "delivery", with(delivery, name, place));
  }

  /// {@return this configuration with other prices}
  public GatehouseConfig withPrices(PricesConfig other) {
    return Replaced.in(this, "prices", other);
  }

  /// {@return this configuration with one more schedule, or another of that name}
  public GatehouseConfig withSchedule(String name, ScheduleConfig schedule) {
    return Replaced.in(this, "schedules", with(schedules, name, schedule));
  }

  /// {@return this configuration with other limits}
  public GatehouseConfig withLimits(LimitsConfig other) {
    return Replaced.in(this, "limits", other);
  }

  private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
    var more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }
}
