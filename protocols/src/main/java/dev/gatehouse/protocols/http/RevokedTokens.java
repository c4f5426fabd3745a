package dev.gatehouse.protocols.http;

import dev.gatehouse.core.spi.RecordStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The tokens that are worthless before their time, by the id they carry (`jti`).
public final class RevokedTokens {

  private static final String SPACE = "revoked-token";

  private final RecordStore records;
  private final InstantSource clock;

  /// Tokens that records remember.
  public RevokedTokens(RecordStore records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /// Makes a token worthless.
  ///
  /// @param life how long any token lives at most; after that nobody need remember this one
  public void revoke(String tokenId, Duration life) {
    records.put(SPACE, tokenId, new byte[0], Optional.of(clock.instant().plus(life)));
  }

  /// {@return whether a token was revoked}
  public boolean contains(String tokenId) {
    return records.find(SPACE, tokenId, clock.instant()).isPresent();
  }
}
