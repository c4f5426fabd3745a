package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.core.spi.ModelRequest.Thinking;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One agent: ours, or somebody else's behind our sessions and streams.
public sealed interface AgentConfig {

  /// {@return what it is good for, for people and for routing}
  Optional<String> description();

  /// {@return its part in a team}
  Optional<String> role();

  /// {@return what it can do}
  List<String> capabilities();

  /// {@return how many tasks it should have at a time}
  Optional<Integer> maxConcurrent();

  /// {@return what it costs, compared with others}
  AgentCard.CostClass costClass();

  /// {@return which tasks it is for}
  List<RoutingConfig> routing();

  /// {@return what its runs may use}
  RunLimitsConfig limits();

  /// An agent this gateway runs.
  @Later("hooks")
  record Local(
      @Doc("What it is good for.") Optional<String> description,
      @Required @Doc("Its system prompt.") String prompt,
      @Doc("Its part in a team.") Optional<String> role,
      @Doc("What it can do, for routing.") List<String> capabilities,
      @Doc("How many routed tasks it has at a time; any number when absent.")
          Optional<Integer> maxConcurrent,
      @Doc("What it costs, compared with other agents.") AgentCard.CostClass costClass,
      @Doc("Which routed tasks it is for.") List<RoutingConfig> routing,
      @Doc("Its model: provider/name, or a name from models.") Optional<String> model,
      @Doc("The models a request may choose, as globs; all when empty.") List<String> models,
      @Doc("Its tools: names, globs, or names of tool sources; all when absent, none when empty.")
          Optional<List<String>> tools,
      @Doc("With more tools than this, its models search for them.") int deferTools,
      @Doc("Its skills, as globs; all when absent, none when empty.") Optional<List<String>> skills,
      @Doc("The interceptors that judge its tool calls, by name; all when absent.")
          Optional<List<String>> interceptors,
      @Doc("Which of its calls a human must allow.") List<ApprovalConfig> approval,
      @Doc("The agents and skills it may start, as globs; all when absent.")
          Optional<List<String>> subAgents,
      @Doc("How many runs of its tree may be live, itself among them, when it starts another.")
          int maxSubAgents,
      @Doc("What its runs may use.") RunLimitsConfig limits,
      @Doc("What differs by channel.") Map<String, ChannelConfig> channels,
      @Doc("How long a client has to make a call of a tool of its own.") Duration clientToolsExpire,
      @Doc("How hard it thinks.") Thinking thinking,
      @Doc("The most tokens of one answer.") int maxTokens,
      @Doc("When its context is compacted.") Compaction compaction,
      @Doc("The JSON Schema its answers must satisfy, unless a request brings another.")
          Optional<Json.Obj> outputSchema,
      @Doc("What a message does while its session is busy, unless the request says it.")
          Optional<WhenBusy> whenBusy,
      @Doc("The JSON Schema of what it keeps from one run without a server to the next.")
          Optional<Json.Obj> stateSchema)
      implements AgentConfig {

    /// What an agent is besides its prompt, which has no standard.
    public static final Local STANDARD =
        new Local(
            Optional.empty(),
            "You are a helpful assistant.",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            AgentCard.CostClass.STANDARD,
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            40,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            16,
            RunLimitsConfig.STANDARD,
            Map.of(),
            Duration.ofMinutes(10),
            Thinking.OFF,
            16_000,
            Compaction.STANDARD,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// Copies the collections.
    public Local {
      capabilities = List.copyOf(capabilities);
      routing = List.copyOf(routing);
      maxConcurrent.ifPresent(most -> Require.within("max-concurrent", most, 1, 1_000_000));
      models = List.copyOf(models);
      tools = tools.map(List::copyOf);
      skills = skills.map(List::copyOf);
      interceptors = interceptors.map(List::copyOf);
      approval = List.copyOf(approval);
      subAgents = subAgents.map(List::copyOf);
      channels = InOrder.copyOf(channels);
      Require.notBlank("prompt", prompt);
      Require.positive("client-tools-expire", clientToolsExpire);
      Require.within("defer-tools", deferTools, 1, 10_000);
      Require.within("max-tokens", maxTokens, 1, 10_000_000);
      Require.within("max-sub-agents", maxSubAgents, 1, 10_000);
    }

    /// {@return this agent with another prompt}
    public Local withPrompt(String other) {
      return Replaced.in(this, "prompt", other);
    }

    /// {@return this agent with another bound on the live runs of its tree}
    public Local withMaxSubAgents(int most) {
      return Replaced.in(this, "maxSubAgents", most);
    }

    /// {@return this agent with another model}
    public Local withModel(String name) {
      return Replaced.in(this, "model", Optional.of(name));
    }

    /// {@return this agent with one more rule of approval}
    public Local withApproval(ApprovalConfig rule) {
      return Replaced.in(this, "approval", InOrder.with(approval, rule));
    }

    /// {@return this agent with these tools only}
    public Local withTools(List<String> names) {
      return Replaced.in(this, "tools", Optional.of(names));
    }

    /// {@return this agent with these skills only}
    public Local withSkills(List<String> globs) {
      return Replaced.in(this, "skills", Optional.of(globs));
    }

    /// {@return this agent, whose clients have so long to make a call of a tool of their own}
    public Local withClientToolsExpire(Duration patience) {
      return Replaced.in(this, "clientToolsExpire", patience);
    }

    /// {@return this agent with another threshold}
    public Local withCompaction(Compaction other) {
      return Replaced.in(this, "compaction", other);
    }

    /// {@return this agent with other limits}
    public Local withLimits(RunLimitsConfig other) {
      return Replaced.in(this, "limits", other);
    }
  }

  /// Somebody else's agent, called over the network.
  record Remote(
      @Required @Doc("Where it is.") String url,
      @Doc("What it speaks.") Wire protocol,
      @Doc("The key to call it with.") Optional<Secret> apiKey,
      @Doc("What it is good for.") Optional<String> description,
      @Doc("Its part in a team.") Optional<String> role,
      @Doc("What it can do, for routing.") List<String> capabilities,
      @Doc("How many routed tasks it has at a time; any number when absent.")
          Optional<Integer> maxConcurrent,
      @Doc("What it costs, compared with other agents.") AgentCard.CostClass costClass,
      @Doc("Which routed tasks it is for.") List<RoutingConfig> routing,
      @Doc("The model name to send.") Optional<String> model,
      @Doc("What its runs may use.") RunLimitsConfig limits)
      implements AgentConfig {

    /// What a remote agent is besides its address, which has no standard.
    static final Remote STANDARD = Remote.at("http://127.0.0.1");

    /// Requires an address.
    public Remote {
      capabilities = List.copyOf(capabilities);
      routing = List.copyOf(routing);
      maxConcurrent.ifPresent(most -> Require.within("max-concurrent", most, 1, 1_000_000));
      Require.httpUrl("url", url);
    }

    /// An agent behind a Chat Completions address.
    public static Remote at(String url) {
      return new Remote(
          url,
          Wire.OPENAI_COMPATIBLE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          AgentCard.CostClass.STANDARD,
          List.of(),
          Optional.empty(),
          RunLimitsConfig.STANDARD);
    }

    /// What remote agents speak.
    public enum Wire {
      OPENAI_COMPATIBLE
    }
  }

  /// A rule about the tasks an agent is for.
  record RoutingConfig(
      @Required @Doc("A condition over the context of the task.") String when,
      @Doc("What it means that it holds.") AgentCard.Bearing then) {

    /// The better choice, always.
    static final RoutingConfig STANDARD = new RoutingConfig("true", AgentCard.Bearing.PREFER);

    /// Requires a condition.
    public RoutingConfig {
      Require.notBlank("when", when);
    }
  }

  /// What differs on one channel; what is absent stays as the agent has it.
  record ChannelConfig(
      @Doc("Added to the prompt.") Optional<String> prompt,
      @Doc("Another model.") Optional<String> model,
      @Doc("Other tools.") Optional<List<String>> tools,
      @Doc("Other interceptors, by name.") Optional<List<String>> interceptors,
      @Doc("The weakest sandbox its programs may run in here.")
          Optional<Sandbox.Level> sandboxFloor,
      @Doc("Other limits.") RunLimitsConfig limits) {

    /// No difference.
    public static final ChannelConfig STANDARD =
        new ChannelConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RunLimitsConfig.STANDARD);

    /// Copies the names.
    public ChannelConfig {
      tools = tools.map(List::copyOf);
      interceptors = interceptors.map(List::copyOf);
    }
  }

  /// When the conversation is summarised to make room.
  record Compaction(
      @Doc("The size of the context, in tokens, from which on it is compacted.") long threshold) {

    /// From 150,000 tokens on.
    public static final Compaction STANDARD = new Compaction(150_000);

    /// Refuses a threshold that every conversation exceeds.
    public Compaction {
      Require.within("threshold", threshold, 1_000, 100_000_000);
    }
  }
}
