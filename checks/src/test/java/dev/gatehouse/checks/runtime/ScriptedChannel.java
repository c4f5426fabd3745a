package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.delivery.Delivery.Address;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A channel that does with messages as a test says, and else takes them. It is found by the name
/// `ops` and behind every URL.
final class ScriptedChannel implements DeliveryChannel, DeliveryChannel.Directory {

  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private final List<Part> sent = new CopyOnWriteArrayList<>();
  private final int parts;
  private Optional<CountDownLatch> gate = Optional.empty();

  ScriptedChannel(int parts) {
    this.parts = parts;
  }

  /// Says this to the next messages.
  ScriptedChannel saying(Receipt... next) {
    receipts.addAll(List.of(next));
    return this;
  }

  /// Holds every message until the gate opens.
  ScriptedChannel behind(CountDownLatch latch) {
    gate = Optional.of(latch);
    return this;
  }

  /// {@return every message that came, also those that were not taken}
  List<Part> sent() {
    return sent;
  }

  @Override
  public Optional<DeliveryChannel> find(Address address) {
    return switch (address) {
      case Address.Named(String name) when !name.equals("ops") -> Optional.empty();
      case Address.Named _, Address.Callback _ -> Optional.of(this);
    };
  }

  @Override
  public List<String> parts(Letter letter) {
    return java.util.Collections.nCopies(parts, letter.text());
  }

  @Override
  public Receipt send(Part part) {
    sent.add(part);
    gate.ifPresent(ScriptedChannel::pass);
    return receipts.isEmpty() ? new Receipt.Delivered() : receipts.remove();
  }

  private static void pass(CountDownLatch latch) {
    try {
      var _ = latch.await(120, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
