package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.ExternalTokens;
import java.time.Duration;
import java.util.Optional;

/// Where an application has a say in how sessions and runs begin.
///
/// @param credentials finds out who a caller is and which provider credentials serve it; with one,
///   requests must name their user
/// @param sessions hears of sessions, when anybody does
/// @param channels applies what is set for a run's channel and key
/// @param runs chooses what a run is made of, after that
/// @param issuer checks the tokens of another issuer that is trusted
/// @param patience how long each of them may take
/// @param health what `/health` and `/ready` say beside their own
/// @param handovers who may be told about runs
public record ApiHooks(
    Optional<CredentialsResolver> credentials,
    Optional<SessionHooks> sessions,
    RunChannels channels,
    Optional<RuntimeFactory> runs,
    Optional<ExternalTokens> issuer,
    Duration patience,
    Health health,
    Handovers handovers) {

  /// Says what else is to be known of the server's health.
  public interface Health {

    /// {@return members for `/health` and `/ready`, which everybody may read}
    Json.Obj facts();
  }

  /// No say at all; five seconds for those that are added.
  public static final ApiHooks NONE =
      new ApiHooks(
          Optional.empty(),
          Optional.empty(),
          RunChannels.ALIKE,
          Optional.empty(),
          Optional.empty(),
          Duration.ofSeconds(5),
          () -> Json.object().build(),
          Handovers.NONE);

  /// {@return these hooks with a resolver of credentials}
  public ApiHooks withCredentials(CredentialsResolver resolver) {
    return new ApiHooks(
        Optional.of(resolver), sessions, channels, runs, issuer, patience, health, handovers);
  }

  /// {@return these hooks with somebody who hears of sessions}
  public ApiHooks withSessions(SessionHooks listener) {
    return new ApiHooks(
        credentials, Optional.of(listener), channels, runs, issuer, patience, health, handovers);
  }

  /// {@return these hooks with a chooser of what runs are made of}
  public ApiHooks withRuns(RuntimeFactory factory) {
    return new ApiHooks(
        credentials, sessions, channels, Optional.of(factory), issuer, patience, health, handovers);
  }

  /// {@return these hooks with what is set for channels and keys}
  public ApiHooks withChannels(RunChannels set) {
    return new ApiHooks(credentials, sessions, set, runs, issuer, patience, health, handovers);
  }

  /// {@return these hooks with another issuer of tokens that is trusted}
  public ApiHooks withIssuer(ExternalTokens tokens) {
    return new ApiHooks(
        credentials, sessions, channels, runs, Optional.of(tokens), patience, health, handovers);
  }

  /// {@return these hooks with another time limit}
  public ApiHooks withPatience(Duration limit) {
    return new ApiHooks(credentials, sessions, channels, runs, issuer, limit, health, handovers);
  }

  /// {@return these hooks with more to say about health}
  public ApiHooks withHealth(Health more) {
    return new ApiHooks(credentials, sessions, channels, runs, issuer, patience, more, handovers);
  }

  /// {@return these hooks with others who may be told about runs}
  public ApiHooks withHandovers(Handovers others) {
    return new ApiHooks(credentials, sessions, channels, runs, issuer, patience, health, others);
  }
}
