package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.session.SessionState.Life;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.QueryParameters;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.util.List;

/// Sessions: who sits there, what was said, and another one that begins with the same words.
final class SessionRoutes {

  private final ApiWorld world;
  private final SessionDesk desk;
  private final SessionTickets tickets;
  private final Idempotency idempotency;

  SessionRoutes(ApiWorld world, SessionDesk desk, SessionTickets tickets, Idempotency idempotency) {
    this.world = world;
    this.desk = desk;
    this.tickets = tickets;
    this.idempotency = idempotency;
  }

  /// `GET /sessions`
  void list(Exchange exchange) throws IOException {
    EventStore store = world.runtime().store();
    var query = Lists.query(store, exchange, Rows.SESSION, List.of("open"));
    exchange.json(200, Lists.page(store, query).build());
  }

  /// `GET /sessions/{id}`
  void show(Exchange exchange) throws IOException {
    String id = exchange.value("id");
    Row session = world.row(exchange, Rows.SESSION, id);
    if (!session.status().equals("open")) {
      throw new ProblemException(Problem.notFound(Rows.SESSION, id));
    }
    exchange.json(200, Json.parse(session.body()));
  }

  /// `DELETE /sessions/{id}`
  void delete(Exchange exchange) throws IOException {
    SessionState session = open(exchange);
    desk.end(session.who(), "the session was deleted", exchange.caller().user());
    exchange.empty(204);
  }

  private SessionState open(Exchange exchange) {
    String id = exchange.value("id");
    SessionState session = world.session(exchange, id);
    if (session.life() == Life.ENDED) {
      throw new ProblemException(Problem.notFound(Rows.SESSION, id));
    }
    return session;
  }

  /// `GET /sessions/{id}/messages`
  void messages(Exchange exchange) throws IOException {
    SessionState session = open(exchange);
    int newest = session.branches().size() - 1;
    int branch =
        exchange
            .query()
            .integer("branch", 0, Integer.MAX_VALUE)
            .map(Long::intValue)
            .orElse(session.current());
    if (branch > newest) {
      throw QueryParameters.wrong(
          "branch", Integer.toString(branch), "a whole number from 0 to " + newest);
    }
    List<Message> messages = session.branches().get(branch).messages();
    MessagePage page = MessagePage.of(exchange.query(), branch, messages.size());
    exchange.json(
        200,
        Json.object()
            .put("items", page.items(messages))
            .put("next_cursor", page.next())
            .put("branch", branch)
            .put("branches", session.branches().size())
            .build());
  }

  /// `POST /sessions/{id}/fork`
  void fork(Exchange exchange) throws IOException, InterruptedException {
    SessionState from = open(exchange);
    List<Message> messages = from.conversation().messages();
    BodyReader body = exchange.body();
    int kept =
        body.optional("at_message").map(field -> through(messages, field)).orElse(messages.size());
    body.check();
    SessionCreated who = from.who();
    Idempotency.Claim claim =
        idempotency.claim(exchange, "fork\n" + who.id(), world.runtime().ids().session());
    SessionCreated fork =
        desk.open(
            new SessionCreated(
                claim.id(),
                who.tenant(),
                who.key(),
                who.user(),
                who.channel(),
                who.context(),
                world.runtime().clock().instant()),
            messages.subList(0, kept));
    SessionCredentials credentials = world.parts().credentials();
    credentials.keep(fork.id(), credentials.all(who.id()));
    exchange.json(201, tickets.issue(fork, keyOf(exchange, who)).build());
  }

  /// The token is for the key the session was opened with, not for an operator who forks it.
  private ApiKey keyOf(Exchange exchange, SessionCreated who) {
    return world.parts().keys().named(who.key()).orElse(exchange.caller().key());
  }

  /// {@return how many messages a fork at a message has: through that one, and the results of its
  /// tool calls}
  private static int through(List<Message> messages, BodyField field) {
    int at = (int) field.integer(0, Math.max(0, messages.size() - 1));
    int end = Math.min(at + 1, messages.size());
    boolean calls =
        end > 0
            && messages.get(end - 1).content().stream().anyMatch(Content.ToolUse.class::isInstance);
    while (calls && end < messages.size() && messages.get(end).role() == Role.TOOL) {
      end++;
    }
    return end;
  }
}
