package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.json.Json;
import java.time.Instant;

/// One thing that made a run come to where it is.
///
/// @param seq the event it was read from
/// @param kind that event's name
/// @param subject what it is about: a tool, a model, a run, a person
/// @param because a sentence: what happened, and why
/// @param data the same for programs
public record Fact(long seq, Instant at, String kind, String subject, String because, Json data) {

  static Fact of(Happened happened, String kind, String subject, String because, Json data) {
    return new Fact(happened.seq(), happened.at(), kind, subject, because, data);
  }

  static Fact of(Happened happened, String kind, String subject, String because) {
    return of(happened, kind, subject, because, Json.object().build());
  }
}
