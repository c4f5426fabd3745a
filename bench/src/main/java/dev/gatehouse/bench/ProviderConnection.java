package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// One connection of the fake provider: reads a request, streams the answer, reads the next.
///
/// Deltas are due on a fixed schedule from the stream's start. A reader that does not keep up
/// delays its own deltas only, and they are sent one by one when it reads again; nothing is queued.
final class ProviderConnection implements SelectorLoop.Endpoint {
  private static final long MAX_PHASE_NANOS = 100_000_000;

  private final FakeProvider.Tools tools;
  private final SelectionKey key;
  private final SocketChannel channel;
  private final UnsentBytes unsent;
  private final ProviderRequest request = new ProviderRequest();
  private Progress progress = Progress.NONE;
  private boolean late;

  /// Where the current answer stands.
  private record Progress(StreamShape shape, int sent, long due) {
    static final Progress NONE = new Progress(StreamShape.burst(1), 1, 0);

    boolean isDone() {
      return sent == shape.deltas();
    }

    boolean isBurst() {
      return shape.interval().isZero();
    }

    Progress next() {
      return new Progress(shape, sent + 1, due + shape.interval().toNanos());
    }
  }

  ProviderConnection(FakeProvider.Tools tools, SelectionKey key) {
    this.tools = tools;
    this.key = key;
    this.channel = (SocketChannel) key.channel();
    this.unsent = new UnsentBytes(key);
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      unsent.flush();
      catchUp();
    }
    if (key.isValid() && key.isReadable()) {
      read();
    }
  }

  @Override
  public void broken(IOException cause) {
    // The reader is gone, as at the end of every idle measurement: its timers see a closed channel.
  }

  private void read() throws IOException {
    var buffer = tools.buffer().clear();
    int count = channel.read(buffer);
    if (count < 0) {
      SelectorLoop.close(key);
    } else if (!request.add(buffer.flip())) {
      refuse(413, "request_too_large", "the request is larger than 1 MiB");
      SelectorLoop.close(key);
    } else if (progress.isDone()) {
      answerNext();
    }
  }

  private void answerNext() throws IOException {
    if (!unsent.isEmpty()) {
      return;
    }
    var arrived = request.take();
    if (arrived.isEmpty()) {
      return;
    }
    var line = arrived.get().line();
    var shape = StreamShape.find(arrived.get().body());
    if (!line.equals("POST /v1/messages")) {
      refuse(404, "not_found_error", "only POST /v1/messages exists here");
    } else if (shape.isEmpty()) {
      refuse(400, "invalid_request_error", "the model must look like fake-n200-d20000");
    } else {
      begin(shape.get());
    }
  }

  private void refuse(int status, String code, String message) throws IOException {
    unsent.send(ByteBuffer.wrap(MessageFrames.refusal(status, code, message)));
  }

  private void begin(StreamShape shape) throws IOException {
    long phase = tools.phases().nextLong(1 + Math.min(shape.interval().toNanos(), MAX_PHASE_NANOS));
    progress = new Progress(shape, 0, System.nanoTime() + phase);
    unsent.send(ByteBuffer.wrap(MessageFrames.start(shape)));
    if (progress.isBurst()) {
      pour();
    } else {
      tools.wheel().schedule(progress.due(), this::due);
    }
  }

  private void catchUp() throws IOException {
    if (!unsent.isEmpty()) {
      return;
    }
    if (progress.isDone()) {
      answerNext();
    } else if (progress.isBurst()) {
      pour();
    } else if (late) {
      late = false;
      drip(System.nanoTime());
    }
  }

  /// Fills blocks with deltas and writes them until the socket takes no more.
  private void pour() throws IOException {
    while (unsent.isEmpty() && !progress.isDone()) {
      var block = tools.buffer().clear();
      while (!progress.isDone() && block.remaining() >= MessageFrames.deltaSize()) {
        MessageFrames.putDelta(block, stamp());
        progress = progress.next();
      }
      if (progress.isDone()) {
        finish(block);
      } else {
        unsent.send(block.flip());
      }
    }
  }

  private void due(long now) {
    if (!channel.isOpen()) {
      return;
    }
    try {
      drip(now);
    } catch (IOException e) {
      SelectorLoop.close(key);
      broken(e);
    }
  }

  /// Sends each delta that is due, one write per delta.
  private void drip(long now) throws IOException {
    while (!progress.isDone() && progress.due() <= now) {
      if (!unsent.isEmpty()) {
        late = true;
        return;
      }
      var block = tools.buffer().clear();
      MessageFrames.putDelta(block, stamp());
      progress = progress.next();
      if (progress.isDone()) {
        finish(block);
      } else {
        unsent.send(block.flip());
      }
    }
    if (!progress.isDone()) {
      tools.wheel().schedule(progress.due(), this::due);
    }
  }

  private void finish(ByteBuffer block) throws IOException {
    var end = MessageFrames.end(progress.shape());
    var last = block.flip();
    unsent.send(ByteBuffer.allocate(last.remaining() + end.length).put(last).put(end).flip());
    answerNext();
  }

  /// The time, made different from the one before so that a doubled delta can be told.
  private long stamp() {
    return tools.stamps().next();
  }
}
