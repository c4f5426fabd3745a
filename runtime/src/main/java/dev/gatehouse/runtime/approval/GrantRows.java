package dev.gatehouse.runtime.approval;

import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore.Row;
import java.time.Instant;

/// The index rows of standing approvals.
public final class GrantRows {

  private GrantRows() {}

  /// A new grant. One that outlives its session belongs to a tree of its own.
  ///
  /// @param session the session it was given in
  public static Row given(String tenant, String owner, String session, Grant grant) {
    boolean lasting = grant.scope() == Grant.Scope.ALWAYS;
    return new Row(
        Grants.KIND,
        grant.id(),
        lasting ? grant.id() : session,
        tenant,
        owner,
        Grants.ACTIVE,
        session,
        grant.tool(),
        grant.given(),
        grant.given(),
        grant.tool(),
        Json.obj("grant", Grants.CODEC.encode(grant)).toString());
  }

  static Row revoked(Row row, Json body, Instant at) {
    return new Row(
        row.kind(),
        row.id(),
        row.root(),
        row.tenant(),
        row.owner(),
        Grants.REVOKED,
        row.session(),
        row.subject(),
        row.created(),
        at,
        row.text(),
        body.toString());
  }
}
