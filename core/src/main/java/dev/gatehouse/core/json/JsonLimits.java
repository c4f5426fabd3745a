package dev.gatehouse.core.json;

/// How much JSON a reader accepts before it gives up.
///
/// @param maxDepth how many objects and arrays may be open at once, at most [#DEEPEST]
/// @param maxBytes size of the whole text in UTF-8
/// @param maxString size of one string or member name in UTF-8, as written between its quotes
/// @param maxNumberLength characters of one number, at most [#LONGEST_NUMBER]
/// @param maxExponent largest decimal exponent either way, at most [Json.Num#MAX_EXPONENT]
/// @param maxTokens values plus member names in the whole text
public record JsonLimits(
    int maxDepth,
    int maxBytes,
    int maxString,
    int maxNumberLength,
    int maxExponent,
    int maxTokens) {

  /// The depth nothing goes beyond, whether read or written.
  public static final int DEEPEST = 512;

  /// Room for every number a [Json.Num] can hold, so that what is written can be read.
  public static final int LONGEST_NUMBER = Json.Num.MAX_DIGITS + 10;

  /// For text from outside: requests, models, tools.
  public static final JsonLimits OUTSIDE =
      new JsonLimits(64, 16 << 20, 8 << 20, LONGEST_NUMBER, Json.Num.MAX_EXPONENT, 1_000_000);

  /// For text this program wrote itself, such as the log: values from outside lie deeper there
  /// because an event wraps them.
  public static final JsonLimits OWN =
      new JsonLimits(
          DEEPEST, 256 << 20, 256 << 20, LONGEST_NUMBER, Json.Num.MAX_EXPONENT, 16_000_000);

  public JsonLimits {
    within("maxDepth", maxDepth, DEEPEST);
    within("maxBytes", maxBytes, Integer.MAX_VALUE);
    within("maxString", maxString, Integer.MAX_VALUE);
    within("maxNumberLength", maxNumberLength, LONGEST_NUMBER);
    within("maxExponent", maxExponent, Json.Num.MAX_EXPONENT);
    within("maxTokens", maxTokens, Integer.MAX_VALUE);
  }

  public JsonLimits withMaxDepth(int depth) {
    return new JsonLimits(depth, maxBytes, maxString, maxNumberLength, maxExponent, maxTokens);
  }

  public JsonLimits withMaxBytes(int bytes) {
    return new JsonLimits(maxDepth, bytes, maxString, maxNumberLength, maxExponent, maxTokens);
  }

  public JsonLimits withMaxTokens(int tokens) {
    return new JsonLimits(maxDepth, maxBytes, maxString, maxNumberLength, maxExponent, tokens);
  }

  private static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          name + " is \"" + value + "\"; choose a value from 1 to " + most);
    }
  }
}
