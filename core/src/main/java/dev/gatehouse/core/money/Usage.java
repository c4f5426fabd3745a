package dev.gatehouse.core.money;

/// Tokens of one call or of many. The five counts are disjoint but for `reasoning`, which is part
/// of `output`.
///
/// @param input tokens read that came from no cache
/// @param output tokens written, reasoning included
/// @param cacheWrite tokens written to the provider's cache
/// @param cacheRead tokens read from it
/// @param reasoning how many of the output tokens were thought
public record Usage(long input, long output, long cacheWrite, long cacheRead, long reasoning) {

  /// No tokens at all.
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

  /// {@return the sum of both}
  public Usage plus(Usage other) {
    return new Usage(
        input + other.input,
        output + other.output,
        cacheWrite + other.cacheWrite,
        cacheRead + other.cacheRead,
        reasoning + other.reasoning);
  }

  /// {@return all tokens that were read or written}
  public long total() {
    return input + output + cacheWrite + cacheRead;
  }
}
