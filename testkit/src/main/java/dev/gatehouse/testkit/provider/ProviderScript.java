package dev.gatehouse.testkit.provider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What a [ScriptedProvider] does with one request.
public sealed interface ProviderScript {

  /// Answers in whatever dialect the request speaks.
  static ProviderScript answer(ScriptedAnswer answer) {
    return new Speak(answer, Duration.ZERO);
  }

  /// Answers, and waits so long before each event.
  static ProviderScript paced(ScriptedAnswer answer, Duration pause) {
    return new Speak(answer, pause);
  }

  /// Answers with a fault.
  static ProviderScript fault(ProviderFault fault, ScriptedAnswer answer) {
    return new Fail(fault, answer);
  }

  /// Answers with an error status and an error body in the dialect of the request.
  ///
  /// @param type the provider's name of the error, such as `rate_limit_error`
  static ProviderScript status(int status, String type, String message) {
    return new Refuse(status, type, message, Map.of());
  }

  /// The same, with headers such as `Retry-After`.
  static ProviderScript status(
      int status, String type, String message, Map<String, String> headers) {
    return new Refuse(status, type, message, headers);
  }

  /// Answers with these bytes as an event stream, sent in pieces of so many bytes.
  static ProviderScript stream(byte[] body, int pieceBytes) {
    return new Replay(body, pieceBytes);
  }

  /// Answers with this text as an event stream, sent at once.
  static ProviderScript stream(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Replay(bytes, Math.max(1, bytes.length));
  }

  /// Speaks.
  record Speak(ScriptedAnswer answer, Duration pause) implements ProviderScript {}

  /// Speaks, and breaks.
  record Fail(ProviderFault fault, ScriptedAnswer answer) implements ProviderScript {}

  /// Refuses with a status.
  record Refuse(int status, String type, String message, Map<String, String> headers)
      implements ProviderScript {}

  /// Plays bytes back.
  final class Replay implements ProviderScript {

    private final byte[] body;
    private final int pieceBytes;

    private Replay(byte[] body, int pieceBytes) {
      this.body = body.clone();
      this.pieceBytes = pieceBytes;
    }

    /// {@return the bytes, cut into the pieces they are sent in}
    List<byte[]> pieces() {
      List<byte[]> pieces = new ArrayList<>();
      for (int from = 0; from < body.length; from += pieceBytes) {
        pieces.add(Arrays.copyOfRange(body, from, Math.min(body.length, from + pieceBytes)));
      }
      return pieces;
    }
  }
}
