package dev.gatehouse.protocols.api;

import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.RevokedTokens;
import java.io.IOException;
import java.time.Duration;

/// `DELETE /tokens/{jti}`: one token becomes worthless, its session stays.
final class TokenRoutes {

  /// The longest that tokens of other issuers are taken to live.
  private static final Duration LONGEST = Duration.ofDays(30);

  private final ApiWorld world;

  TokenRoutes(ApiWorld world) {
    this.world = world;
  }

  void revoke(Exchange exchange) throws IOException {
    if (!exchange.caller().role().covers(CallerRole.ADMIN)) {
      throw new ProblemException(Problem.roleRequired(CallerRole.ADMIN));
    }
    Duration own = world.parts().tokens().life();
    new RevokedTokens(world.parts().records(), world.runtime().clock())
        .revoke(exchange.value("jti"), own.compareTo(LONGEST) > 0 ? own : LONGEST);
    exchange.empty(204);
  }
}
