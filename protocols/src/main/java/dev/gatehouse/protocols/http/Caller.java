package dev.gatehouse.protocols.http;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.seat.Rows;
import java.util.Optional;

/// Who asks.
///
/// @param key the key it presented, or the one its session was opened with
/// @param user the user it acts for
/// @param role what it may touch; the bearer of a session token has the role of a user, whatever
///   the key's is
/// @param session the session whose token it presented
public record Caller(ApiKey key, String user, CallerRole role, Optional<String> session) {

  /// The user of whoever says no name.
  public static final String NOBODY = "_default";

  /// {@return whose objects its own ones are}
  public String owner() {
    return Rows.owner(key.tenant(), key.name(), user);
  }

  /// {@return whether it may see and change what a row is about}
  public boolean mayTouch(Row row) {
    return switch (role) {
      case USER -> row.tenant().equals(key.tenant()) && row.owner().equals(owner());
      case OPERATOR -> row.tenant().equals(key.tenant());
      case ADMIN -> true;
    };
  }

  /// {@return whether its key may use an agent}
  public boolean mayUse(String agent) {
    return key.agents().isEmpty()
        || key.agents().stream().anyMatch(glob -> Glob.matches(glob, agent));
  }
}
