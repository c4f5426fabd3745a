package dev.gatehouse.testkit.provider;

import dev.gatehouse.testkit.provider.ScriptedProvider.ClientGone;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// An HTTP/1.1 answer in chunks, which notices while it waits that the client has gone.
final class ChunkedAnswer {

  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
  private static final byte[] LINE_END = {'\r', '\n'};

  private final Socket socket;

  ChunkedAnswer(Socket socket) {
    this.socket = socket;
  }

  void head(int status, String contentType, Map<String, String> headers) throws IOException {
    var head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\nTransfer-Encoding: chunked\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    raw(ascii(head.append("\r\n").toString()));
  }

  void send(byte[] piece) throws IOException {
    if (piece.length > 0) {
      byte[] size = ascii(Integer.toHexString(piece.length) + "\r\n");
      byte[] chunk = new byte[size.length + piece.length + LINE_END.length];
      System.arraycopy(size, 0, chunk, 0, size.length);
      System.arraycopy(piece, 0, chunk, size.length, piece.length);
      System.arraycopy(LINE_END, 0, chunk, size.length + piece.length, LINE_END.length);
      raw(chunk);
    }
  }

  void end() throws IOException {
    raw(ascii("0\r\n\r\n"));
  }

  /// Sends bytes as they are.
  ///
  /// @return false: whoever sends such bytes is done with the connection
  boolean raw(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException e) {
      throw new ClientGone("gone while it was answered");
    }
    return false;
  }

  /// Closes the connection so that the client sees a reset.
  boolean reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
    return false;
  }

  /// Keeps the connection and sends nothing until the client goes.
  boolean hold() throws IOException {
    pause(LONGEST_HOLD);
    return false;
  }

  /// Waits, unless the client goes. A client does not speak while it is answered, so a read ends
  /// only by time or by its going.
  void pause(Duration wait) throws IOException {
    socket.setSoTimeout(Math.toIntExact(wait.toMillis()));
    try {
      int read = socket.getInputStream().read();
      throw new ClientGone(read < 0 ? "closed by the client" : "the client spoke out of turn");
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(0);
    } catch (SocketException e) {
      throw new ClientGone("reset by the client");
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
