package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSize;

/// A text that grows up to its limit and then says that it was cut. Owned by one thread.
final class RenderedText {

  /// Stands where a value is missing because it is too large.
  static final Json.Str CUT = Json.of("[cut: more than " + Template.MAX_TEXT + " characters]");

  private static final int DEEPEST = 128;

  private final StringBuilder out = new StringBuilder();
  private boolean cut;

  /// Whether a value is the mark itself: a text from outside that reads the same is none.
  @SuppressWarnings("ReferenceEquality")
  static boolean isMark(Json value) {
    return value == CUT;
  }

  /// Whether a value is small enough to be written as text.
  static boolean fits(Json value) {
    return JsonSize.within(value, Template.MAX_TEXT, DEEPEST);
  }

  /// Adds a value: strings as they are, nothing for `null`, others as JSON.
  void add(Json value) {
    if (isMark(value)) {
      cut();
      return;
    }
    switch (value) {
      case Json.Null _ -> {}
      case Json.Str(var text) -> add(text);
      case Json.Num _, Json.Bool _, Json.Arr _, Json.Obj _ -> {
        if (fits(value)) {
          add(value.toString());
        } else {
          cut();
        }
      }
    }
  }

  void add(String text) {
    int room = Template.MAX_TEXT - out.length();
    out.append(text, 0, Math.min(room, text.length()));
    if (text.length() > room) {
      cut();
    }
  }

  private void cut() {
    out.append(CUT.value());
    cut = true;
  }

  /// Whether it is full; nothing more may be added then.
  boolean isCut() {
    return cut;
  }

  int length() {
    return out.length();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
