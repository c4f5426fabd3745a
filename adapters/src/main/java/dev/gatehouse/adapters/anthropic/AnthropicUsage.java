package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.core.money.Usage;
import tools.jackson.databind.JsonNode;

/// Counts the tokens of one answer. The wire's counts are cumulative and already disjoint: a later
/// one replaces an earlier one, and one that is absent or zero says nothing new.
final class AnthropicUsage {

  private long input;
  private long output;
  private long cacheWrite;
  private long cacheRead;
  private long reasoning;
  private Usage compaction = Usage.NONE;

  void take(JsonNode usage) {
    input = later(usage, "input_tokens", input);
    output = later(usage, "output_tokens", output);
    cacheWrite = later(usage, "cache_creation_input_tokens", cacheWrite);
    cacheRead = later(usage, "cache_read_input_tokens", cacheRead);
    reasoning = later(usage.path("output_tokens_details"), "thinking_tokens", reasoning);
    JsonNode iterations = usage.path("iterations");
    if (iterations.isArray()) {
      compaction = compaction(iterations);
    }
  }

  Usage total() {
    return new Usage(input, output, cacheWrite, cacheRead, Math.min(reasoning, output))
        .plus(compaction);
  }

  /// The top-level counts leave out what the provider spent to shorten the conversation.
  private static Usage compaction(JsonNode iterations) {
    Usage sum = Usage.NONE;
    for (var iteration : iterations) {
      if (iteration.path("type").asString("").equals("compaction")) {
        sum =
            sum.plus(
                new Usage(
                    later(iteration, "input_tokens", 0),
                    later(iteration, "output_tokens", 0),
                    later(iteration, "cache_creation_input_tokens", 0),
                    later(iteration, "cache_read_input_tokens", 0),
                    0));
      }
    }
    return sum;
  }

  private static long later(JsonNode usage, String member, long before) {
    long count = usage.path(member).asLong(0);
    return count > 0 ? count : before;
  }
}
