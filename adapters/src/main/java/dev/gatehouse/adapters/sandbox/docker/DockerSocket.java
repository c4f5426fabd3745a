package dev.gatehouse.adapters.sandbox.docker;

import dev.gatehouse.core.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// HTTP on the daemon's socket: one exchange per connection, small answers, and the one stream that
/// a container prints to.
///
/// @param path the socket
record DockerSocket(Path path) {

  private static final int MOST_ANSWER = 4 << 20;
  private static final int MOST_LINE = 8_192;
  private static final int MOST_HEADERS = 100;

  /// Breaks off what takes too long: a channel has no time limit of its own.
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sandbox-docker-watch").daemon().factory());

  /// What the daemon answered.
  record Answer(int status, String body) {

    boolean good() {
      return status >= 200 && status < 300;
    }

    Json json() {
      return Json.parse(body);
    }

    /// {@return what the daemon says is wrong}
    String message() {
      return body.startsWith("{") ? json().at("message").flatMap(Json::text).orElse(body) : body;
    }
  }

  /// A stream that stays open; what is printed comes in, and its end tells the container that we
  /// are gone.
  record Attached(SocketChannel channel, InputStream input) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  Answer call(String method, String target, Optional<Json> body, Duration patience)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Future<?> late =
          WATCH.schedule(() -> quietly(channel), patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        channel.connect(UnixDomainSocketAddress.of(path));
        send(channel, method, target, body.map(Json::toString).orElse(""), "Connection: close");
        InputStream input = new BufferedInputStream(Channels.newInputStream(channel));
        Head head = Head.read(input);
        return new Answer(head.status(), new String(head.body(input), StandardCharsets.UTF_8));
      } finally {
        late.cancel(false);
      }
    }
  }

  private static void quietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      return; // it is closed, which is what was wanted
    }
  }

  Attached attach(String target) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      send(channel, "POST", target, "", "Connection: Upgrade\r\nUpgrade: tcp");
      InputStream input = new BufferedInputStream(Channels.newInputStream(channel));
      Head head = Head.read(input);
      if (head.status() != 101 && head.status() != 200) {
        throw new IOException("Docker does not attach: status " + head.status());
      }
      return new Attached(channel, input);
    } catch (IOException broken) {
      channel.close();
      throw broken;
    }
  }

  private static void send(
      SocketChannel channel, String method, String target, String body, String headers)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n%s\r\n"
                .formatted(method, target, headers)
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n";
    write(channel, head.getBytes(StandardCharsets.US_ASCII));
    write(channel, bytes);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /// The beginning of an answer.
  ///
  /// @param length of the body; -1 when it ends with the connection
  private record Head(int status, long length, boolean chunked) {

    static Head read(InputStream input) throws IOException {
      String[] words = line(input).split(" ", 3);
      if (words.length < 2 || !words[1].matches("\\d{3}")) {
        throw new IOException("this is no answer of Docker: " + String.join(" ", words));
      }
      long length = -1;
      boolean chunked = false;
      for (int i = 0; i < MOST_HEADERS; i++) {
        String line = line(input).toLowerCase(Locale.ROOT);
        if (line.isEmpty()) {
          return new Head(Integer.parseInt(words[1]), length, chunked);
        }
        if (line.startsWith("content-length:")) {
          length = Long.parseLong(line.substring(15).strip());
        }
        chunked |= line.startsWith("transfer-encoding:") && line.contains("chunked");
      }
      throw new IOException("Docker's answer has too many headers");
    }

    byte[] body(InputStream input) throws IOException {
      if (status == 204 || status == 304) {
        return new byte[0];
      }
      return chunked ? chunks(input) : input.readNBytes((int) Math.min(MOST_ANSWER, most()));
    }

    private long most() {
      return length < 0 ? MOST_ANSWER : length;
    }

    private static byte[] chunks(InputStream input) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      while (all.size() <= MOST_ANSWER) {
        int size = Integer.parseInt(line(input).split(";", 2)[0].strip(), 16);
        all.write(input.readNBytes(size));
        line(input);
        if (size == 0) {
          return all.toByteArray();
        }
      }
      throw new IOException("Docker's answer is longer than " + MOST_ANSWER + " bytes");
    }

    private static String line(InputStream input) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int each = input.read(); each != '\n'; each = input.read()) {
        if (each < 0 || line.length() > MOST_LINE) {
          throw new IOException("Docker's answer ends amid a line");
        }
        line.append((char) each);
      }
      return line.toString().stripTrailing();
    }
  }
}
