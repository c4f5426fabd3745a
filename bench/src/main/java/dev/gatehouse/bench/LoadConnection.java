package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// One connection of the load client: asks for a stream, checks it delta by delta, asks again.
///
/// A stream is right when it brings exactly as many stamps as its shape has deltas, each later than
/// the one before, and ends as HTTP says.
final class LoadConnection implements SelectorLoop.Endpoint {
  private static final int EXCERPT = 400;

  private final LoadClient client;
  private final LoadClient.Load load;
  private final int number;
  private final SelectionKey key;
  private final SocketChannel channel;
  private final UnsentBytes unsent;
  private LoadResponse response = new LoadResponse();
  private StampScanner scanner = new StampScanner();
  private String runId = "";
  private String complaint = "";
  private long requested;
  private int events;
  private long last;

  LoadConnection(LoadClient client, LoadClient.Load load, int number, SelectionKey key) {
    this.client = client;
    this.load = load;
    this.number = number;
    this.key = key;
    this.channel = (SocketChannel) key.channel();
    this.unsent = new UnsentBytes(key);
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      request();
    }
    if (key.isWritable()) {
      unsent.flush();
    }
    if (key.isValid() && key.isReadable()) {
      read();
    }
  }

  @Override
  public void broken(IOException cause) {
    fail("was cut: " + cause.getMessage());
  }

  /// Asks for the next stream.
  void request() throws IOException {
    key.interestOps(SelectionKey.OP_READ);
    response = new LoadResponse();
    scanner = new StampScanner();
    events = 0;
    last = 0;
    requested = System.nanoTime();
    unsent.send(ByteBuffer.wrap(load.plan().target().requests().apply(number)));
  }

  /// The run that the answer in progress named.
  Optional<String> runId() {
    return Optional.of(runId).filter(id -> !id.isEmpty());
  }

  private void read() throws IOException {
    var buffer = client.buffer();
    int count = channel.read(ByteBuffer.wrap(buffer));
    if (count < 0) {
      end(buffer, 0);
      return;
    }
    client.tally().received(count);
    boolean inHead = !response.hasHead();
    response.read(buffer, count, this::scan);
    if (inHead && response.hasHead()) {
      runId = response.runId().orElse("");
    }
    if (response.isDone()) {
      end(buffer, count);
    }
  }

  private void scan(byte[] bytes, int from, int to) {
    scanner.scan(bytes, from, to, this::stamp);
  }

  private void stamp(long stamp) {
    long now = System.nanoTime();
    if (events++ == 0) {
      client.tally().first(now - requested);
    }
    if (stamp == last) {
      complain("got delta " + (events - 1) + " twice");
    } else if (stamp < last) {
      complain("got delta " + events + " after a later one");
    }
    last = stamp;
    client.tally().event(now - stamp);
  }

  private void end(byte[] buffer, int count) {
    int expected = load.plan().shape().deltas();
    boolean whole = response.isDone() || response.endsWithConnection();
    if (!response.isOk()) {
      complain("was answered \"" + response.status() + "\"");
    } else if (!whole) {
      complain("was cut by the server");
    } else if (load.plan().until() == LoadPlan.Until.HELD_OPEN) {
      complain("ended though it should stay open");
    }
    if (complaint.isEmpty() && events != expected) {
      complain("is " + (events < expected ? "short" : "long"));
    }
    if (complaint.isEmpty()) {
      succeed(count >= 0 && response.isDone());
    } else {
      var excerpt =
          new String(buffer, Math.max(0, count - EXCERPT), Math.min(count, EXCERPT), UTF_8);
      fail(complaint + ", " + events + " of " + expected + " deltas; it ended with: " + excerpt);
    }
  }

  private void succeed(boolean reusable) {
    client.tally().completed();
    if (reusable && load.takesStream()) {
      try {
        request();
      } catch (IOException e) {
        SelectorLoop.close(key);
        broken(e);
      }
    } else {
      SelectorLoop.close(key);
    }
  }

  private void complain(String text) {
    if (complaint.isEmpty()) {
      complaint = text;
    }
  }

  private void fail(String reason) {
    SelectorLoop.close(key);
    client.tally().failed("stream on connection " + number + " " + reason);
  }
}
