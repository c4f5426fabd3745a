package dev.gatehouse.testkit.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A model provider on a loopback port that does what a test tells it to, request by request, over
/// raw sockets.
///
/// ```java
/// try (var provider = ScriptedProvider.start()) {
///   provider.then(ProviderScript.status(529, "overloaded_error", "busy"))
///       .then(ProviderScript.fault(ProviderFault.RESET_WITHIN_EVENT, ScriptedAnswer.text("Hel", "lo")))
///       .always(ProviderScript.answer(ScriptedAnswer.text("Hel", "lo")));
///   call(provider.baseUrl(ProviderDialect.ANTHROPIC));
///   assertThat(provider.calls()).hasSize(3);
/// }
/// ```
///
/// The path of a request tells which wire it speaks. Scripts are used up in the order given; when
/// none is left the one given to [#always] is played, or the request is refused with 500. Safe for
/// use by many threads.
public final class ScriptedProvider implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final ServerSocket server;
  private final Queue<ProviderScript> scripts = new ConcurrentLinkedQueue<>();
  private final AtomicReference<ProviderScript> always =
      new AtomicReference<>(
          ProviderScript.status(500, "api_error", "no script is left for this request"));
  private final List<ReceivedCall> calls = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger hangups = new AtomicInteger();
  private final Semaphore hangupSignals = new Semaphore(0);
  private final Semaphore callSignals = new Semaphore(0);
  private final Semaphore closeSignals = new Semaphore(0);

  private ScriptedProvider(ServerSocket server) {
    this.server = server;
  }

  /// Starts a provider on a free port.
  public static ScriptedProvider start() {
    try {
      var server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      var provider = new ScriptedProvider(server);
      Thread.ofPlatform().daemon().name("scripted-provider").start(provider::accept);
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the scripted provider", e);
    }
  }

  /// Plays this for the next request that no earlier script is waiting for.
  public ScriptedProvider then(ProviderScript script) {
    scripts.add(script);
    return this;
  }

  /// Plays this for every request that has no script of its own.
  public ScriptedProvider always(ProviderScript script) {
    always.set(script);
    return this;
  }

  /// {@return the base URL as this vendor's users configure it}
  public URI baseUrl(ProviderDialect dialect) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + dialect.basePath());
  }

  /// {@return the requests so far, oldest first}
  public List<ReceivedCall> calls() {
    return List.copyOf(calls);
  }

  /// {@return how many connections are open now}
  public int openConnections() {
    return open.size();
  }

  /// {@return how many connections there have ever been}
  public int acceptedConnections() {
    return accepted.get();
  }

  /// {@return how often a client closed its connection before its answer was whole}
  public int hangups() {
    return hangups.get();
  }

  /// Waits until a client has closed its connection before its answer was whole; each such event is
  /// told once.
  ///
  /// @return whether it happened in time
  public boolean awaitHangup(Duration limit) throws InterruptedException {
    return hangupSignals.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Waits until a request has arrived; each one is told once.
  ///
  /// @return whether it happened in time
  public boolean awaitCall(Duration limit) throws InterruptedException {
    return callSignals.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Waits until no client has a connection open any more.
  ///
  /// @return whether it happened in time
  public boolean awaitNoConnection(Duration limit) throws InterruptedException {
    long due = System.nanoTime() + limit.toNanos();
    while (!open.isEmpty() && System.nanoTime() < due) {
      if (closeSignals.tryAcquire(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        closeSignals.drainPermits();
      }
    }
    return open.isEmpty();
  }

  ProviderScript received(ReceivedCall call) {
    calls.add(call);
    callSignals.release();
    return Optional.ofNullable(scripts.poll()).orElseGet(always::get);
  }

  void hungUp() {
    hangups.incrementAndGet();
    hangupSignals.release();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().name("scripted-connection").start(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException("the scripted provider accepts no more connections", e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new ScriptedConnection(this, socket).serve();
    } catch (ClientGone e) {
      hungUp();
    } catch (IOException e) {
      // The client went away between two requests, which is its right: there is nobody left to
      // tell.
    } finally {
      open.remove(socket);
      closeSignals.release();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the scripted provider does not close", e);
    }
  }

  /// The client closed its connection while it was being answered.
  static final class ClientGone extends IOException {

    private static final long serialVersionUID = 1L;

    ClientGone(String what) {
      super(what);
    }
  }
}
