package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The pre-rendered bytes of an Anthropic Messages stream, each part already an HTTP chunk.
///
/// Each delta carries `@T` and 16 hexadecimal digits: [System#nanoTime] when it was sent. That
/// clock is shared by all processes of one machine. The text holds an escaped quote, so that
/// whoever parses it has to unescape.
final class MessageFrames {
  /// How many hexadecimal digits follow [#MARK].
  static final int DIGITS = 16;

  /// What announces a stamp.
  static final String MARK = "@T";

  private static final byte[] DELTA =
      chunk(
          frame(
              "content_block_delta",
              """
              {"type":"content_block_delta","index":0,"delta":{"type":"text_delta",\
              "text":"@T0000000000000000 said \\"go\\" "}}\
              """));
  private static final int STAMP_AT = new String(DELTA, US_ASCII).indexOf(MARK) + MARK.length();
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  private MessageFrames() {}

  /// The response head and everything before the first delta, to be written at once.
  static byte[] start(StreamShape shape) {
    var head =
        """
        HTTP/1.1 200 OK\r
        Content-Type: text/event-stream; charset=utf-8\r
        Cache-Control: no-cache\r
        request-id: req_fake\r
        Transfer-Encoding: chunked\r
        \r
        """;
    var message =
        """
        {"type":"message_start","message":{"model":"%s","id":"msg_fake","type":"message",\
        "role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":\
        {"input_tokens":12,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
        "output_tokens":1}}}\
        """
            .formatted(shape.model());
    var block =
        """
        {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\
        """;
    var events =
        frame("message_start", message)
            + frame("content_block_start", block)
            + frame("ping", "{\"type\":\"ping\"}");
    return join(head.getBytes(US_ASCII), chunk(events));
  }

  /// How many bytes one delta takes.
  static int deltaSize() {
    return DELTA.length;
  }

  /// Appends one delta that carries this stamp.
  static void putDelta(ByteBuffer target, long stamp) {
    int at = target.position() + STAMP_AT;
    target.put(DELTA);
    for (int i = 0; i < DIGITS; i++) {
      target.put(at + i, HEX[(int) (stamp >>> (4 * (DIGITS - 1 - i))) & 0xf]);
    }
  }

  /// Everything after the last delta, up to the end of the response.
  static byte[] end(StreamShape shape) {
    var delta =
        """
        {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
        "usage":{"input_tokens":12,"output_tokens":%s}}\
        """
            .formatted(shape.deltas());
    var events =
        frame("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}")
            + frame("message_delta", delta)
            + frame("message_stop", "{\"type\":\"message_stop\"}");
    return join(chunk(events), "0\r\n\r\n".getBytes(US_ASCII));
  }

  /// A complete error response in the provider's own form.
  static byte[] refusal(int status, String code, String message) {
    var body =
        """
        {"type":"error","error":{"type":"%s","message":"%s"}}\
        """
            .formatted(code, message);
    var head =
        """
        HTTP/1.1 %s Refused\r
        Content-Type: application/json\r
        Content-Length: %s\r
        \r
        """
            .formatted(status, body.length());
    return (head + body).getBytes(US_ASCII);
  }

  private static String frame(String event, String data) {
    return "event: " + event + "\ndata: " + data + "\n\n";
  }

  private static byte[] chunk(String payload) {
    var size = HexFormat.of().toHexDigits(payload.length()).replaceFirst("^0+", "");
    return (size + "\r\n" + payload + "\r\n").getBytes(US_ASCII);
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
