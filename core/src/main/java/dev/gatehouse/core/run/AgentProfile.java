package dev.gatehouse.core.run;

import dev.gatehouse.core.spi.ModelRequest;
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
/// @param interceptors the codes of the interceptors that judge its tool calls; all when absent
public record AgentProfile(
    String name,
    String prompt,
    String model,
    List<String> tools,
    int maxTokens,
    ModelRequest.Thinking thinking,
    RetryPolicy retry,
    long compactAt,
    Optional<List<String>> interceptors) {

  /// Copies the names and refuses sizes that leave no room for an answer.
  public AgentProfile {
    tools = List.copyOf(tools);
    interceptors = interceptors.map(List::copyOf);
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

  /// An agent whose tool calls all interceptors judge.
  public AgentProfile(
      String name,
      String prompt,
      String model,
      List<String> tools,
      int maxTokens,
      ModelRequest.Thinking thinking,
      RetryPolicy retry,
      long compactAt) {
    this(name, prompt, model, tools, maxTokens, thinking, retry, compactAt, Optional.empty());
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
        other, prompt, model, tools, maxTokens, thinking, retry, compactAt, interceptors);
  }

  /// {@return this agent with another prompt}
  public AgentProfile withPrompt(String other) {
    return new AgentProfile(
        name, other, model, tools, maxTokens, thinking, retry, compactAt, interceptors);
  }

  /// {@return this agent with another model}
  public AgentProfile withModel(String other) {
    return new AgentProfile(
        name, prompt, other, tools, maxTokens, thinking, retry, compactAt, interceptors);
  }

  /// {@return this agent with other tools}
  public AgentProfile withTools(List<String> names) {
    return new AgentProfile(
        name, prompt, model, names, maxTokens, thinking, retry, compactAt, interceptors);
  }

  /// {@return this agent with another policy for retries}
  public AgentProfile withRetry(RetryPolicy policy) {
    return new AgentProfile(
        name, prompt, model, tools, maxTokens, thinking, policy, compactAt, interceptors);
  }

  /// {@return this agent with another threshold for compaction}
  public AgentProfile withCompactAt(long tokens) {
    return new AgentProfile(
        name, prompt, model, tools, maxTokens, thinking, retry, tokens, interceptors);
  }

  /// {@return this agent, whose tool calls only these interceptors judge}
  public AgentProfile withInterceptors(List<String> codes) {
    return new AgentProfile(
        name, prompt, model, tools, maxTokens, thinking, retry, compactAt, Optional.of(codes));
  }
}
