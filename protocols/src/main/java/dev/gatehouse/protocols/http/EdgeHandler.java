package dev.gatehouse.protocols.http;

import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.spi.StoreException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The edge of a request's thread: gives the request an id, applies what holds for all routes,
/// finds the route, and turns whatever ends the request into an answer.
///
/// Each request gets a thread that begins here and not below the server's reading of the
/// connection: a stream may be silent for an hour, and holds its thread's stack all the while.
final class EdgeHandler extends Handler.Abstract.NonBlocking {

  private static final Logger LOG = System.getLogger(EdgeHandler.class.getName());
  static final String REQUEST_ID = "X-Request-Id";

  private static final Pattern SENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Duration STORE_RETRY = Duration.ofSeconds(2);

  private final Routes routes;
  private final Doorkeeper doorkeeper;
  private final CrossOrigin crossOrigin;
  private final HttpLimits limits;
  private final Departures departures;
  private final HeaderWatch heads;

  EdgeHandler(
      Routes routes,
      Doorkeeper doorkeeper,
      HttpSettings settings,
      Departures departures,
      HeaderWatch heads) {
    this.routes = routes;
    this.doorkeeper = doorkeeper;
    this.crossOrigin = settings.crossOrigin();
    this.limits = settings.limits();
    this.departures = departures;
    this.heads = heads;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    heads.arrived(request);
    // A request may wait longer than its connection may stand still; reads and writes may not.
    request.addIdleTimeoutListener(_ -> false);
    var exchange = new Exchange(request, response, limits, departures);
    exchange.addHeader(REQUEST_ID, requestId(exchange));
    Executor threads = request.getComponents().getExecutor();
    threads.execute(() -> serve(exchange, this::enter, threads, callback));
    return true;
  }

  private static void serve(
      Exchange exchange, Route.Deed deed, Executor threads, Callback callback) {
    try {
      answer(exchange, deed);
      Optional<Route.Deed> rest = exchange.takeLater();
      if (rest.isPresent()) {
        goOn(threads, () -> serve(exchange, rest.get(), threads, callback));
        return;
      }
      exchange.discardRest();
      callback.succeeded();
    } catch (IOException gone) {
      callback.failed(gone);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      callback.failed(stopped);
    } catch (RuntimeException | Error broken) {
      LOG.log(Level.ERROR, exchange.method() + " " + exchange.path() + " broke", broken);
      callback.failed(broken);
    }
  }

  private static void goOn(Executor threads, Runnable rest) {
    try {
      threads.execute(rest);
    } catch (RejectedExecutionException _) {
      rest.run(); // the server stops, which whoever waits there is told
    }
  }

  private static String requestId(Exchange exchange) {
    return exchange
        .header(REQUEST_ID)
        .filter(sent -> SENT_ID.matcher(sent).matches())
        .orElseGet(EdgeHandler::newRequestId);
  }

  static String newRequestId() {
    return "req_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static void answer(Exchange exchange, Route.Deed deed)
      throws IOException, InterruptedException {
    try {
      deed.answer(exchange);
    } catch (ProblemException problem) {
      refuse(exchange, problem.problem(), problem);
    } catch (StoreException broken) {
      LOG.log(Level.WARNING, "the store failed: {0}", String.valueOf(broken.getMessage()));
      Problem problem =
          Problem.of(ProblemCode.STORE_UNAVAILABLE, "the store cannot be written; try again later")
              .withRetryAfter(STORE_RETRY);
      refuse(exchange, problem, broken);
    } catch (JsonException unfit) {
      Problem problem = Problem.of(ProblemCode.BAD_JSON, String.valueOf(unfit.getMessage()));
      refuse(exchange, problem, unfit);
    } catch (RuntimeException broken) {
      LOG.log(Level.ERROR, exchange.method() + " " + exchange.path() + " broke", broken);
      Problem problem =
          Problem.of(ProblemCode.INTERNAL, "the server made a mistake; its log says more");
      refuse(exchange, problem, broken);
    }
  }

  /// What holds for all routes, and then the route.
  private void enter(Exchange exchange) throws IOException, InterruptedException {
    boolean allowed = crossOrigin.allow(exchange);
    if (!isPreflight(exchange)) {
      dispatch(exchange);
      return;
    }
    if (allowed) {
      crossOrigin.preflight(exchange);
    }
    exchange.empty(204);
  }

  private static boolean isPreflight(Exchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.header("Access-Control-Request-Method").isPresent();
  }

  private void dispatch(Exchange exchange) throws IOException, InterruptedException {
    if (exchange.fields() > limits.headerFields()) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.HEADERS_TOO_LARGE,
              "the request has more than " + limits.headerFields() + " headers"));
    }
    Routes.Match match = routes.find(exchange.method(), exchange.path());
    exchange.bind(match.values());
    doorkeeper.admit(exchange, match.route().access());
    exchange.query().require(match.route().doc().parameters());
    match.route().deed().answer(exchange);
  }

  /// An answer that has begun cannot become a problem: it breaks off.
  private static void refuse(Exchange exchange, Problem problem, RuntimeException why)
      throws IOException {
    if (exchange.committed()) {
      throw new IOException("the answer broke off", why);
    }
    exchange.problem(problem);
  }
}
