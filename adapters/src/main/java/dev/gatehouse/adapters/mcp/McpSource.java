package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.McpCall.Ending;
import dev.gatehouse.adapters.mcp.McpChannel.Kind;
import dev.gatehouse.adapters.mcp.McpChannel.Loss;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.tool.ToolOutcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One MCP server, kept alive: started, spoken with, listed, and started again when it goes away.
///
/// A thread of its own does nothing else. It connects, lists the tools, and waits until the
/// connection ends or the tools change; after an end it waits a little longer each time. When
/// several calls in a row fail on a connection that looks alive, the connection is given up: that
/// is the breaker, and until the next attempt calls fail at once with `tools_unavailable`.
///
/// Tools stay listed while the server is away, so that an agent's set of tools does not flicker. A
/// call that was in flight when the server went away is never made again here: it ends as
/// `outcome_unknown` unless it is known to have done nothing or to do no harm.
public final class McpSource implements ToolSource {

  private static final Logger LOG = System.getLogger(McpSource.class.getName());

  /// How long a call waits for a server that is just coming back.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration HANDSHAKE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LISTS = Duration.ofMillis(500);
  private static final int BREAKER = 3;

  private final McpServer server;
  private final Channels channels;
  private final Rhythm rhythm;
  private final Reachability reach = new Reachability();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final CopyOnWriteArrayList<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger failuresInRow = new AtomicInteger();
  private final Thread supervisor;
  private volatile List<Tool> tools = List.of();
  private volatile boolean useful;
  private Handshake.Guess guess = Handshake.Guess.UNKNOWN;
  private Availability availability = Availability.GONE;

  /// Makes the way to a server, once per attempt.
  @FunctionalInterface
  interface Channels {
    McpChannel open(McpServer server);
  }

