package dev.gatehouse.protocols.api;

import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.UserCheck;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;

/// What the routes share.
record ApiWorld(ApiServer.Parts parts, ApiSettings settings, Audience audience, HookCall timed) {

  AgentRuntime runtime() {
    return parts.runtime();
  }

  /// {@return whether requests must name their user}
  boolean isStrict() {
    return settings.users() == UserCheck.STRICT || parts.hooks().credentials().isPresent();
  }

  /// {@return the row of an object that the caller may touch}
  ///
  /// @throws ProblemException when there is none, or it is somebody else's, which looks the same
  Row row(Exchange exchange, String kind, String id) {
    Caller caller = exchange.caller();
    return runtime()
        .store()
        .row(kind, id)
        .filter(caller::mayTouch)
        .orElseThrow(() -> new ProblemException(Problem.notFound(kind, id)));
  }

  /// {@return a session that the caller may touch, as it is now}
  SessionState session(Exchange exchange, String id) {
    return own(row(exchange, Rows.SESSION, id).id());
  }

  /// {@return the session a caller's token is for, as it is now; that it may be touched was seen at
  /// the door}
  SessionState own(String id) {
    return runtime()
        .post(id, new Changes.Look())
        .orElseThrow(() -> new ProblemException(Problem.notFound(Rows.SESSION, id)));
  }
}
