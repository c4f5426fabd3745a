package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What waits is taken at once, and none of it is lost or said twice.
@Timeout(120)
class ReadAheadTest {

  private static final int SEGMENT = 8 << 10;

  private final AtomicInteger asked = new AtomicInteger();

  private byte[] received(byte[] sent, Reading reading) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var socket = new ReadAhead().createSocket()) {
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
      Thread sender = Thread.ofVirtual().start(() -> send(server, sent));
      byte[] got =
          ScopedValue.where(ReadAhead.BEFORE_READING, asked::incrementAndGet)
              .call(() -> reading.all(socket));
      sender.join();
      return got;
    }
  }

  private static void send(ServerSocket server, byte[] bytes) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(bytes);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private interface Reading {
    byte[] all(Socket socket) throws IOException;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void everyByteComesOnceHoweverMuchIsAskedFor() throws Exception {
    var random = new Random(5);
    for (int round = 0; round < 20; round++) {
      byte[] sent = bytes(random.nextInt(600_000));

      byte[] got =
          received(
              sent,
              socket -> {
                var all = new ByteArrayOutputStream();
                byte[] buffer = new byte[4 * SEGMENT];
                int count = 0;
                while (count >= 0) {
                  all.write(buffer, 0, count);
                  int most = random.nextBoolean() ? SEGMENT : 1 + random.nextInt(buffer.length);
                  count = socket.getInputStream().read(buffer, 0, most);
                }
                return all.toByteArray();
              });

      assertThat(got).isEqualTo(sent);
    }
  }

  @Test
  void whatIsSkippedOrReadSinglyIsCountedToo() throws Exception {
    byte[] sent = bytes(200_000);

    byte[] got =
        received(
            sent,
            socket -> {
              InputStream in = socket.getInputStream();
              var all = new ByteArrayOutputStream();
              all.write(in.readNBytes(SEGMENT));
              all.write(in.readNBytes(SEGMENT));
              long skipped = in.skip(100);
              all.write(sent, 2 * SEGMENT, (int) skipped);
              all.write(in.read());
              all.write(in.readAllBytes());
              return all.toByteArray();
            });

    assertThat(got).isEqualTo(sent);
  }

  @Test
  void whatWaitsIsTakenWithOneRead() throws Exception {
    byte[] sent = bytes(60_000);

    byte[] got =
        received(
            sent,
            socket -> {
              InputStream in = socket.getInputStream();
              while (in.available() < sent.length) {
                Thread.onSpinWait();
              }
              var all = new ByteArrayOutputStream();
              byte[] buffer = new byte[SEGMENT];
              for (int count = 0; count >= 0; count = in.read(buffer, 0, SEGMENT)) {
                all.write(buffer, 0, count);
              }
              return all.toByteArray();
            });

    assertThat(got).isEqualTo(sent);
    assertThat(asked).as("a segment, the rest, the end").hasValue(3);
  }
}
