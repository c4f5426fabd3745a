package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.protocols.http.Route;
import dev.gatehouse.protocols.http.Route.Access;
import dev.gatehouse.protocols.http.Route.Deed;
import dev.gatehouse.protocols.http.RouteDoc;
import java.util.ArrayList;
import java.util.HashMap;
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
    init(new InitRoute(world, desk, tickets, idempotency));
    chat(new ChatRoutes(world, planner, shows, idempotency));
    sessions(new SessionRoutes(world, desk, tickets, idempotency));
    tokens(new TokenRoutes(world));
    runs(new RunRoutes(world, planner, desk, idempotency), new RunEventRoutes(world, shows));
    feed(new FeedRoutes(world));
    inquiry(new InquiryRoutes(world));
    RunControlRoutes runs = new RunControlRoutes(world, idempotency);
    control(runs);
    questions(new QuestionRoutes(world));
    approvals(new ApprovalRoutes(world), new ClientToolRoutes(world), new GrantRoutes(world));
    schedules(new ScheduleRoutes(world, idempotency));
    deliveries(new DeliveryRoutes(world));
    files(new FileRoutes(world, idempotency));
    catalog(new CatalogRoutes(world));
    workflows(new WorkflowRoutes(world, idempotency));
    nodes(new FlowControlRoutes(world, runs));
    graphs(new GraphRoutes(world));
    document(world.settings());
  }

  /// {@return the routes under the prefix}
  List<Route> routes() {
    return List.copyOf(routes);
  }

  /// {@return the routes outside it}
  List<Route> aliases() {
    return List.copyOf(aliases);
  }

  private void get(String path, RouteDoc doc, Deed deed) {
    routes.add(new Route("GET", path, Access.CALLER, doc, deed));
  }

  private void post(String path, RouteDoc doc, Deed deed) {
    routes.add(new Route("POST", path, Access.CALLER, doc, deed));
  }

  private void open(String method, String path, RouteDoc doc, Deed deed) {
    routes.add(new Route(method, path, Access.OPEN, doc, deed));
  }

  /// A route for the bearer of a session token alone.
  private void seated(String path, RouteDoc doc, Deed deed) {
    routes.add(new Route("POST", path, Access.SESSION, doc, deed));
  }

  private void health(HealthRoutes health) {
    RouteDoc alive = RouteDoc.of("Says that the server lives");
    RouteDoc ready = RouteDoc.of("Says that the server can work, or 503 why not");
    open("GET", "/health", alive, health::health);
    open("GET", "/ready", ready, health::ready);
    aliases.add(new Route("GET", "/healthz", Access.OPEN, alive, health::health));
    aliases.add(new Route("GET", "/readyz", Access.OPEN, ready, health::ready));
  }

  private void init(InitRoute init) {
    RouteDoc doc = RouteDoc.of("Opens a session with an API key, or gives a new token for one");
    open("POST", "/chat/init", doc.withBody(Schemas.INIT), init::init);
  }

  private void chat(ChatRoutes chat) {
    seated(
        "/chat",
        RouteDoc.of("Sends a message; the answer is the run's stream")
            .withBody(Schemas.CHAT)
            .streaming(),
        chat::chat);
    get(
        "/chat/subscribe",
        RouteDoc.of("Shows a run from a cursor on")
            .withQuery(
                with(
                    CURSOR,
                    Map.of("run_id", "the run", "session_id", "its active run, else its latest")))
            .streaming(),
        chat::subscribe);
    post(
        "/chat/cancel",
        RouteDoc.of("Cancels a run, the session's active one unless told")
            .withBody(Schemas.CANCEL)
            .withStatus(202),
        chat::cancel);
  }

  private void sessions(SessionRoutes sessions) {
    get("/sessions", RouteDoc.of("Lists open sessions").withQuery(Lists.PAGING), sessions::list);
    get("/sessions/{id}", RouteDoc.of("Shows a session"), sessions::show);
    routes.add(
        new Route(
            "DELETE",
            "/sessions/{id}",
            Access.CALLER,
            RouteDoc.of("Ends a session, its tokens and its runs").withStatus(204),
            sessions::delete));
    get(
        "/sessions/{id}/messages",
        RouteDoc.of(
                "Shows the stored conversation, oldest message first: all of it, or with limit or"
                    + " cursor a page from its end")
            .withQuery(
                with(
                    Lists.PAGING,
                    Map.of("branch", "the number of a branch; the current one unless told"))),
        sessions::messages);
    post(
        "/sessions/{id}/fork",
        RouteDoc.of("Opens a session that begins with this one's messages, at_message the last")
            .withBody(Schemas.SESSION_FORK)
            .withStatus(201),
        sessions::fork);
  }

  private void tokens(TokenRoutes tokens) {
    routes.add(
        new Route(
            "DELETE",
            "/tokens/{jti}",
            Access.CALLER,
            RouteDoc.of("Revokes one token by its id; its session stays. Needs the role admin")
                .withStatus(204),
            tokens::revoke));
  }

  private void runs(RunRoutes runs, RunEventRoutes events) {
    post(
        "/runs",
        RouteDoc.of("Begins a run; 200 with the run when it ended within wait seconds")
            .withBody(Schemas.RUN)
            .withStatus(202),
        runs::begin);
    get(
        "/runs",
        RouteDoc.of("Lists runs, with counts per status")
            .withQuery(
                with(
                    Lists.PAGING,
                    Map.of(
                        "status", "only these, separated by commas",
                        "agent", "only this agent's",
                        "workflow", "only this workflow's",
                        "session", "only this session's",
                        "since", "only those created then or later, RFC 3339",
                        "q", "only those whose input contains this"))),
        runs::list);
    get("/runs/{id}", RouteDoc.of("Shows a run"), runs::show);
    get(
        "/runs/{id}/events",
        RouteDoc.of(
                "Shows a run's events: as a stream when text/event-stream is accepted, else its"
                    + " log")
            .withQuery(
                Map.of(
                    "types", "of the log only these, separated by commas",
                    "limit", "of the log at most so many, 1 to 1000; 200 unless told",
                    "after", "a cursor for the stream, a sequence number for the log")),
        events::events);
    get(
        "/runs/{id}/wait",
        RouteDoc.of("Waits until a run has ended, and shows it as it is then")
            .withQuery(Map.of("timeout", "how many seconds at most, 0 to 300; 30 unless told")),
        runs::await);
  }

  private void inquiry(InquiryRoutes inquiry) {
    get("/runs/{id}/blocked-on", RouteDoc.of("Says what a run waits for"), inquiry::blockedOn);
    get("/runs/{id}/why", RouteDoc.of("Says how a run came to where it is"), inquiry::why);
  }

  private void feed(FeedRoutes feed) {
    get(
        "/events",
        RouteDoc.of(
                "Tells of every change of state of the caller's runs, approvals and questions; an"
                    + " operator hears of those of the tenant")
            .withQuery(CURSOR)
            .streaming(),
        feed::listen);
  }

  private void control(RunControlRoutes control) {
    post(
        "/runs/{id}/cancel",
        RouteDoc.of(
                "Cancels a run, with rollback after taking back what it has done; 200 when it had"
                    + " ended")
            .withBody(Schemas.RUN_CANCEL)
            .withStatus(202),
        control::cancel);
    post(
        "/runs/{id}/pause",
        RouteDoc.of("Lets a run begin nothing new").withStatus(202),
        control::pause);
    post(
        "/runs/{id}/resume",
        RouteDoc.of("Lets a run go on, also past a limit it stopped at")
            .withBody(Schemas.RESUME)
            .withStatus(202),
        control::resume);
    post(
        "/runs/{id}/fork",
        RouteDoc.of("Begins a new run that knows what this one knew at an event")
            .withBody(Schemas.RUN_FORK)
            .withStatus(202),
        control::fork);
  }

  private void questions(QuestionRoutes questions) {
    get(
        "/questions",
        RouteDoc.of("Lists questions that runs have for people")
            .withQuery(with(Lists.PAGING, Map.of("status", "only these, separated by commas"))),
        questions::list);
    post(
        "/questions/{id}",
        RouteDoc.of("Answers a question, or declines to").withBody(Schemas.ANSWER),
        questions::answer);
  }

  private void approvals(ApprovalRoutes approvals, ClientToolRoutes clients, GrantRoutes grants) {
    seated(
        "/chat/tool-approval",
        RouteDoc.of("Allows or denies a tool call of this chat").withBody(Schemas.TOOL_APPROVAL),
        approvals::answerInChat);
    seated(
        "/chat/tool-result",
        RouteDoc.of("Gives the result of a tool that the client runs")
            .withBody(Schemas.TOOL_RESULT),
        clients::answer);
    get(
        "/approvals",
        RouteDoc.of("Lists tool calls that wait for a human, or did")
            .withQuery(with(Lists.PAGING, Map.of("status", "only these, separated by commas"))),
        approvals::list);
    post(
        "/approvals/{id}",
        RouteDoc.of("Allows or denies a tool call").withBody(Schemas.APPROVAL),
        approvals::decide);
    get("/grants", RouteDoc.of("Lists standing approvals").withQuery(Lists.PAGING), grants::list);
    routes.add(
        new Route(
            "DELETE",
            "/grants/{id}",
            Access.CALLER,
            RouteDoc.of("Withdraws a standing approval"),
            grants::revoke));
  }

  private void schedules(ScheduleRoutes schedules) {
    get(
        "/schedules",
        RouteDoc.of("Lists schedules, each with the next ten times at which it fires")
            .withQuery(with(Lists.PAGING, Map.of("status", "active or paused"))),
        schedules::list);
    post(
        "/schedules",
        RouteDoc.of("Adds a schedule. Needs the role operator")
            .withBody(ScheduleSchemas.SCHEDULE)
            .withStatus(201),
        schedules::add);
    get(
        "/schedules/{id}",
        RouteDoc.of("Shows a schedule").withQuery(ScheduleRoutes.TENANT),
        schedules::show);
    routes.add(
        new Route(
            "PATCH",
            "/schedules/{id}",
            Access.CALLER,
            RouteDoc.of(
                    "Changes a schedule, or pauses it or lets it go on. Needs the role operator")
                .withQuery(ScheduleRoutes.TENANT)
                .withBody(ScheduleSchemas.CHANGE),
            schedules::change));
    routes.add(
        new Route(
            "DELETE",
            "/schedules/{id}",
            Access.CALLER,
            RouteDoc.of("Removes a schedule; what it has begun goes on. Needs the role operator")
                .withQuery(ScheduleRoutes.TENANT)
                .withStatus(204),
            schedules::remove));
    post(
        "/schedules/{id}/run",
        RouteDoc.of("Fires a schedule now, whatever the hour. Needs the role operator")
            .withQuery(ScheduleRoutes.TENANT)
            .withStatus(202),
        schedules::run);
  }

  private void deliveries(DeliveryRoutes deliveries) {
    get(
        "/deliveries",
        RouteDoc.of("Lists what is owed to places outside, for operators")
            .withQuery(
                with(
                    Lists.PAGING,
                    Map.of(
                        "status", "only these, separated by commas",
                        "session", "only those of this session's runs",
                        "since", "only those owed then or later, RFC 3339",
                        "q", "only those whose run id or event contains this"))),
        deliveries::list);
    post(
        "/deliveries/{id}/retry",
        RouteDoc.of("Tries a delivery at once, and as often as a new one"),
        deliveries::retry);
    routes.add(
        new Route(
            "DELETE",
            "/deliveries/{id}",
            Access.CALLER,
            RouteDoc.of("Gives a delivery up for good"),
            deliveries::drop));
  }

  private void files(FileRoutes files) {
    post(
        "/files",
        RouteDoc.of("Keeps a file in a session; a session token's own unless told")
            .withForm(Schemas.FILE)
            .withQuery(Map.of("session_id", "the session"))
            .withStatus(201),
        files::upload);
    get("/artifacts/{id}", RouteDoc.of("Hands out a file").withFile(), files::fetch);
  }

  private void catalog(CatalogRoutes catalog) {
    get("/agents", RouteDoc.of("Lists the agents").withQuery(Lists.PAGING), catalog::agents);
    get("/agents/{name}", RouteDoc.of("Shows an agent"), catalog::agent);
    get("/tools", RouteDoc.of("Lists the tools").withQuery(Lists.PAGING), catalog::tools);
    get("/models", RouteDoc.of("Lists the models").withQuery(Lists.PAGING), catalog::models);
    get("/skills", RouteDoc.of("Lists the skills").withQuery(Lists.PAGING), catalog::skills);
  }

  private void workflows(WorkflowRoutes workflows) {
    Map<String, String> version =
        Map.of("version", "which version; the one that counts now unless told");
    post(
        "/workflows",
        RouteDoc.of(
                "Publishes a workflow as a new version of its id; 200 when it says what a version"
                    + " says that is there. Needs the role operator")
            .withBody(Schemas.WORKFLOW)
            .withStatus(201),
        workflows::publish);
    get("/workflows", RouteDoc.of("Lists the workflows").withQuery(Lists.PAGING), workflows::list);
    get(
        "/workflows/{id}",
        RouteDoc.of("Shows a workflow with its document").withQuery(version),
        workflows::show);
  }

  private void graphs(GraphRoutes graphs) {
    get(
        "/workflows/{id}/graph",
        RouteDoc.of("Draws a workflow")
            .withQuery(
                with(
                    GraphRoutes.FORMATS,
                    Map.of("version", "which version; the one that counts now unless told"))),
        graphs::workflow);
    get(
        "/runs/{id}/graph",
        RouteDoc.of("Draws the workflow of a run, with the status of each node now")
            .withQuery(GraphRoutes.FORMATS),
        graphs::run);
  }

  private void nodes(FlowControlRoutes nodes) {
    post(
        "/runs/{id}/nodes/{node}/skip",
        RouteDoc.of(
                "Leaves a node of a workflow run out; a node is named by its path, or by its id")
            .withBody(Schemas.REASON)
            .withStatus(202),
        nodes::skip);
    post(
        "/runs/{id}/nodes/{node}/retry",
        RouteDoc.of("Does a node that failed or is at work again, and what followed from it")
            .withBody(Schemas.REASON)
            .withStatus(202),
        nodes::redo);
    post(
        "/runs/{id}/nodes",
        RouteDoc.of("Puts a step into a live workflow run, after a node")
            .withBody(Schemas.INSERT)
            .withStatus(202),
        nodes::insert);
    post(
        "/runs/{id}/signal",
        RouteDoc.of("Gives a workflow run a signal that a step waits for, or will")
            .withBody(Schemas.SIGNAL)
            .withStatus(202),
        nodes::signal);
    post(
        "/runs/{id}/retry",
        RouteDoc.of(
                "Lets a workflow run go on from the steps that failed; what an agent could not"
                    + " finish is gone on with by a new run")
            .withBody(Schemas.REASON)
            .withStatus(202),
        nodes::retry);
  }

  private void document(ApiSettings settings) {
    RouteDoc doc = RouteDoc.of("This document");
    List<Route> all = new ArrayList<>(routes);
    all.add(new Route("GET", "/openapi.json", Access.OPEN, doc, _ -> {}));
    Json.Obj document = OpenApi.document(settings.prefix(), all, settings.version());
    byte[] bytes = JsonWriter.bytes(document);
    open("GET", "/openapi.json", doc, exchange -> exchange.bytes(200, "application/json", bytes));
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }
}
