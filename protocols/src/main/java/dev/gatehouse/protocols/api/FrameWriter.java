package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonBytes;
import dev.gatehouse.runtime.stream.Frame.Body.Recorded;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Writes one server-sent event member by member, without a tree in between.
final class FrameWriter {

  /// What a small event takes up beside its longest text.
  private static final int OVERHEAD = 192;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final JsonBytes bytes;

  private FrameWriter(int length) {
    this.bytes = JsonBytes.withCapacity(length + OVERHEAD);
  }

  /// Begins an event that stands at a place.
  ///
  /// @param length about how long its texts are
  static FrameWriter at(Cursor cursor, String type, String run, int length) {
    var writer = new FrameWriter(length);
    writer.bytes.ascii("id: ").ascii(cursor.toString()).ascii("\n");
    return writer.begin(type, run);
  }

  /// Begins an event of the feed.
  ///
  /// @param cursor where it stands
  static FrameWriter fed(String cursor, String type, String run) {
    var writer = new FrameWriter(0);
    writer.bytes.ascii("id: ").ascii(cursor).ascii("\n");
    return writer.begin(type, run);
  }

  /// Begins an event without a place: it moves no cursor.
  static FrameWriter nowhere(String type, String run) {
    return new FrameWriter(0).begin(type, run);
  }

  /// Goes on with another event.
  FrameWriter next(Cursor cursor, String type, String run) {
    bytes.ascii("}\n\nid: ").ascii(cursor.toString()).ascii("\n");
    return begin(type, run);
  }

  /// Goes on with another event without a place.
  FrameWriter next(String type, String run) {
    bytes.ascii("}\n\n");
    return begin(type, run);
  }

  private FrameWriter begin(String type, String run) {
    bytes.ascii("data: {\"type\":").string(type).ascii(",\"run_id\":").string(run);
    return this;
  }

  /// Says where an event of the log stands in it.
  FrameWriter recorded(Recorded recorded) {
    return text("ts", time(recorded.at())).number("run_seq", recorded.seq());
  }

  static String time(Instant at) {
    return MILLIS.format(at);
  }

  /// {@return a text for a member that is always there}
  static Json orNull(Optional<String> value) {
    return value.<Json>map(Json::of).orElse(Json.NULL);
  }

  FrameWriter text(String name, String value) {
    name(name);
    bytes.string(value);
    return this;
  }

  FrameWriter text(String name, Optional<String> value) {
    value.ifPresent(it -> text(name, it));
    return this;
  }

  FrameWriter number(String name, long value) {
    name(name);
    bytes.ascii(Long.toString(value));
    return this;
  }

  FrameWriter number(String name, Optional<? extends Number> value) {
    value.ifPresent(it -> number(name, it.longValue()));
    return this;
  }

  FrameWriter number(String name, BigDecimal value) {
    return value(name, Json.of(value));
  }

  FrameWriter value(String name, Json value) {
    name(name);
    bytes.value(value);
    return this;
  }

  /// Writes a member whose name somebody else chose.
  FrameWriter foreign(String name, Json value) {
    bytes.ascii(',').string(name).ascii(':').value(value);
    return this;
  }

  FrameWriter value(String name, Optional<Json> value) {
    value.ifPresent(it -> value(name, it));
    return this;
  }

  private void name(String name) {
    bytes.ascii(",\"").ascii(name).ascii("\":");
  }

  byte[] end() {
    return bytes.ascii("}\n\n").toByteArray();
  }
}
