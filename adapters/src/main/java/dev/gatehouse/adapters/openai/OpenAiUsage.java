package dev.gatehouse.adapters.openai;

import dev.gatehouse.core.money.Usage;
import tools.jackson.databind.JsonNode;

/// Makes the overlapping counts of OpenAI's wires disjoint: cached tokens are part of the prompt
/// there.
final class OpenAiUsage {

  private OpenAiUsage() {}

  static Usage chat(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    long input = count(usage, "prompt_tokens");
    long output = count(usage, "completion_tokens");
    long reasoning = count(usage.path("completion_tokens_details"), "reasoning_tokens");
    // Some vendors count thought beside the completion instead of within it; the total tells.
    if (reasoning > 0 && count(usage, "total_tokens") == input + output + reasoning) {
      output += reasoning;
    }
    long cached = Math.max(count(prompt, "cached_tokens"), count(usage, "prompt_cache_hit_tokens"));
    return disjoint(input, output, count(prompt, "cache_write_tokens"), cached, reasoning);
  }

  static Usage responses(JsonNode usage) {
    JsonNode input = usage.path("input_tokens_details");
    return disjoint(
        count(usage, "input_tokens"),
        count(usage, "output_tokens"),
        count(input, "cache_write_tokens"),
        count(input, "cached_tokens"),
        count(usage.path("output_tokens_details"), "reasoning_tokens"));
  }

  private static Usage disjoint(
      long input, long output, long written, long cached, long reasoning) {
    long cacheRead = Math.min(cached, input);
    long cacheWrite = Math.min(written, input - cacheRead);
    return new Usage(
        input - cacheRead - cacheWrite, output, cacheWrite, cacheRead, Math.min(reasoning, output));
  }

  private static long count(JsonNode usage, String member) {
    return Math.max(0, usage.path(member).asLong(0));
  }
}
