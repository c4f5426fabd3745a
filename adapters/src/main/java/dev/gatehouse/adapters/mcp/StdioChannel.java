package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.ChildLauncher.Child;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A child process: one JSON-RPC message per line on its standard streams.
///
/// Three platform threads per child read, write and hear its pipes, so that a child which does not
/// read what it is sent, or never ends a line, holds up nobody else. What is no message is skipped
/// and counted. The death of the child ends the channel at once.
final class StdioChannel implements McpChannel {

  /// No message is longer.
  static final int MAX_LINE = 8 << 20;

  private static final Logger LOG = System.getLogger(StdioChannel.class.getName());
  private static final JsonLimits LIMITS = JsonLimits.OUTSIDE.withMaxBytes(MAX_LINE);

  /// A line that is longer than this is no line.
  private static final long MAX_DROPPED = 64L << 20;

  /// So much junk without a single message is no protocol.
  private static final long MAX_JUNK = 10_000;

  private static final int MAX_WAITING = 256;
  private static final int BUFFER = 32 << 10;
  private static final int SHOWN = 200;
  private static final Duration LAST_WORDS = Duration.ofMillis(250);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final McpServer server;
  private final McpServer.Link.Stdio link;
  private final ChildLauncher launcher;
  private final BlockingQueue<Outgoing> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Set<Long> unsent = ConcurrentHashMap.newKeySet();
  private final LastLines stderr = new LastLines();
  private final Junk junk;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Thread hearing;
  private long junkInRow;
  private volatile @Nullable Running running;
  private volatile String end = "it is gone";

  /// A message that waits for the child to read.
  private static final class Outgoing {

    /// The number of the request, 0 when nobody waits for an answer.
    private final long request;

    private final byte[] line;

    Outgoing(long request, byte[] line) {
      this.request = request;
      this.line = line;
    }
  }

  private record Running(Child child, Thread reader, Thread writer, Listener listener) {}

  StdioChannel(McpServer server, McpServer.Link.Stdio link, ChildLauncher launcher) {
    this.server = server;
    this.link = link;
    this.launcher = launcher;
    this.junk = new Junk(server.name());
  }

  @Override
  public void open(Listener listener) throws InterruptedException {
    Child child =
        launcher.start(
            link.command(), ChildEnvironment.of(link.environment(), System::getenv), link.folder());
    Process process = child.process();
    String name = "mcp " + server.name() + " ";
    hearing = McpThreads.platform(name + "err", () -> hear(process.getErrorStream()));
    Thread reader = McpThreads.platform(name + "out", () -> read(process, listener));
    Thread writer = McpThreads.platform(name + "in", () -> write(process));
    running = new Running(child, reader, writer, listener);
    McpThreads.virtual(name + "end", () -> awaitEnd(process, reader, listener));
  }

  private void read(Process process, Listener listener) {
    LineCutter cutter =
        new LineCutter(
            MAX_LINE,
            line -> take(line, listener),
            head -> {
              skip("a line longer than " + MAX_LINE);
              giveUp(head, "its answer is longer than " + MAX_LINE + " bytes", listener);
            });
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[BUFFER];
      int count = in.read(buffer);
      while (count >= 0) {
        cutter.feed(buffer, count);
        if (cutter.dropped() > MAX_DROPPED || junkInRow > MAX_JUNK) {
          finish(listener, "it writes what is no protocol");
          return;
        }
        count = in.read(buffer);
      }
    } catch (IOException broken) {
      LOG.log(Level.DEBUG, "the output of MCP server '" + server.name() + "' broke", broken);
    }
    finish(listener, exit(process));
  }

  private void take(byte[] line, Listener listener) {
    try {
      Optional<RpcMessage> message = RpcMessage.of(JsonReader.read(line, LIMITS));
      if (message.isPresent()) {
        junkInRow = 0;
        listener.received(message.get(), 0);
      } else {
        skip(shown(line));
      }
    } catch (JsonException broken) {
      skip(shown(line));
      giveUp(line, "its answer cannot be read: " + broken.getMessage(), listener);
    }
  }

  private static String shown(byte[] line) {
    return new String(line, 0, Math.min(SHOWN, line.length), StandardCharsets.UTF_8);
  }

  /// Who waits for an answer that cannot be read would wait until the time is over.
  private static void giveUp(byte[] line, String why, Listener listener) {
    BrokenAnswer.request(line)
        .ifPresent(request -> listener.lost(request, new Loss(Kind.UNKNOWN, why)));
  }

  private void skip(String what) {
    junkInRow++;
    junk.skip(what);
  }

  private void write(Process process) {
    try (OutputStream out = process.getOutputStream()) {
      while (!over.get()) {
        Outgoing next = waiting.poll(1, TimeUnit.SECONDS);
        if (next != null) {
          send(next, out);
        }
      }
    } catch (IOException broken) {
      LOG.log(Level.DEBUG, "MCP server '" + server.name() + "' does not read any more", broken);
    } catch (InterruptedException _) {
      // The channel is closing, and closing the stream is what is left to do.
      Thread.currentThread().interrupt();
    }
  }

  /// What was abandoned meanwhile is not sent at all.
  private void send(Outgoing next, OutputStream out) throws IOException {
    if (next.request == 0 || unsent.remove(next.request)) {
      out.write(next.line);
      out.flush();
    }
  }

  private void hear(InputStream in) {
    try (in) {
      byte[] buffer = new byte[BUFFER];
      int count = in.read(buffer);
      while (count >= 0) {
        stderr.add(buffer, count);
        count = in.read(buffer);
      }
    } catch (IOException broken) {
      LOG.log(Level.DEBUG, "the errors of MCP server '" + server.name() + "' broke", broken);
    }
  }

  /// A grandchild may hold the pipe open after the child has died.
  private void awaitEnd(Process process, Thread reader, Listener listener) {
    try {
      process.waitFor();
      reader.join(LAST_WORDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    finish(listener, exit(process));
  }

  private String exit(Process process) {
    try {
      boolean ended = process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      String how =
          ended ? "its process ended with code " + process.exitValue() : "it closed its output";
      Thread ear = hearing;
      if (ended && ear != null) {
        ear.join(LAST_WORDS);
      }
      String said = stderr.told();
      return said.isEmpty() ? how : how + "; it said: " + said;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "it was stopped";
    }
  }

  private void finish(Listener listener, String why) {
    if (!over.get()) {
      end = why;
    }
    if (over.compareAndSet(false, true)) {
      unsent.forEach(request -> listener.lost(request, new Loss(Kind.UNSENT, why)));
      listener.ended(why);
    }
  }

  @Override
  public void send(RpcMessage message, Map<String, String> headers) {
    Running now = running;
    long request =
        message instanceof RpcMessage.Request asked ? RpcMessage.number(asked.id()).orElse(0L) : 0;
    byte[] text = JsonWriter.bytes(message.json());
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    if (request > 0) {
      unsent.add(request);
    }
    boolean taken = !over.get() && waiting.offer(new Outgoing(request, line));
    if (!taken && unsent.remove(request) && now != null) {
      String why = over.get() ? end : "it does not read what it is sent";
      now.listener().lost(request, new Loss(Kind.UNSENT, why));
    }
  }

  @Override
  public boolean abandon(long request) {
    return unsent.remove(request);
  }

  @Override
  public void close() {
    over.set(true);
    Running now = running;
    if (now == null) {
      return;
    }
    now.writer().interrupt();
    McpThreads.join(now.writer(), LAST_WORDS);
    ChildTree.end(now.child(), GRACE);
    McpThreads.join(now.reader(), GRACE);
  }
}
