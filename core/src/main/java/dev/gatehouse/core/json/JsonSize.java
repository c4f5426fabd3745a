package dev.gatehouse.core.json;

/// Tells whether a value is small enough, without writing it down.
///
/// Counts the characters of its text, escapes aside, and stops as soon as they are too many: a
/// value that refers to one part many times can be far larger than the memory it takes.
public final class JsonSize {

  private final int maxDepth;
  private long left;

  private JsonSize(long maxCharacters, int maxDepth) {
    this.left = maxCharacters;
    this.maxDepth = maxDepth;
  }

  /// {@return whether a value has at most so many characters, and lists and objects nest at most so
  /// deep}
  public static boolean within(Json value, long maxCharacters, int maxDepth) {
    return new JsonSize(maxCharacters, maxDepth).fits(value, 0);
  }

  private boolean fits(Json value, int depth) {
    return switch (value) {
      case Json.Str(var text) -> takes(text.length() + 2L);
      case Json.Num(var number) -> takes(number.precision());
      case Json.Bool _, Json.Null _ -> takes(4);
      case Json.Arr(var items) ->
          depth < maxDepth
              && takes(2L + items.size())
              && items.stream().allMatch(item -> fits(item, depth + 1));
      case Json.Obj(var members) ->
          depth < maxDepth
              && takes(2)
              && members.entrySet().stream()
                  .allMatch(
                      it -> takes(it.getKey().length() + 4L) && fits(it.getValue(), depth + 1));
    };
  }

  private boolean takes(long characters) {
    left -= characters;
    return left >= 0;
  }
}
