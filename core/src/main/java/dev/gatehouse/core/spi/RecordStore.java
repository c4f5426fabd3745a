package dev.gatehouse.core.spi;

import java.time.Instant;
import java.util.Optional;

/// Small durable facts by name, which belong to no stream: idempotency keys, revoked tokens, sealed
/// credentials.
public interface RecordStore {

  /// {@return the value, unless it is absent or expired at `now`}
  Optional<byte[]> find(String space, String key, Instant now);

  /// Stores a value, replacing what is there.
  void put(String space, String key, byte[] value, Optional<Instant> expires);

  /// Stores a value unless a live one is there.
  ///
  /// @return the value that was there already, empty when this one was stored
  Optional<byte[]> claim(String space, String key, byte[] value, Instant now, Instant expires);

  /// Forgets a value; nothing happens when there is none.
  void remove(String space, String key);

  /// Forgets all that has expired.
  ///
  /// @return how many values that were
  int sweep(Instant now);
}
