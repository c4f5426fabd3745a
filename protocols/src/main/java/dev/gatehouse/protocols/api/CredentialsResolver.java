package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import java.util.Map;
import java.util.Optional;

/// Finds out who a caller is, and which credentials of model providers its sessions use.
public interface CredentialsResolver {

  /// Resolves a caller that has presented an accepted key.
  ///
  /// @return nothing when there is no credential for it, which refuses the session
  Optional<Resolved> resolve(Arrival arrival) throws Exception;

  /// Somebody who wants a session. It does not print its key.
  ///
  /// @param apiKey what was presented
  /// @param tenant the tenant of the key
  /// @param user the user that was named
  /// @param context what the client said about itself
  record Arrival(String apiKey, String tenant, Optional<String> user, Json.Obj context) {
    @Override
    public String toString() {
      return "Arrival[tenant=" + tenant + ", user=" + user + "]";
    }
  }

  /// Who it is.
  ///
  /// @param user the user of the session
  /// @param channel the channel the session is bound to
  /// @param credentials by provider
  record Resolved(String user, Optional<String> channel, Map<String, Credential> credentials) {

    /// Copies the credentials.
    public Resolved {
      credentials = Map.copyOf(credentials);
    }
  }
}
