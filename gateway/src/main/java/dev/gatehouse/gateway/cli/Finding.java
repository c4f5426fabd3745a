package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import java.util.Locale;

/// One thing the doctor looked at.
///
/// @param thing what was looked at
/// @param detail what was found
/// @param mend what to do about it, empty when nothing need be done
record Finding(State state, String thing, String detail, String mend) {

  /// How it is.
  enum State {
    GOOD,
    /// It works, but not as some would expect.
    NOTE,
    BAD
  }

  static Finding good(String thing, String detail) {
    return new Finding(State.GOOD, thing, detail, "");
  }

  static Finding note(String thing, String detail, String mend) {
    return new Finding(State.NOTE, thing, detail, mend);
  }

  static Finding bad(String thing, String detail, String mend) {
    return new Finding(State.BAD, thing, detail, mend);
  }

  boolean bad() {
    return state == State.BAD;
  }

  Json json() {
    return Json.object()
        .put("state", state.name().toLowerCase(Locale.ROOT))
        .put("thing", thing)
        .put("detail", detail)
        .put("mend", mend)
        .build();
  }
}
