package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// What a non-blocking socket has not taken yet. While there is any, its key waits for writability;
/// the owner sends nothing more until it is empty again, so it never holds more than one write.
final class UnsentBytes {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SelectionKey key;
  private final SocketChannel channel;
  private ByteBuffer rest = NOTHING;

  UnsentBytes(SelectionKey key) {
    this.key = key;
    this.channel = (SocketChannel) key.channel();
  }

  boolean isEmpty() {
    return !rest.hasRemaining();
  }

  /// Writes what the socket takes and keeps a copy of what it does not.
  void send(ByteBuffer bytes) throws IOException {
    if (!isEmpty()) {
      throw new IllegalStateException(rest.remaining() + " bytes are still unsent; flush first");
    }
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      rest = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  /// Continues an unfinished write; to be called when the key is writable.
  void flush() throws IOException {
    channel.write(rest);
    if (isEmpty()) {
      rest = NOTHING;
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }
}
