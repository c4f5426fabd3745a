package dev.gatehouse.runtime.delivery;

import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.delivery.RetryPlan;
import dev.gatehouse.core.spi.DeliveryChannel;
import dev.gatehouse.core.spi.DeliveryChannel.Directory;
import dev.gatehouse.core.spi.DeliveryChannel.Part;
import dev.gatehouse.core.spi.DeliveryChannel.Receipt;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.ScopeClosedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Brings what is in the outbox to where it belongs: tries, tries again with growing waits, and
/// gives up into the list of the dead, where people see it. Every part that has arrived is recorded
/// before the next one is sent.
///
/// A crash between sending and recording sends a part again, under the same id. A courier that
/// stops records nothing of what it is doing: the next process does it again.
public final class Courier implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Courier.class.getName());
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final Directory channels;
  private final RetryPlan plan;
  private final InstantSource clock;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Scope scope = new Scope();
  private volatile boolean closing;

  private Courier(Outbox outbox, Directory channels, RetryPlan plan, InstantSource clock) {
    this.outbox = outbox;
    this.channels = channels;
    this.plan = plan;
    this.clock = clock;
  }

  /// Begins with what an earlier process left.
  public static Courier start(
      Outbox outbox, Directory channels, RetryPlan plan, InstantSource clock) {
    Courier courier = new Courier(outbox, channels, plan, clock);
    int left = outbox.load();
    if (left > 0) {
      LOG.log(Level.INFO, "{0} deliveries of an earlier process are pending", left);
    }
    var _ = courier.scope.fork("courier", courier::work);
    return courier;
  }

  private void work() {
    try {
      Optional<DueQueue.Due> next = outbox.queue().take();
      while (next.isPresent()) {
        DueQueue.Due due = next.get();
        var _ = scope.fork("delivery " + due.id(), () -> make(due));
        next = outbox.queue().take();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the scope closes
    } catch (ScopeClosedException late) {
      LOG.log(Level.DEBUG, "a delivery is left to the next process: {0}", late.getMessage());
    }
  }

  private void make(DueQueue.Due due) {
    try {
      Optional<Delivery> after = outbox.pending(due.id()).flatMap(this::attempt);
      after.ifPresent(outbox::save);
      after.ifPresent(outbox.queue()::add);
    } catch (StoreException broken) {
      LOG.log(
          Level.WARNING,
          "delivery {0} could not be recorded and is made again: {1}",
          due.id(),
          broken.getMessage());
      outbox.queue().putBack(due.postponed(clock.instant().plus(STORE_PATIENCE)));
    } finally {
      outbox.queue().release(due.id());
    }
  }

  /// {@return the delivery as it is afterwards; nothing when the courier stops meanwhile}
  private Optional<Delivery> attempt(Delivery before) {
    Optional<DeliveryChannel> channel = channels.find(before.address());
    if (channel.isEmpty()) {
      String why =
          "no delivery \""
              + before.address().name()
              + "\" is configured any more; configure it and retry";
      return Optional.of(dead(before, why));
    }
    Delivery now = before;
    List<String> parts = channel.get().parts(before.letter());
    for (int at = before.progress().partsSent(); at < parts.size(); at++) {
      Receipt receipt =
          sent(channel.get(), new Part(before.letter(), at + 1, parts.size(), parts.get(at)));
      if (closing) {
        return Optional.empty();
      }
      switch (receipt) {
        case Receipt.Delivered _ -> {
          now = now.partArrived();
          if (at + 1 < parts.size()) {
            outbox.save(now);
          }
        }
        case Receipt.Later later -> {
          return Optional.of(later(now, later));
        }
        case Receipt.Refused(String why) -> {
          return Optional.of(dead(now, why));
        }
      }
    }
    return Optional.of(now.arrived(clock.instant()));
  }

  /// A channel that throws is broken; it may be better another time.
  private static Receipt sent(DeliveryChannel channel, Part part) {
    try {
      return channel.send(part);
    } catch (RuntimeException broken) {
      LOG.log(Level.ERROR, "the channel of delivery '" + part.id() + "' broke", broken);
      return Receipt.Later.of("the channel broke: " + broken.getClass().getSimpleName());
    }
  }

  private Delivery later(Delivery now, Receipt.Later later) {
    int failures = now.progress().attempts() + 1;
    return plan.delay(failures, later.after(), random.nextDouble())
        .map(wait -> now.postponed(later.why(), clock.instant().plus(wait)))
        .orElseGet(() -> dead(now, later.why() + " (given up after " + failures + " attempts)"));
  }

  private Delivery dead(Delivery now, String why) {
    LOG.log(
        Level.WARNING,
        "delivery {0} of run {1} to {2} is dead: {3}",
        now.id(),
        now.run(),
        now.address().name(),
        why);
    return now.dead(why, clock.instant());
  }

  /// Looks at the clock again.
  public void wake() {
    outbox.queue().wake();
  }

  /// Waits until everything that is due has been tried.
  ///
  /// @return whether that was done in time
  public boolean settle(Duration patience) throws InterruptedException {
    return outbox.queue().settle(patience);
  }

  /// Stops: what is being made is left to the next process.
  @Override
  public void close() {
    closing = true;
    outbox.queue().close();
    scope.close();
  }
}
