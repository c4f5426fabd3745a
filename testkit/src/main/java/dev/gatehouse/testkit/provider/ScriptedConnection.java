package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.json.Json;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One connection of a client: reads requests and has each one answered, as long as answers end in
/// order.
final class ScriptedConnection {

  private static final int LONGEST_LINE = 16 << 10;

  private final ScriptedProvider provider;
  private final Socket socket;

  ScriptedConnection(ScriptedProvider provider, Socket socket) {
    this.provider = provider;
    this.socket = socket;
  }

  void serve() throws IOException {
    socket.setTcpNoDelay(true);
    InputStream in = new BufferedInputStream(socket.getInputStream());
    String requestLine = line(in);
    while (!requestLine.isEmpty()) {
      ReceivedCall call = request(requestLine, in);
      ProviderScript script = provider.received(call);
      if (!new ScriptPlayer(socket, call).play(script)) {
        return;
      }
      requestLine = line(in);
    }
  }

  private static ReceivedCall request(String requestLine, InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the request broke off");
    }
    Json json = length == 0 ? Json.NULL : Json.parse(body);
    return new ReceivedCall(requestLine.split(" ", 3)[1], headers, json);
  }

  /// Reads a line; an empty one also stands for the end of the connection.
  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.length() >= LONGEST_LINE) {
        throw new IOException("a header is longer than " + LONGEST_LINE + " bytes");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
