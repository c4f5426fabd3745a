package dev.gatehouse.testkit.provider;

import dev.gatehouse.testkit.provider.ProviderFrame.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Plays one script on one connection.
final class ScriptPlayer {

  private static final Duration DRIP = Duration.ofMillis(10);
  private static final int GIANT_BYTES = 9 << 20;
  private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

  private final ChunkedAnswer out;
  private final ProviderDialect dialect;

  ScriptPlayer(Socket socket, ReceivedCall call) {
    this.out = new ChunkedAnswer(socket);
    this.dialect = ProviderDialect.at(call.path()).orElse(ProviderDialect.CHAT);
  }

  /// Plays the script.
  ///
  /// @return whether the connection can serve another request
  boolean play(ProviderScript script) throws IOException {
    return switch (script) {
      case ProviderScript.Speak(var answer, var pause) -> speak(answer, pause);
      case ProviderScript.Refuse refuse -> refuse(refuse);
      case ProviderScript.Replay replay -> replay(replay);
      case ProviderScript.Fail(var fault, var answer) -> fail(fault, dialect.frames(answer));
    };
  }

  private boolean speak(ScriptedAnswer answer, Duration pause) throws IOException {
    out.head(200, EVENT_STREAM, Map.of());
    for (var frame : dialect.frames(answer)) {
      if (!pause.isZero()) {
        out.pause(pause);
      }
      out.send(frame.bytes());
    }
    out.end();
    return true;
  }

  private boolean refuse(ProviderScript.Refuse refuse) throws IOException {
    out.head(refuse.status(), "application/json", refuse.headers());
    out.send(bytes(dialect.errorBody(refuse.type(), refuse.message()).toString()));
    out.end();
    return true;
  }

  private boolean replay(ProviderScript.Replay replay) throws IOException {
    out.head(200, EVENT_STREAM, Map.of());
    for (var piece : replay.pieces()) {
      out.send(piece);
    }
    out.end();
    return true;
  }

  private boolean fail(ProviderFault fault, List<ProviderFrame> frames) throws IOException {
    return switch (fault) {
      case RESET_BEFORE_ANSWER -> out.reset();
      case CLOSED_BEFORE_ANSWER -> false;
      case NOT_HTTP -> out.raw(bytes("SSH-2.0-OpenSSH_9.6\r\n"));
      case SILENT_BEFORE_ANSWER -> out.hold();
      case WRONG_CONTENT_TYPE -> whole("application/json", "{\"id\":\"whole\",\"choices\":[]}");
      case HTML_PAGE -> whole("text/html", "<!doctype html><title>Please log in</title>");
      default -> failStream(fault, frames);
    };
  }

  private boolean failStream(ProviderFault fault, List<ProviderFrame> frames) throws IOException {
    out.head(200, EVENT_STREAM, Map.of());
    return switch (fault) {
      case RESET_AFTER_HEADERS -> out.reset();
      case RESET_WITHIN_EVENT -> resetAt(frames, firstOf(frames, Kind.WORDS, Kind.ARGUMENTS));
      case RESET_WITHIN_LETTER -> resetWithinLetter(frames);
      case RESET_WITHIN_ARGUMENTS -> resetAt(frames, lastOf(frames, Kind.ARGUMENTS));
      case CLOSED_AMID_STREAM -> !sent(frames.subList(0, frames.size() / 2));
      case NO_TERMINATOR -> sent(body(frames)) && ended();
      case EMPTY_STREAM -> ended();
      case GARBAGE_EVENT ->
          sent(frames.subList(0, 1)) && sentText("data: {\"type\": %%%\n\n") && ended();
      case NOISE -> sentText("\u0000\u0001 the quick brown fox\n\n\u00ff\u00fe") && ended();
      case GIANT_LINE -> giantLine();
      case OUT_OF_ORDER -> sent(reordered(frames)) && ended();
      case DOUBLED_MARKS -> sent(doubled(frames)) && ended();
      case DRIP -> drip(frames);
      case SILENT_AFTER_HEADERS -> out.hold();
      case SILENT_AMID_STREAM -> sent(frames.subList(0, frames.size() / 2)) && out.hold();
      case ERROR_AMID_STREAM ->
          sent(upTo(frames, firstOf(frames, Kind.WORDS, Kind.ARGUMENTS)))
              && sent(dialect.errorFrames("overloaded_error", "Overloaded"))
              && ended();
      case QUOTA_WITHIN_TOOL_CALL ->
          sent(upTo(frames, lastOf(frames, Kind.ARGUMENTS)))
              && sent(dialect.errorFrames("insufficient_quota", "You exceeded your current quota"))
              && ended();
      default -> throw new IllegalArgumentException("\"" + fault + "\" is not a fault of a stream");
    };
  }

