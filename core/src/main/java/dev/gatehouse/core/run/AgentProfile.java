package dev.gatehouse.core.run;

import dev.gatehouse.core.policy.PolicyScope;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;

/// What an agent is for one run: chosen when the run is created and recorded with it, so that a
/// change of configuration does not change a run that waits.
///
/// @param name the agent's name
/// @param prompt its system prompt
/// @param model the model as it was asked for, `provider/name` or a configured name
/// @param tools the names of the tools it may call
/// @param maxTokens the most tokens of one answer
/// @param thinking how hard it thinks
/// @param retry when a failed model call is made again
/// @param compactAt the size of the context, in tokens, from which on it is compacted
/// @param bounds what bounds it besides its tools
public record AgentProfile(
    String name,
    String prompt,
    String model,
    List<String> tools,
    int maxTokens,
    ModelRequest.Thinking thinking,
    RetryPolicy retry,
    long compactAt,
    Bounds bounds) {

  /// What bounds an agent besides its tools.
  ///
  /// @param policies the agents whose rules of approval apply to its calls, from the top of the
  ///   tree down to itself
  /// @param clientTools the tools that its client makes available and runs itself
  /// @param subAgents globs over the agents it may start
  /// @param interceptors the codes of the interceptors that judge its calls; all when absent
  /// @param floor the weakest sandbox its programs may run in; the gateway's when absent
  public record Bounds(
      List<String> policies,
      List<ToolSpec> clientTools,
      List<String> subAgents,
      Optional<List<String>> interceptors,
      Optional<Sandbox.Level> floor) {

    /// Copies the lists.
    public Bounds {
      policies = List.copyOf(policies);
      clientTools = List.copyOf(clientTools);
      subAgents = List.copyOf(subAgents);
      interceptors = interceptors.map(List::copyOf);
    }

    /// Its own rules, no tools of a client's, any agent, all interceptors.
    public static Bounds of(String agent) {
      return new Bounds(
          List.of(agent), List.of(), List.of("*"), Optional.empty(), Optional.empty());
    }

    /// {@return the interceptors and rules it is bound by}
    public PolicyScope reach() {
      return new PolicyScope(policies, interceptors);
    }

    /// {@return these bounds with tools of a client's}
    public Bounds withClientTools(List<ToolSpec> specs) {
      return new Bounds(policies, specs, subAgents, interceptors, floor);
    }

    /// {@return these bounds for an agent that may start these}
    public Bounds withSubAgents(List<String> globs) {
      return new Bounds(policies, clientTools, globs, interceptors, floor);
    }

    /// {@return these bounds with only these interceptors}
    public Bounds withInterceptors(Optional<List<String>> codes) {
      return new Bounds(policies, clientTools, subAgents, codes, floor);
    }

    /// {@return these bounds, within which programs need a sandbox of at least this level}
    public Bounds withFloor(Sandbox.Level level) {
      return new Bounds(policies, clientTools, subAgents, interceptors, Optional.of(level));
    }
  }

  /// An agent that only its own rules bound.
  public AgentProfile(
      String name,
      String prompt,
      String model,
      List<String> tools,
      int maxTokens,
      ModelRequest.Thinking thinking,
      RetryPolicy retry,
      long compactAt) {
    this(name, prompt, model, tools, maxTokens, thinking, retry, compactAt, Bounds.of(name));
  }

  /// Copies the names and refuses sizes that leave no room for an answer.
  public AgentProfile {
    tools = List.copyOf(tools);
    if (maxTokens < 1 || compactAt < 1) {
      throw new IllegalArgumentException(
          "agent '"
              + name
              + "' needs at least one token, not "
              + maxTokens
              + " to answer and "
              + compactAt
              + " to compact at");
    }
  }

  /// An agent with a prompt and a model, no tools, and the standard for everything else.
  public static AgentProfile of(String name, String prompt, String model) {
    return new AgentProfile(
        name,
        prompt,
        model,
        List.of(),
        16_000,
        ModelRequest.Thinking.OFF,
        RetryPolicy.STANDARD,
        150_000);
  }

  /// {@return this agent under another name}
  public AgentProfile withName(String other) {
    return new AgentProfile(
        other, prompt, model, tools, maxTokens, thinking, retry, compactAt, bounds);
  }

  /// {@return this agent with another prompt}
  public AgentProfile withPrompt(String other) {
    return new AgentProfile(
        name, other, model, tools, maxTokens, thinking, retry, compactAt, bounds);
  }

  /// {@return this agent with another model}
  public AgentProfile withModel(String other) {
    return new AgentProfile(
        name, prompt, other, tools, maxTokens, thinking, retry, compactAt, bounds);
  }

  /// {@return this agent with other tools}
  public AgentProfile withTools(List<String> names) {
    return new AgentProfile(
        name, prompt, model, names, maxTokens, thinking, retry, compactAt, bounds);
  }

  /// {@return this agent with another policy for retries}
  public AgentProfile withRetry(RetryPolicy policy) {
    return new AgentProfile(
        name, prompt, model, tools, maxTokens, thinking, policy, compactAt, bounds);
  }

  /// {@return this agent with another threshold for compaction}
  public AgentProfile withCompactAt(long tokens) {
    return new AgentProfile(name, prompt, model, tools, maxTokens, thinking, retry, tokens, bounds);
  }

  /// {@return this agent, whose tool calls only these interceptors judge}
  public AgentProfile withInterceptors(List<String> codes) {
    return with(bounds.withInterceptors(Optional.of(codes)));
  }

  /// {@return this agent, whose programs need a sandbox of at least this level}
  public AgentProfile withSandboxFloor(Sandbox.Level level) {
    return with(bounds.withFloor(level));
  }

  /// {@return this agent within other bounds}
  public AgentProfile with(Bounds other) {
    return new AgentProfile(
        name, prompt, model, tools, maxTokens, thinking, retry, compactAt, other);
  }
}
