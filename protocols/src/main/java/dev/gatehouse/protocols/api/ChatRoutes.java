package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.session.Admission;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.OnDisconnect;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.TraceParent;
import dev.gatehouse.runtime.seat.Admit;
import dev.gatehouse.runtime.seat.Admit.Admitted;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.io.IOException;
import java.util.Optional;

/// Talking: a message starts a run, whose stream is the answer.
final class ChatRoutes {

  private static final int MAX_REASON = 1_000;
  private static final String STEERED = "steered";

  private final ApiWorld world;
  private final RunPlanner planner;
  private final Shows shows;
  private final Idempotency idempotency;
  private final Busy busy;

  ChatRoutes(ApiWorld world, RunPlanner planner, Shows shows, Idempotency idempotency) {
    this.world = world;
    this.planner = planner;
    this.shows = shows;
    this.idempotency = idempotency;
    this.busy = new Busy(world);
  }

  /// `POST /chat`
  void chat(Exchange exchange) throws IOException, InterruptedException {
    Caller caller = exchange.caller();
    String session = caller.session().orElseThrow();
    BodyReader body = exchange.body();
    ChatOrder order = ChatOrder.read(body, new SeenPictures(world, exchange));
    requireUser(order, caller);
    SessionState state = world.own(session);
    Idempotency.Claim claim =
        idempotency.claim(exchange, "chat\n" + session, world.runtime().ids().run());
    if (claim.outcome().filter(STEERED::equals).isPresent()) {
      follow(exchange, order, session, claim.id(), Place.START);
      return;
    }
    RunSpec spec =
        planner
            .plan(
                caller,
                state.who(),
                new RunPlanner.Order(
                    claim.id(),
                    RunSpec.Kind.CHAT,
                    order.wishes(),
                    order.messages(),
                    body.json(),
                    order.metadata()))
            .withTrace(TraceParent.of(exchange));
    Shows.Guest starter = starter(spec.id(), claim);
    boolean stays = false;
    try {
      stays = admit(exchange, order, spec, claim, starter);
    } finally {
      if (!stays) {
        starter.close();
      }
    }
  }

  /// Counted before the run exists, so that nobody ever sees it without its starter.
  private Shows.Guest starter(String run, Idempotency.Claim claim) {
    Onlooker onlooker = look(claim);
    world.audience().enter(run, Audience.Part.STARTER);
    return new Shows.Guest(
        run,
        onlooker,
        () -> {
          world.runtime().forget(run);
          world.audience().leave(run);
        });
  }

  /// Nothing needs to be looked up for an id that was just made.
  private Onlooker look(Idempotency.Claim claim) {
    return sent(claim) == Admit.Sent.ONCE
        ? world.runtime().anticipateNew(claim.id())
        : world.runtime().anticipate(claim.id());
  }

  private static Admit.Sent sent(Idempotency.Claim claim) {
    return claim.key().isEmpty() ? Admit.Sent.ONCE : Admit.Sent.PERHAPS_BEFORE;
  }

