package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks for streams and counts every delta of each; one thread, the caller's, on one selector.
///
/// Several loads may run one after the other on one client: streams that stay open stay checked,
/// and the reports are cumulative. Closing the client closes what is open.
public final class LoadClient implements AutoCloseable {
  private static final int BLOCK = 64 * 1_024;

  private final SelectorLoop loop;
  private final byte[] buffer = new byte[BLOCK];
  private final LoadTally tally = new LoadTally();
  private final List<LoadConnection> connections = new ArrayList<>();

  /// A plan and how many of its streams were asked for.
  static final class Load {
    private final LoadPlan plan;
    private final LoadTally tally;
    private int taken;

    Load(LoadPlan plan, LoadTally tally) {
      this.plan = plan;
      this.tally = tally;
    }

    LoadPlan plan() {
      return plan;
    }

    /// Takes one of the streams that are left, if any.
    boolean takesStream() {
      if (taken == plan.volume().streams()) {
        return false;
      }
      taken++;
      tally.requested();
      return true;
    }
  }

  private LoadClient(SelectorLoop loop) {
    this.loop = loop;
  }

  public static LoadClient open() throws IOException {
    return new LoadClient(SelectorLoop.open());
  }

  /// Carries the load and reports all that this client has seen so far.
  public LoadReport run(LoadPlan plan) throws IOException {
    var load = new Load(plan, tally);
    long start = System.nanoTime();
    long limit = plan.limit().toNanos();
    long spacing = plan.volume().spacing().toNanos();
    int opened = 0;
    while (opened < plan.volume().connections() || !isCarried(plan.until())) {
      long elapsed = System.nanoTime() - start;
      if (elapsed > limit) {
        tally.failed(
            (tally.started() - tally.over()) + " streams did not end within " + plan.limit());
        break;
      }
      while (opened < plan.volume().connections() && elapsed >= opened * spacing) {
        connect(load, opened++);
      }
      loop.turn(opened < plan.volume().connections() ? 1 : 100);
    }
    return tally.report();
  }

  /// Goes on reading for so long, then reports.
  public LoadReport listen(Duration length) throws IOException {
    long end = System.nanoTime() + length.toNanos();
    for (long left = length.toMillis(); left > 0; ) {
      loop.turn(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return tally.report();
  }

  /// The run that the server named on the first connection.
  public Optional<String> runId() {
    return connections.isEmpty() ? Optional.empty() : connections.getFirst().runId();
  }

  @Override
  public void close() {
    loop.close();
  }

  byte[] buffer() {
    return buffer;
  }

  LoadTally tally() {
    return tally;
  }

  private boolean isCarried(LoadPlan.Until until) {
    return switch (until) {
      case STREAMS_END -> tally.over() == tally.started();
      case FIRST_DELTA, HELD_OPEN -> tally.spoken() == tally.started();
    };
  }

  private void connect(Load load, int number) throws IOException {
    if (!load.takesStream()) {
      return;
    }
    var channel = SocketChannel.open();
    var key = loop.register(channel, SelectionKey.OP_CONNECT);
    var connection = new LoadConnection(this, load, number, key);
    key.attach(connection);
    connections.add(connection);
    try {
      if (channel.connect(SelectorLoop.loopback(load.plan().target().port()))) {
        connection.request();
      }
    } catch (IOException e) {
      SelectorLoop.close(key);
      connection.broken(e);
    }
  }
}
