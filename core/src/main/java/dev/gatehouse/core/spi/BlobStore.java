package dev.gatehouse.core.spi;

import java.util.Optional;

/// Large values by the SHA-256 of their bytes, so that the same value is stored once.
public interface BlobStore {

  /// Keeps bytes durably.
  ///
  /// @return their digest, 64 hexadecimal digits
  String put(byte[] bytes);

  /// {@return the bytes with this digest}
  Optional<byte[]> find(String digest);

  /// Removes the bytes with this digest for good; nothing happens when there are none. Whoever
  /// calls this knows that nobody refers to them.
  void remove(String digest);
}
