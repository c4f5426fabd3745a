package dev.gatehouse.testkit;

import dev.gatehouse.core.spi.BlobStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Large values in a map.
final class InMemoryBlobs implements BlobStore {

  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  @Override
  public String put(byte[] bytes) {
    var digest = digest(bytes);
    blobs.putIfAbsent(digest, bytes.clone());
    return digest;
  }

  @Override
  public Optional<byte[]> find(String digest) {
    return Optional.ofNullable(blobs.get(digest)).map(byte[]::clone);
  }

  @Override
  public void remove(String digest) {
    blobs.remove(digest);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
