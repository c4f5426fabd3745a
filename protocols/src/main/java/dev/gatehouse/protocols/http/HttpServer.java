package dev.gatehouse.protocols.http;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// A server over HTTP/1.1 that gives every request a virtual thread of its own.
public final class HttpServer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(HttpServer.class.getName());

  /// Connections that wait to be accepted.
  private static final int BACKLOG = 4_096;

  /// Held by every open connection; larger requests are read in pieces.
  private static final int INPUT_BUFFER = 2 << 10;

  /// The sizes of pooled buffers differ by this; the pool's own step would double the buffer above.
  private static final int BUFFER_STEP = 1 << 10;

  /// The largest pooled buffer.
  private static final int LARGEST_BUFFER = 64 << 10;

  /// How long a connection may stand still when the server stops.
  private static final Duration SHUTDOWN_IDLE = Duration.ofMillis(200);

  private final Server server;
  private final ServerConnector connector;
  private final Departures departures;

  private HttpServer(Server server, ServerConnector connector, Departures departures) {
    this.server = server;
    this.connector = connector;
    this.departures = departures;
  }

  /// Starts a server.
  ///
  /// @throws GatehouseException when it cannot listen there
  public static HttpServer start(HttpSettings settings, Routes routes, Doorkeeper doorkeeper) {
    // Without a bound: the pool's own of 200 tasks would let further streams wait for ever.
    var threads = new VirtualThreadPool(0);
    threads.setName("http");
    var server =
        new Server(
            threads,
            new ScheduledExecutorScheduler("http-timer", false),
            new ArrayByteBufferPool(0, BUFFER_STEP, LARGEST_BUFFER));
    var http11 = new HttpConnectionFactory(wire(settings));
    http11.setInputBufferSize(INPUT_BUFFER);
    var connector = new ServerConnector(server, 1, -1, http11);
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(settings.limits().idle().toMillis());
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE.toMillis());
    var heads = new HeaderWatch(settings.limits().headerTime());
    connector.addBean(heads);
    server.addConnector(connector);
    var departures = new Departures();
    var edge = new EdgeHandler(routes, doorkeeper, settings, departures, heads);
    server.setHandler(new GracefulHandler(edge));
    server.setErrorHandler(HttpServer::unreadable);
    server.setStopTimeout(settings.limits().stop().toMillis());
    var http = new HttpServer(server, connector, departures);
    http.listen(settings);
    heads.run(connector.getScheduler());
    return http;
  }

  private static HttpConfiguration wire(HttpSettings settings) {
    var wire = new HttpConfiguration();
    wire.setSendServerVersion(false);
    wire.setRequestHeaderSize(settings.limits().headerBytes());
    wire.setOutputAggregationSize(0);
    wire.setNotifyRemoteAsyncErrors(false);
    // A part of a path may be a path itself, of a node: routes are told by what is between slashes
    // before anything is decoded, and no part of a path ever names a file.
    wire.setUriCompliance(
        UriCompliance.DEFAULT.with("gatehouse", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
    return wire;
  }

  private void listen(HttpSettings settings) {
    try {
      server.start();
    } catch (Exception broken) {
      close();
      throw new GatehouseException(
          ErrorCode.us("cannot_listen"),
          "cannot listen on \""
              + settings.host()
              + ":"
              + settings.port()
              + "\": "
              + broken.getMessage()
              + "; choose another port",
          broken);
    }
  }

  /// What the wire itself refuses, or what broke after it: a problem like all others.
  private static boolean unreadable(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem =
        switch (status) {
          case 431, 414 ->
              Problem.of(ProblemCode.HEADERS_TOO_LARGE, "the head of the request is too large");
          case 503 -> Problem.of(ProblemCode.SHUTTING_DOWN, "the server is shutting down");
          default ->
              status == 500
                  ? Problem.of(ProblemCode.INTERNAL, "the server made a mistake; its log says more")
                  : Problem.of(ProblemCode.BAD_REQUEST, "the request is no valid HTTP");
        };
    byte[] bytes = problem.bytes();
    response.setStatus(problem.code().status());
    response.getHeaders().put(EdgeHandler.REQUEST_ID, EdgeHandler.newRequestId());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    problem
        .retryAfterHeader()
        .ifPresent(wait -> response.getHeaders().put(new HttpField("Retry-After", wait)));
    response.write(true, ByteBuffer.wrap(bytes), callback);
    return true;
  }

  /// {@return the port it listens on}
  public int port() {
    return connector.getLocalPort();
  }

  /// {@return how many long answers are in progress}
  public int streams() {
    return departures.size();
  }

  /// Refuses what is new, ends long answers at a place where clients can resume, lets the others
  /// finish for a while.
  @Override
  public void close() {
    try {
      departures.closeAll();
      server.stop();
    } catch (Exception broken) {
      LOG.log(Level.WARNING, "the server did not stop cleanly", broken);
    }
  }
}
