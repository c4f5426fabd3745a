package dev.gatehouse.core.json;

import java.util.Optional;

/// How values of one Java type look as JSON.
///
/// `where` names the record and member being read or written, for errors.
interface Shape<T> {

  Json encode(T value, String where);

  T decode(Json json, String where);

  /// What an absent member stands for, if it may be absent.
  default Optional<T> absent() {
    return Optional.empty();
  }

  /// Whether `null` is a value of this type.
  default boolean readsNull() {
    return false;
  }

  /// Whether the value is left out instead of written.
  default boolean omits(T value) {
    return false;
  }

  /// What was found, in a few words that fit an error.
  static String found(Json json) {
    return switch (json) {
      case Json.Obj _ -> "an object";
      case Json.Arr _ -> "an array";
      case Json.Str(var text) ->
          text.length() <= 64 ? "string \"" + text + "\"" : "a string of " + text.length();
      case Json.Num number -> "number " + number;
      case Json.Bool truth -> truth.toString();
      case Json.Null _ -> "null";
    };
  }
}
