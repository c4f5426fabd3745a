package dev.gatehouse.gateway;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ServerConfig;
import dev.gatehouse.protocols.api.ApiHooks;
import dev.gatehouse.protocols.api.ApiSettings;
import dev.gatehouse.protocols.api.SessionHooks;
import dev.gatehouse.protocols.http.CrossOrigin;
import dev.gatehouse.protocols.http.HttpLimits;
import dev.gatehouse.protocols.http.HttpSettings;
import dev.gatehouse.protocols.http.UserCheck;

/// Turns configuration and code into what the native face wants to know.
final class ApiWiring {

  private ApiWiring() {}

  static ApiSettings settings(GatehouseConfig config) {
    ServerConfig server = config.server();
    CrossOrigin origins =
        server
            .corsOrigins()
            .map(CrossOrigin::new)
            .orElse(server.loopback() ? CrossOrigin.ANY : CrossOrigin.NONE);
    HttpLimits limits =
        HttpLimits.STANDARD.withBody((int) server.maxBody().count()).withIdle(server.idleTimeout());
    HttpSettings http = new HttpSettings(server.host(), server.port(), origins, limits);
    return ApiSettings.of(http)
        .withPrefix(server.prefix())
        .withOnDisconnect(server.onDisconnect())
        .withMaxUpload((int) server.maxUpload().count())
        .withUsers(config.auth().strict() ? UserCheck.STRICT : UserCheck.BY_TOKEN)
        .withVersion(Version.current());
  }

  static ApiHooks hooks(GatewayPlan plan, GatehouseConfig config, ConfiguredRuns runs) {
    ApiHooks hooks =
        ApiHooks.NONE
            .withPatience(config.auth().resolverTimeout())
            .withSessions(sessions(plan.hooks()))
            .withChannels(runs);
    hooks = TrustedIssuer.of(config.auth()).map(hooks::withIssuer).orElse(hooks);
    hooks = plan.resolver().map(hooks::withCredentials).orElse(hooks);
    return runs.own().map(hooks::withRuns).orElse(hooks);
  }

  private static SessionHooks sessions(Hooks hooks) {
    return new SessionHooks() {
      @Override
      public void created(SessionCreated session) {
        hooks.sessionCreated(SessionState.of(session));
      }
    };
  }
}
