package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.ToolContext.Stream;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// What a program prints: shown in pieces while it runs, and kept for the result.
///
/// A piece is shown at once when nothing was shown for a while; what follows quickly is gathered.
final class LiveOutput implements Sandbox.Output, AutoCloseable {

  private static final int PIECE = 4_096;
  private static final long PAUSE_MILLIS = 50;

  /// How much of a stream is shown live, in UTF-16 units.
  private static final int MOST_SHOWN = 1 << 20;

  private static final ScheduledExecutorService LATER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sandbox-output").daemon().factory());

  private final BiConsumer<Stream, String> viewer;
  private final Map<Stream, Channel> channels = new EnumMap<>(Stream.class);
  private boolean waiting;
  private long shownAt;

  /// One stream.
  private static final class Channel {
    private final PrintedText printed = new PrintedText();
    private final KeptText kept = new KeptText();
    private final StringBuilder pending = new StringBuilder();
    private int shown;
    private boolean full;
  }

  LiveOutput(BiConsumer<Stream, String> viewer) {
    this.viewer = viewer;
    channels.put(Stream.STDOUT, new Channel());
    channels.put(Stream.STDERR, new Channel());
    shownAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
  }

  @Override
  public synchronized void bytes(Stream stream, byte[] some) {
    Channel channel = channel(stream);
    take(channel, channel.printed.add(some));
    long quiet = System.nanoTime() - shownAt;
    if (channel.pending.length() >= PIECE || quiet >= TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
      show();
    } else if (!waiting) {
      waiting = true;
      var _ = LATER.schedule(this::show, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void take(Channel channel, String text) {
    channel.kept.add(text);
    if (channel.full) {
      return;
    }
    int room = KeptText.whole(text, Math.min(MOST_SHOWN - channel.shown, text.length()));
    channel.pending.append(text, 0, room);
    channel.shown += room;
    if (room < text.length()) {
      channel.pending.append("\n[more is printed, but not shown]\n");
      channel.full = true;
    }
  }

  private synchronized void show() {
    waiting = false;
    shownAt = System.nanoTime();
    channels.forEach((stream, channel) -> {
      if (!channel.pending.isEmpty()) {
        String piece = channel.pending.toString();
        channel.pending.setLength(0);
        viewer.accept(stream, piece);
      }
    });
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(channel -> take(channel, channel.printed.end()));
    show();
  }

  private Channel channel(Stream stream) {
    Channel channel = channels.get(stream);
    if (channel == null) {
      throw new IllegalArgumentException("programs have no stream " + stream);
    }
    return channel;
  }

  synchronized String text(Stream stream) {
    return channel(stream).kept.text();
  }

  synchronized String lastLines(Stream stream, int count) {
    return channel(stream).kept.lastLines(count);
  }

  synchronized boolean cut() {
    return channels.values().stream().anyMatch(channel -> channel.kept.cut());
  }

  /// {@return how many bytes were no text, and how many there were}
  synchronized Unreadable unreadable(Stream stream) {
    PrintedText printed = channel(stream).printed;
    return new Unreadable(printed.unreadable(), printed.bytes());
  }

  /// How much of a stream was no text.
  record Unreadable(long count, long of) {}
}
