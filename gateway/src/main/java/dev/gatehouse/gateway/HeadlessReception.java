package dev.gatehouse.gateway;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.protocols.api.CredentialsResolver;
import dev.gatehouse.protocols.api.CredentialsResolver.Arrival;
import dev.gatehouse.protocols.api.CredentialsResolver.Resolved;
import dev.gatehouse.protocols.api.HookCall;
import dev.gatehouse.protocols.api.SessionCredentials;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.schedule.Reception;
import dev.gatehouse.runtime.schedule.ServedTargets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Gives a program the say in sessions and runs that no request asked for which it has in others:
/// its resolver of credentials, its hook and its runtime factory are asked in the same order. What
/// one of them refuses or does not answer in time fails the tick, or whatever else it was.
final class HeadlessReception implements Reception, ServedTargets.Shaping, AutoCloseable {

  private final Optional<CredentialsResolver> resolver;
  private final Hooks hooks;
  private final ConfiguredRuns runs;
  private final SessionCredentials credentials;
  private final Scope scope = new Scope();
  private final HookCall timed;

  /// @param patience how long each of them may take
  HeadlessReception(
      GatewayPlan plan, ConfiguredRuns runs, SessionCredentials credentials, Duration patience) {
    this.resolver = plan.resolver();
    this.hooks = plan.hooks();
    this.runs = runs;
    this.credentials = credentials;
    this.timed = new HookCall(scope, patience);
  }

  /// Nobody presents a key to a tick: the resolver sees an empty one, and the schedule's name in
  /// the context.
  @Override
  public SessionCreated arriving(SessionCreated wanted) throws InterruptedException {
    if (resolver.isEmpty()) {
      return wanted;
    }
    var context = wanted.context().asObject().orElse(Json.object().build());
    var arrival = new Arrival("", wanted.tenant(), Optional.of(wanted.user()), context);
    Resolved who =
        asked("the credentials resolver", () -> resolver.get().resolve(arrival))
            .orElseThrow(() ->
                new AutonomousException(
                    "the credentials resolver knows no credential for user \"%s\" of tenant \"%s\""
                        .formatted(wanted.user(), wanted.tenant())));
    credentials.keep(wanted.id(), who.credentials());
    return new SessionCreated(
        wanted.id(),
        wanted.tenant(),
        wanted.key(),
        who.user(),
        who.channel(),
        wanted.context(),
        wanted.created());
  }

  @Override
  public void opened(SessionCreated session) throws InterruptedException {
    try {
      asked(
          "the session hook",
          () -> {
            hooks.sessionCreated(SessionState.of(session));
            return session;
          });
    } catch (AutonomousException refused) {
      credentials.forget(session.id());
      throw refused;
    }
  }

  @Override
  public Agent shaped(Agent chosen, SessionCreated session) {
    try {
      return asked("the runtime factory", () -> runs.agent(chosen, session));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AutonomousException("the gateway stopped meanwhile", stopped);
    }
  }

  private <T> T asked(String who, Callable<T> question) throws InterruptedException {
    try {
      return timed.call(who, question);
    } catch (TimeoutException late) {
      throw new AutonomousException(
          who + " did not answer within " + timed.limit().toMillis() + " ms", late);
    } catch (ExecutionException broken) {
      Throwable cause = broken.getCause();
      throw cause instanceof AutonomousException ours
          ? ours
          : new AutonomousException(who + " failed: " + cause, broken);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
