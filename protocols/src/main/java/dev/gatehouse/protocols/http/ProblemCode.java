package dev.gatehouse.protocols.http;

import java.util.Locale;

/// The closed list of what can be wrong with a request. Names are schema.
public enum ProblemCode {
  BAD_REQUEST(400, "The request cannot be read"),
  BAD_JSON(400, "The body is not JSON"),
  INVALID_BODY(422, "The body has the wrong shape"),
  UNKNOWN_PARAMETER(400, "Unknown query parameter"),
  BAD_PARAMETER(400, "A query parameter has the wrong form"),
  BAD_CURSOR(400, "The cursor cannot be read"),
  UNKNOWN_MODEL(400, "Unknown model"),
  UNKNOWN_AGENT(400, "Unknown agent"),
  MODEL_NOT_ALLOWED(400, "The agent may not use this model"),
  MISSING_USER_ID(400, "The user is missing"),

  UNAUTHORIZED(401, "Unauthorized"),
  SESSION_NEEDED(401, "A session's token is needed"),
  CROSS_USER_REUSE(401, "The token belongs to another user"),
  AGENT_NOT_ALLOWED(403, "The key may not use this agent"),
  ROLE_REQUIRED(403, "The key's role does not allow this"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),

  BUSY(409, "The session is busy"),
  RUN_TERMINAL(409, "The run has ended"),
  NODE_FINISHED(409, "The node has finished"),
  CONFLICT(409, "Conflict"),
  IDEMPOTENCY_MISMATCH(409, "The idempotency key was used with another body"),
  ALREADY_ANSWERED(409, "Already answered"),
  EXPIRED(410, "Expired"),
  ARTIFACTS_FULL(409, "The session keeps no more files"),
  TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  TOO_MANY_UPLOADS(503, "Too many uploads at a time"),
  TOO_MANY_WAITING(429, "Too many messages are waiting"),
  RATE_LIMITED(429, "Too many requests"),

  CREDENTIALS_REJECTED(401, "The credentials were rejected"),
  CREDENTIALS_UNAVAILABLE(500, "The credentials are unavailable"),
  INTERNAL(500, "Internal error"),
  STORE_UNAVAILABLE(503, "The store is unavailable"),
  SHUTTING_DOWN(503, "The server is shutting down"),
  CREDENTIALS_TIMEOUT(504, "The credentials did not arrive in time");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /// {@return the HTTP status}
  public int status() {
    return status;
  }

  /// {@return the same few words for every problem of this kind}
  public String title() {
    return title;
  }

  /// {@return the code as the wire spells it}
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
