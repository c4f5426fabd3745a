package dev.gatehouse.adapters.sandbox.docker;

import dev.gatehouse.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// Answers like a Docker daemon and runs nothing. What a container prints, and whether it ends, is
/// scripted.
final class PretendedDocker implements AutoCloseable {

  static final String ID = "c0ffee";

  private final ServerSocketChannel server;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Queue<Json> created = new ConcurrentLinkedQueue<>();
  private final CountDownLatch killed = new CountDownLatch(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private byte[] printed = {};
  private boolean endless;
  private int exitCode;
  private boolean outOfMemory;
  private List<String> left = List.of();
  private boolean image = true;

  PretendedDocker(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().name("pretended-docker").start(this::serve);
  }

  PretendedDocker prints(int stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(printed);
    all.writeBytes(
        ByteBuffer.allocate(8 + bytes.length)
            .putInt(stream << 24)
            .putInt(bytes.length)
            .put(bytes)
            .array());
    printed = all.toByteArray();
    return this;
  }

  PretendedDocker exits(int code) {
    exitCode = code;
    return this;
  }

  PretendedDocker neverEnds() {
    endless = true;
    return this;
  }

  PretendedDocker runsOutOfMemory() {
    outOfMemory = true;
    return exits(137);
  }

  PretendedDocker stillHas(String... containers) {
    left = List.of(containers);
    return this;
  }

  PretendedDocker withoutImage() {
    image = false;
    return this;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  Json created() {
    return created.element();
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        SocketChannel caller = server.accept();
        Thread.ofPlatform().daemon().start(() -> answer(caller));
      } catch (IOException _) {
        return; // it was closed
      }
    }
  }

  private void answer(SocketChannel caller) {
    try (caller) {
      InputStream input = Channels.newInputStream(caller);
      String head = head(input);
      String line = head.lines().findFirst().orElse("");
      asked.add(line.replace(" HTTP/1.1", ""));
      String body = new String(input.readNBytes(length(head)), StandardCharsets.UTF_8);
      if (line.contains("/attach")) {
        attach(caller);
      } else {
        write(caller, reply(line, body));
      }
    } catch (IOException _) {
      return; // the caller left
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void attach(SocketChannel caller) throws IOException, InterruptedException {
    write(caller, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    started.await();
    caller.write(ByteBuffer.wrap(printed));
    if (endless) {
      killed.await();
    }
  }

  private String reply(String line, String body) {
    if (line.startsWith("POST /containers/create")) {
      created.add(Json.parse(body));
      return chunked(201, "{\"Id\":\"" + ID + "\",\"Warnings\":[]}");
    }
    if (line.contains("/start")) {
      started.countDown();
      return "HTTP/1.1 204 No Content\r\n\r\n";
    }
    if (line.contains("/kill")) {
      killed.countDown();
      return "HTTP/1.1 204 No Content\r\n\r\n";
    }
    if (line.contains("/wait")) {
      return json(200, "{\"StatusCode\":" + exitCode + "}");
    }
    if (line.startsWith("GET /containers/json")) {
      return json(
          200,
          Json.array(left.stream().<Json>map(id -> Json.obj("Id", Json.of(id))).toList())
              .toString());
    }
    if (line.startsWith("GET /containers/")) {
      return json(200, "{\"State\":{\"OOMKilled\":" + outOfMemory + "}}");
    }
    if (line.startsWith("GET /images/")) {
      return image ? json(200, "{}") : json(404, "{\"message\":\"No such image\"}");
    }
    return line.startsWith("GET /info")
        ? json(200, "{\"ServerVersion\":\"28.0\",\"Runtimes\":{\"runc\":{}}}")
        : json(200, "{}");
  }

  private static String json(int status, String body) {
    return "HTTP/1.1 %s X\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  private static String chunked(int status, String body) {
    return "HTTP/1.1 %s X\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        .formatted(status, body.length(), body);
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int each = input.read();
      if (each < 0) {
        throw new IOException("the caller left");
      }
      head.append((char) each);
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.startsWith("Content-Length: "))
        .mapToInt(line -> Integer.parseInt(line.substring(16)))
        .findFirst()
        .orElse(0);
  }

  private static void write(SocketChannel caller, String text) throws IOException {
    caller.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    killed.countDown();
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
