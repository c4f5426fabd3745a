package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import java.util.Locale;

/// One thing the doctor looked at.
///
/// @param thing what was looked at
/// @param detail what was found
/// @param mend what to do about it, empty when nothing need be done
record Diagnosis(State state, String thing, String detail, String mend) {

  /// How it is.
  enum State {
    GOOD,
    /// It works, but not as some would expect.
    NOTE,
    BAD
  }

  static Diagnosis good(String thing, String detail) {
    return new Diagnosis(State.GOOD, thing, detail, "");
  }

  static Diagnosis note(String thing, String detail, String mend) {
    return new Diagnosis(State.NOTE, thing, detail, mend);
  }

  static Diagnosis bad(String thing, String detail, String mend) {
    return new Diagnosis(State.BAD, thing, detail, mend);
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
