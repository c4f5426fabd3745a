package dev.gatehouse.runtime.approval;

import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.expr.ExpressionException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.spi.Patterns;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The standing approvals of users. Each is an index row, written in the commit that gave it and
/// read whenever a call is judged; a grant that is withdrawn has no power over what was judged
/// before.
public final class Grants {

  /// The kind of a grant's row.
  public static final String KIND = "grant";

  /// The status of a grant that counts.
  public static final String ACTIVE = "active";

  /// The status of one that was withdrawn.
  public static final String REVOKED = "revoked";

  private static final Logger LOG = System.getLogger(Grants.class.getName());
  private static final int MOST = 200;

  /// The form in which a row's body holds a grant.
  static final RecordCodec<Grant> CODEC = RecordCodec.of(Grant.class);

  private final EventStore store;
  private final Patterns patterns;

  /// The grants in a store.
  public Grants(EventStore store, Patterns patterns) {
    this.store = store;
    this.patterns = patterns;
  }

  /// A call in want of a grant.
  ///
  /// @param owner whose it is, as rows spell it
  /// @param schema the digest of what the tool says of itself now
  public record Want(String owner, String schema, ToolFacts facts, Instant at) {}

  /// {@return a grant that answers for the human}
  public Optional<Grant> find(Want want) {
    RowQuery query =
        RowQuery.of(KIND, MOST)
            .withTenant(want.facts().tenant())
            .withOwner(want.owner())
            .withStatus(ACTIVE)
            .withSubject(want.facts().tool());
    return store.rows(query).stream()
        .filter(row -> fitsSession(row, want))
        .map(row -> grant(row))
        .filter(grant -> fits(grant, want))
        .findFirst();
  }

  /// {@return the grant a row holds}
  public static Grant grant(Row row) {
    return CODEC.decode(Json.parse(row.body()).at("grant").orElseThrow());
  }

  private static boolean fitsSession(Row row, Want want) {
    return grant(row).scope() == Grant.Scope.ALWAYS || row.session().equals(want.facts().session());
  }

  private boolean fits(Grant grant, Want want) {
    return grant.schema().equals(want.schema())
        && grant.agent().equals(want.facts().agent())
        && grant.expires().map(want.at()::isBefore).orElse(true)
        && grant.when().map(when -> holds(when, want.facts())).orElse(true);
  }

  /// A condition nobody can read any more, or judge, grants nothing.
  private boolean holds(String when, ToolFacts facts) {
    try {
      Expression condition = Expression.parse(when, patterns);
      return condition.canJudge(facts.json()) && condition.test(facts.json());
    } catch (ExpressionException unreadable) {
      LOG.log(Level.WARNING, "a grant's condition cannot be read: {0}", unreadable.getMessage());
      return false;
    }
  }

  /// Withdraws a grant.
  ///
  /// @return whether it counted until now
  public boolean revoke(Row row, String by, Instant at) {
    if (!row.status().equals(ACTIVE)) {
      return false;
    }
    Json body =
        Json.object()
            .put("grant", Json.parse(row.body()).at("grant").orElseThrow())
            .put("revoked_by", by)
            .put("revoked_at", at.toString())
            .build();
    var _ =
        store.append(new Commit(List.of(), List.of(), List.of(GrantRows.revoked(row, body, at))));
    return true;
  }
}