  McpSource(McpServer server, Channels channels, Rhythm rhythm) {
    this.server = server;
    this.channels = channels;
    this.rhythm = rhythm;
    this.supervisor = McpThreads.virtual("mcp " + server.name(), this::supervise);
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  /// {@return why the server is out of reach, empty while it is not}
  public Optional<String> trouble() {
    return reach.trouble();
  }

  McpServer server() {
    return server;
  }

  /// Waits until it is known whether the server can be reached.
  ///
  /// @return false when the time was over first
  public boolean awaitSettled(Duration patience) throws InterruptedException {
    return settled.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CancelSignal.Registration onChange(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  ToolOutcome call(ListedTool tool, Json.Obj input, ToolContext context)
      throws InterruptedException {
    ToolOutcome outcome = unavailable(tool);
    for (int round = 0; round < 2; round++) {
      Optional<McpConnection> connection = reach.connection(PATIENCE);
      if (connection.isEmpty()) {
        return unavailable(tool);
      }
      switch (timed(connection.get(), tool, input, context)) {
        case Ending.Done done -> {
          failuresInRow.set(0);
          useful = true;
          return done.outcome();
        }
        case Ending.Broken(Loss loss, ToolOutcome lost) -> {
          outcome = lost;
          if (loss.kind() != Kind.SESSION_GONE) {
            failed(connection.get(), loss.why());
            return lost;
          }
        }
      }
    }
    return outcome;
  }

  private Ending timed(
      McpConnection connection, ListedTool tool, Json.Obj input, ToolContext context)
      throws InterruptedException {
    long begin = System.nanoTime();
    try {
      return new McpCall(connection, tool, input, context).run();
    } catch (InterruptedException stopped) {
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      if (took.plusMillis(100).compareTo(tool.policy().timeout()) >= 0) {
        failed(connection, "no answer within " + tool.policy().timeout().toMillis() + " ms");
      }
      throw stopped;
    }
  }

  private void failed(McpConnection connection, String why) {
    if (failuresInRow.incrementAndGet() >= BREAKER) {
      connection.ended(BREAKER + " calls in a row failed, the last one: " + why);
    }
  }

  private ToolOutcome unavailable(ListedTool tool) {
    return new ToolOutcome.Failed(
        Failure.of(
            Failure.Code.TOOLS_UNAVAILABLE,
            "'"
                + tool.spec().name()
                + "' cannot be called now: MCP server \""
                + server.name()
                + "\" is out of reach ("
                + reach.trouble().orElse("it is starting")
                + ")"));
  }

  private void supervise() {
    int failures = 0;
    try {
      while (!reach.isClosed()) {
        long begin = System.nanoTime();
        boolean again = failures == 0;
        Handshake.Guess before = guess;
        String why;
        try {
          Lived lived = live();
          failures = healthy(begin) ? 0 : failures;
          why = lived.why();
          if (lived.forgotten() && again) {
            failures = 1;
            continue;
          }
        } catch (McpException | IllegalArgumentException unreachable) {
          why = String.valueOf(unreachable.getMessage());
          if (before != guess && guess == Handshake.Guess.LEGACY) {
            continue;
          }
        }
        failures++;
        rest(why, failures);
      }
    } catch (InterruptedException _) {
      // Only close() interrupts us.
      Thread.currentThread().interrupt();
    } finally {
      settled.countDown();
    }
  }

  private boolean healthy(long begin) {
    return useful || System.nanoTime() - begin >= rhythm.steady().toNanos();
  }

  private void rest(String why, int failures) throws InterruptedException {
    boolean opened = failuresInRow.getAndSet(0) >= BREAKER;
    Duration wait = rhythm.after(failures);
    Duration pause = opened && wait.compareTo(rhythm.rest()) < 0 ? rhythm.rest() : wait;
    // The first failure, then whenever their number has doubled.
    LOG.log(
        Integer.bitCount(failures) == 1 ? Level.WARNING : Level.DEBUG,
        "MCP server \"{0}\" is out of reach: {1}; it is tried again in {2} ms",
        server.name(),
        why,
        pause.toMillis());
    reach.away(why, pause);
    settled.countDown();
    if (availability == Availability.HERE) {
      availability = Availability.GONE;
      announce(names(tools), Availability.GONE, why);
    }
    Thread.sleep(pause);
  }

  /// One life of a connection.
  ///
  /// @param forgotten whether the server merely forgot our session
  private record Lived(String why, boolean forgotten) {}

  private Lived live() throws InterruptedException {
    reach.coming();
    useful = false;
    Watcher watcher = new Watcher();
    McpConnection connection = new McpConnection(server, channels.open(server), watcher);
    try {
      Handshake.Offer offer = shake(connection);
      if (offer.tellsChanges()) {
        if (connection.era() instanceof Era.Modern) {
          new Subscription(connection, watcher::listChanged).keep();
        } else {
          connection.listen();
        }
      }
      List<ListedTool> listed =
          offer.tools() ? ToolList.read(connection, HANDSHAKE) : List.<ListedTool>of();
      offer(listed);
      reach.here(connection);
      settled.countDown();
      LOG.log(
          Level.INFO,
          "MCP server \"{0}\" offers {1} tools, in revision {2}",
          server.name(),
          listed.size(),
          connection.era().revision());
      while (watcher.await() == News.LIST) {
        Thread.sleep(BETWEEN_LISTS);
        offer(ToolList.read(connection, HANDSHAKE));
      }
      return new Lived(watcher.why(), connection.isForgotten());
    } finally {
      if (reach.isClosed()) {
        connection.close();
      } else {
        connection.retire();
      }
    }
  }

  /// A server that dies of being discovered is an old one, and is started again as such.
  private Handshake.Offer shake(McpConnection connection) throws InterruptedException {
    connection.open();
    try {
      return new Handshake(connection, HANDSHAKE).shake(guess);
    } catch (McpException broken) {
      boolean died = connection.isOver() && server.link() instanceof McpServer.Link.Stdio;
      guess =
          died && guess == Handshake.Guess.UNKNOWN
              ? Handshake.Guess.LEGACY
              : Handshake.Guess.UNKNOWN;
      throw broken;
    }
  }

  /// What became of tools.
  private enum Availability {
    GONE,
    HERE
  }

  private void offer(List<ListedTool> listed) {
    List<String> before = names(tools);
    List<Tool> now = new ArrayList<>();
    listed.forEach(each -> now.add(new McpTool(this, each)));
    tools = List.copyOf(now);
    List<String> after = names(tools);
    List<String> gone = before.stream().filter(name -> !after.contains(name)).toList();
    announce(gone, Availability.GONE, "the server does not offer them any more");
    if (availability == Availability.GONE) {
      availability = Availability.HERE;
      announce(after, Availability.HERE, "the server can be reached");
    } else {
      List<String> fresh = after.stream().filter(name -> !before.contains(name)).toList();
      announce(fresh, Availability.HERE, "the server offers them now");
    }
  }

  private static List<String> names(List<Tool> tools) {
    return tools.stream().map(tool -> tool.spec().name()).toList();
  }

  private void announce(List<String> names, Availability become, String reason) {
    if (names.isEmpty()) {
      return;
    }
    Change change = new Change(server.name(), names, become == Availability.HERE, reason);
    listeners.forEach(listener -> listener.accept(change));
  }

  /// What a watcher may hear.
  private enum News {
    LIST,
    END
  }

  /// Hears what happens to one connection, and lets the supervisor wait for it.
  private static final class Watcher implements McpConnection.Owner {

    private boolean ended;
    private boolean changed;
    private String why = "";

    @Override
    public synchronized void ended(McpConnection connection, String reason) {
      ended = true;
      why = reason;
      notifyAll();
    }

    @Override
    public synchronized void listChanged() {
      changed = true;
      notifyAll();
    }

    synchronized News await() throws InterruptedException {
      while (!ended && !changed) {
        wait();
      }
      changed = false;
      return ended ? News.END : News.LIST;
    }

    synchronized String why() {
      return why;
    }
  }

  @Override
  public void close() {
    reach.close();
    supervisor.interrupt();
    McpThreads.join(supervisor, HANDSHAKE);
  }
}
