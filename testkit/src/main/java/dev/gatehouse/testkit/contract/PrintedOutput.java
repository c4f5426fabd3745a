package dev.gatehouse.testkit.contract;

import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.ToolContext.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/// Keeps what a program printed. Safe for several threads.
public final class PrintedOutput implements Sandbox.Output {

  private final Map<Stream, ByteArrayOutputStream> streams = new EnumMap<>(Stream.class);
  private Runnable onFirst = () -> {};

  /// {@return this output, which does something when the program says its first word}
  public PrintedOutput onFirst(Runnable action) {
    onFirst = action;
    return this;
  }

  @Override
  public void bytes(Stream stream, byte[] some) {
    Runnable first;
    synchronized (this) {
      first = streams.isEmpty() ? onFirst : () -> {};
      streams.computeIfAbsent(stream, _ -> new ByteArrayOutputStream()).writeBytes(some);
    }
    first.run();
  }

  /// {@return what was printed}
  public synchronized byte[] bytes(Stream stream) {
    ByteArrayOutputStream printed = streams.get(stream);
    return printed == null ? new byte[0] : printed.toByteArray();
  }

  /// {@return what was printed, as text}
  public String text(Stream stream) {
    return new String(bytes(stream), StandardCharsets.UTF_8);
  }
}
