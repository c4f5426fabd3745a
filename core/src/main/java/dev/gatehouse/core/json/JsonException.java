package dev.gatehouse.core.json;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;
import java.util.OptionalInt;

/// Text that is not JSON, JSON that is not the expected record, or a value JSON cannot hold.
public final class JsonException extends GatehouseException {

  /// The text is not JSON, or exceeds a limit.
  public static final ErrorCode BAD_JSON = ErrorCode.caller("bad_json");

  /// The JSON does not describe the record it is decoded to.
  public static final ErrorCode UNREADABLE_RECORD = ErrorCode.us("unreadable_record");

  /// A type or value has no JSON form.
  public static final ErrorCode NO_JSON_FORM = ErrorCode.us("no_json_form");

  @Serial private static final long serialVersionUID = 1L;

  private static final int NOWHERE = -1;

  private final int offset;

  private JsonException(ErrorCode code, String message, int offset) {
    super(code, message);
    this.offset = offset;
  }

  private JsonException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
    this.offset = NOWHERE;
  }

  static JsonException malformed(int offset, String found, String expected) {
    var message = "bad JSON at byte " + offset + ": found " + found + ", expected " + expected;
    return new JsonException(BAD_JSON, message, offset);
  }

  static JsonException unreadable(String where, String found, String expected) {
    var message = "cannot read \"" + where + "\": found " + found + ", expected " + expected;
    return new JsonException(UNREADABLE_RECORD, message, NOWHERE);
  }

  static JsonException refused(String where, RuntimeException cause) {
    var message = "cannot read \"" + where + "\": its constructor refused the values: " + cause;
    return new JsonException(UNREADABLE_RECORD, message, cause);
  }

  static JsonException noJsonForm(String message) {
    return new JsonException(NO_JSON_FORM, message, NOWHERE);
  }

  static JsonException noJsonForm(String message, Throwable cause) {
    return new JsonException(NO_JSON_FORM, message, cause);
  }

  /// Where the text went wrong, counted in bytes of its UTF-8 form; empty if no text was read.
  public OptionalInt offset() {
    return offset == NOWHERE ? OptionalInt.empty() : OptionalInt.of(offset);
  }
}
