package dev.gatehouse.adapters.openai;

import dev.gatehouse.core.spi.Credential;
import java.util.Map;
import java.util.Optional;

/// How both wires send a credential: keys and tokens alike go into the `Authorization` header.
final class BearerHeader {

  private BearerHeader() {}

  static Map<String, String> of(Optional<Credential> credential) {
    return credential
        .map(proof -> Map.of("Authorization", "Bearer " + proof.reveal()))
        .orElseGet(Map::of);
  }
}
