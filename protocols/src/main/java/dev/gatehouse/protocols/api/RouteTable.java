package dev.gatehouse.protocols.api;

import dev.gatehouse.protocols.http.Route;
import dev.gatehouse.protocols.http.Route.Access;
import dev.gatehouse.protocols.http.Route.Deed;
import dev.gatehouse.protocols.http.RouteDoc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Every route of the native face on one page, with what the OpenAPI document says about it.
final class RouteTable {

  private static final Map<String, String> CURSOR =
      Map.of("after", "show only what comes after this cursor, an event's id");

  private final List<Route> routes = new ArrayList<>();
  private final List<Route> aliases = new ArrayList<>();

  RouteTable(ApiWorld world) {
    var planner = new RunPlanner(world);
    var shows = new Shows(world);
    var idempotency = new Idempotency(world.parts().records(), world.runtime().clock());
    var desk = new SessionDesk(world);
    var tickets = new SessionTickets(world.parts().tokens());
    health(new HealthRoutes(world));
    chat(
        new InitRoute(world, desk, tickets, idempotency),
        new ChatRoutes(world, planner, shows, idempotency));
  }

  /// {@return the routes under the prefix}
  List<Route> routes() {
    return List.copyOf(routes);
  }

  /// {@return the routes outside it}
  List<Route> aliases() {
    return List.copyOf(aliases);
  }

  private void add(String method, String path, Access access, RouteDoc doc, Deed deed) {
    routes.add(new Route(method, path, access, doc, deed));
  }

  private void health(HealthRoutes health) {
    RouteDoc alive = RouteDoc.of("Says that the server lives");
    RouteDoc ready = RouteDoc.of("Says that the server can work, or 503 why not");
    add("GET", "/health", Access.OPEN, alive, health::health);
    add("GET", "/ready", Access.OPEN, ready, health::ready);
    aliases.add(new Route("GET", "/healthz", Access.OPEN, alive, health::health));
    aliases.add(new Route("GET", "/readyz", Access.OPEN, ready, health::ready));
  }

  private void chat(InitRoute init, ChatRoutes chat) {
    add(
        "POST",
        "/chat/init",
        Access.OPEN,
        RouteDoc.of("Opens a session with an API key, or gives a new token for one"),
        init::init);
    add(
        "POST",
        "/chat",
        Access.SESSION,
        RouteDoc.of("Sends a message; the answer is the run's stream").streaming(),
        chat::chat);
    add(
        "GET",
        "/chat/subscribe",
        Access.CALLER,
        RouteDoc.of("Shows a run from a cursor on")
            .withQuery(
                Map.of(
                    "run_id", "the run",
                    "session_id", "its active run, else its latest",
                    "after", CURSOR.get("after")))
            .streaming(),
        chat::subscribe);
    add(
        "POST",
        "/chat/cancel",
        Access.CALLER,
        RouteDoc.of("Cancels a run, the session's active one unless told").withStatus(202),
        chat::cancel);
    add(
        "POST",
        "/chat/tool-result",
        Access.SESSION,
        RouteDoc.of("Brings the result of a tool that the client runs"),
        chat::toolResult);
    add(
        "POST",
        "/chat/tool-approval",
        Access.SESSION,
        RouteDoc.of("Decides about a tool call that waits for approval"),
        chat::toolApproval);
  }
}
