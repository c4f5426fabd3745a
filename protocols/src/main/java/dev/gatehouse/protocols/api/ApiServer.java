package dev.gatehouse.protocols.api;

import dev.gatehouse.core.spi.RecordStore;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.Doorkeeper;
import dev.gatehouse.protocols.http.HttpServer;
import dev.gatehouse.protocols.http.Outsiders;
import dev.gatehouse.protocols.http.RevokedTokens;
import dev.gatehouse.protocols.http.Routes;
import dev.gatehouse.protocols.http.SessionTokens;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.schedule.Schedules;
import java.time.Duration;

/// The native face of a gateway, listening.
public final class ApiServer implements AutoCloseable {

  private final HttpServer http;
  private final Scope scope;
  private final ApiWorld world;

  /// What the face is made of.
  ///
  /// @param records idempotency keys, revoked tokens, sealed credentials
  /// @param keys the API keys that are accepted
  /// @param credentials what sessions brought along, which the catalog's resolution reads
  public record Parts(
      AgentRuntime runtime,
      RecordStore records,
      SchemaValidator schemas,
      ApiKeys keys,
      SessionTokens tokens,
      SessionCredentials credentials,
      Schedules schedules,
      ApiHooks hooks) {}

  private ApiServer(HttpServer http, Scope scope, ApiWorld world) {
    this.http = http;
    this.scope = scope;
    this.world = world;
  }

  /// Starts to listen.
  ///
  /// @throws dev.gatehouse.core.GatehouseException when it cannot
  public static ApiServer start(Parts parts, ApiSettings settings) {
    var scope = new Scope();
    var world =
        new ApiWorld(
            parts, settings, new Audience(), new HookCall(scope, parts.hooks().patience()));
    var table = new RouteTable(world);
    var routes = new Routes(settings.prefix(), table.routes()).and(new Routes("", table.aliases()));
    var runtime = parts.runtime();
    var revoked = new RevokedTokens(parts.records(), runtime.clock());
    var desk = new SessionDesk(world);
    Outsiders outsiders =
        parts
            .hooks()
            .issuer()
            .<Outsiders>map(issuer -> new ExternalCallers(issuer, revoked, world, desk))
            .orElse(Outsiders.NONE);
    var doorkeeper =
        new Doorkeeper(parts.keys(), parts.tokens(), runtime.store(), revoked, outsiders);
    return new ApiServer(HttpServer.start(settings.http(), routes, doorkeeper), scope, world);
  }

  /// {@return the port it listens on}
  public int port() {
    return http.port();
  }

  /// {@return how many clients are being shown a run}
  public int streams() {
    return http.streams();
  }

  /// Ends sessions in which nothing has happened for so long, and forgets records that have
  /// expired. To be called now and then.
  ///
  /// @return how many sessions those were
  public int sweep(Duration retention) {
    var _ = world.parts().records().sweep(world.runtime().clock().instant());
    return new SessionDesk(world).expire(retention);
  }

  /// Stops to listen: streams end at a place where clients can resume, and runs go on.
  @Override
  public void close() {
    http.close();
    scope.close();
  }
}