  /// In strict mode a request must name the user its token is for.
  private void requireUser(ChatOrder order, Caller caller) {
    if (!world.isStrict()) {
      return;
    }
    String user =
        order
            .user()
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(ProblemCode.MISSING_USER_ID, "send the user's id as user_id")));
    if (!user.equals(caller.user())) {
      throw new ProblemException(
          Problem.of(
                  ProblemCode.CROSS_USER_REUSE,
                  "the token is for user \""
                      + caller.user()
                      + "\"; start a session for \""
                      + user
                      + "\"")
              .with("session_user", Json.of(caller.user()))
              .with("request_user", Json.of(user)));
    }
  }

  /// {@return whether the starter looks on}
  private boolean admit(
      Exchange exchange,
      ChatOrder order,
      RunSpec spec,
      Idempotency.Claim claim,
      Shows.Guest starter)
      throws InterruptedException {
    String session = spec.session();
    Place before = busy.rule(spec, order) == WhenBusy.STEER ? here(session) : Place.START;
    switch (busy.admit(spec, order, sent(claim))) {
      case Admitted.Accepted(_) -> {
        show(exchange, order, session, starter);
        return true;
      }
      // The first attempt stopped between the commit and the record of it.
      case Admitted.Heard(String run) -> follow(exchange, order, session, run, Place.START);
      case Admitted.Steered(String run) -> {
        idempotency.settle(claim, run, STEERED);
        follow(exchange, order, session, run, before);
      }
      case Admitted.Refused(Admission why) -> {
        idempotency.release(claim);
        throw new ProblemException(refusal(why, session));
      }
    }
    return false;
  }

  /// {@return where the session's active run stands, so that a steered run is shown from there on}
  private Place here(String session) {
    return world
        .runtime()
        .post(session, new Changes.Look())
        .flatMap(SessionState::active)
        .map(run -> Place.at(world.runtime().end(run)))
        .orElse(Place.START);
  }

  private static Problem refusal(Admission why, String session) {
    return switch (why) {
      case Admission.Busy(String active) -> Problem.busy(active);
      case Admission.Full(int waiting) ->
          Problem.of(
              ProblemCode.TOO_MANY_WAITING,
              waiting + " messages wait in this session; send the next when one has been answered");
      default -> Problem.notFound(Rows.SESSION, session);
    };
  }

  private void follow(Exchange exchange, ChatOrder order, String session, String run, Place from) {
    show(exchange, order, session, shows.enter(run, run, from, Audience.Part.STARTER));
  }

  private void show(Exchange exchange, ChatOrder order, String session, Shows.Guest guest) {
    shows.show(exchange, guest, end -> leave(exchange, order, session, guest.run(), end));
  }

  /// Does what is wished when the client leaves before the end.
  private void leave(
      Exchange exchange, ChatOrder order, String session, String run, Relay.End end) {
    OnDisconnect rule =
        order
            .onDisconnect()
            .or(() -> exchange.caller().key().onDisconnect())
            .orElse(world.settings().onDisconnect());
    if (end == Relay.End.LEFT && rule == OnDisconnect.CANCEL) {
      world
          .runtime()
          .tell(session, run, new RunInput.Cancel("the client disconnected", "disconnect"));
    }
  }

  /// `GET /chat/subscribe`
  void subscribe(Exchange exchange) throws IOException {
    Row run =
        exchange
            .query()
            .text("run_id")
            .map(id -> world.row(exchange, Rows.RUN, id))
            .orElseGet(() -> latest(exchange));
    shows.visit(exchange, run.id(), run.root());
  }

  private Row latest(Exchange exchange) {
    String session = sessionOf(exchange, exchange.query().text("session_id"));
    SessionState state = world.session(exchange, session);
    return state
        .active()
        .flatMap(run -> world.runtime().store().row(Rows.RUN, run))
        .or(() -> Lists.newestChat(world.runtime().store(), session))
        .orElseThrow(() -> new ProblemException(Problem.notFound("run of session", session)));
  }

  private static String sessionOf(Exchange exchange, Optional<String> named) {
    return named
        .or(() -> exchange.caller().session())
        .orElseThrow(() ->
            new ProblemException(
                Problem.of(
                    ProblemCode.BAD_PARAMETER,
                    "an API key has no session: send run_id or session_id")));
  }

  /// `POST /chat/cancel`
  void cancel(Exchange exchange) throws IOException {
    BodyReader body = exchange.body();
    Optional<String> named = body.optional("run_id").map(field -> field.text(1, MAX_REASON));
    Optional<String> inSession =
        body.optional("session_id").map(field -> field.text(1, MAX_REASON));
    String reason =
        body.optional("reason")
            .map(field -> field.text(0, MAX_REASON))
            .orElse("cancelled by the client");
    body.check();
    Optional<Row> run =
        named
            .map(id -> world.row(exchange, Rows.RUN, id))
            .or(() ->
                world
                    .session(exchange, sessionOf(exchange, inSession))
                    .active()
                    .flatMap(id -> world.runtime().store().row(Rows.RUN, id)));
    boolean cancelling = run.isPresent() && cancel(run.get(), reason, exchange.caller().user());
    exchange.json(
        cancelling ? 202 : 200, Json.obj("status", Json.of(cancelling ? "cancelling" : "idle")));
  }

  private boolean cancel(Row run, String reason, String by) {
    return world.runtime().tell(run.session(), run.id(), new RunInput.Cancel(reason, by))
        instanceof Result.Stepped;
  }
}
