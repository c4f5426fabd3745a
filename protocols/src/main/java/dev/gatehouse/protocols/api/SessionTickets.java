package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.SessionTokens;
import dev.gatehouse.protocols.http.SessionTokens.Bearer;

/// Hands out tokens for sessions, in the members in which clients look for them.
final class SessionTickets {

  private final SessionTokens tokens;

  SessionTickets(SessionTokens tokens) {
    this.tokens = tokens;
  }

  Json.ObjBuilder issue(SessionCreated session, ApiKey key) {
    SessionTokens.Minted minted =
        tokens.mint(new Bearer(session.id(), key.hash(), session.user(), session.channel()));
    return Json.object()
        .put("session_token", minted.token())
        .put("session_id", session.id())
        .put("expires_at", minted.claims().expiresAt().getEpochSecond());
  }
}
