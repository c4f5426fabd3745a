package dev.gatehouse.protocols.http;

import java.util.Optional;

/// Those for whom another issuer vouches.
public interface Outsiders {

  /// Nobody.
  Outsiders NONE =
      new Outsiders() {
        @Override
        public Optional<Caller> admit(String token) {
          return Optional.empty();
        }

        @Override
        public Optional<ApiKey> key(String hash, String tenant) {
          return Optional.empty();
        }
      };

  /// {@return who presents a token, with a session that is open; nobody when the token is not good}
  Optional<Caller> admit(String token) throws InterruptedException;

  /// {@return what stands for an API key in the sessions of a tenant, when they are sessions of
  /// outsiders}
  ///
  /// @param hash as tokens carry it, see [ApiKey#hash()]
  Optional<ApiKey> key(String hash, String tenant);
}
