package dev.gatehouse.core.run;

import dev.gatehouse.core.spi.ModelRequest;
import java.util.List;

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
public record AgentProfile(
    String name,
    String prompt,
    String model,
    List<String> tools,
    int maxTokens,
    ModelRequest.Thinking thinking,
    RetryPolicy retry,
    long compactAt) {

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

  /// {@return this agent with other tools}
  public AgentProfile withTools(List<String> names) {
    return new AgentProfile(name, prompt, model, names, maxTokens, thinking, retry, compactAt);
  }

  /// {@return this agent with another policy for retries}
  public AgentProfile withRetry(RetryPolicy policy) {
    return new AgentProfile(name, prompt, model, tools, maxTokens, thinking, policy, compactAt);
  }

  /// {@return this agent with another threshold for compaction}
  public AgentProfile withCompactAt(long tokens) {
    return new AgentProfile(name, prompt, model, tools, maxTokens, thinking, retry, tokens);
  }
}