  private boolean whole(String contentType, String body) throws IOException {
    out.head(200, contentType, Map.of());
    return sentText(body) && ended();
  }

  private boolean resetAt(List<ProviderFrame> frames, int index) throws IOException {
    sent(frames.subList(0, index));
    byte[] broken = frames.get(index).bytes();
    out.send(Arrays.copyOf(broken, broken.length / 2));
    return out.reset();
  }

  private boolean resetWithinLetter(List<ProviderFrame> frames) throws IOException {
    for (var frame : frames) {
      byte[] bytes = frame.bytes();
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] < 0) {
          out.send(Arrays.copyOf(bytes, i + 1));
          return out.reset();
        }
      }
      out.send(bytes);
    }
    throw new IllegalArgumentException("the answer has no letter beyond ASCII to break");
  }

  private boolean giantLine() throws IOException {
    out.send(bytes("data: "));
    byte[] piece = new byte[64 << 10];
    Arrays.fill(piece, (byte) 'x');
    for (int sent = 0; sent < GIANT_BYTES; sent += piece.length) {
      out.send(piece);
    }
    return out.hold();
  }

  private boolean drip(List<ProviderFrame> frames) throws IOException {
    for (var frame : frames) {
      for (byte b : frame.bytes()) {
        out.send(new byte[] {b});
        out.pause(DRIP);
      }
    }
    return ended();
  }

  private static List<ProviderFrame> body(List<ProviderFrame> frames) {
    return frames.stream().filter(frame -> frame.kind() != Kind.END).toList();
  }

  private static List<ProviderFrame> reordered(List<ProviderFrame> frames) {
    var order = new ArrayList<ProviderFrame>();
    frames.stream().filter(frame -> frame.kind() == Kind.START).forEach(order::add);
    frames.stream().filter(frame -> frame.kind() == Kind.END).forEach(order::add);
    frames.stream()
        .filter(frame -> frame.kind() != Kind.START && frame.kind() != Kind.END)
        .forEach(order::add);
    return order;
  }

  private static List<ProviderFrame> doubled(List<ProviderFrame> frames) {
    var order = new ArrayList<>(frames);
    order.addFirst(frames.getFirst());
    order.addLast(frames.getLast());
    return order;
  }

  private static List<ProviderFrame> upTo(List<ProviderFrame> frames, int last) {
    return frames.subList(0, last + 1);
  }

  private static int firstOf(List<ProviderFrame> frames, Kind... kinds) {
    for (int i = 0; i < frames.size(); i++) {
      if (List.of(kinds).contains(frames.get(i).kind())) {
        return i;
      }
    }
    throw new IllegalArgumentException("the answer has no frame of " + List.of(kinds));
  }

  private static int lastOf(List<ProviderFrame> frames, Kind kind) {
    var backwards = new ArrayList<>(frames);
    Collections.reverse(backwards);
    return frames.size() - 1 - firstOf(backwards, kind);
  }

  private boolean sent(List<ProviderFrame> frames) throws IOException {
    for (var frame : frames) {
      out.send(frame.bytes());
    }
    return true;
  }

  private boolean sentText(String text) throws IOException {
    out.send(bytes(text));
    return true;
  }

  private boolean ended() throws IOException {
    out.end();
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
