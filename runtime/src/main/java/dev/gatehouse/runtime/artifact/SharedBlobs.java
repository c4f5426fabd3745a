package dev.gatehouse.runtime.artifact;

import dev.gatehouse.core.spi.BlobStore;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.runtime.seat.Rows;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The bytes of files, stored once however many files have the same, and removed with the last of
/// them. For any number of threads of one process.
///
/// Nobody holds a lock while the disk works. Whoever keeps bytes announces their digest first, puts
/// them, and withdraws only when the file's row is there. Whoever removes them looks for rows and
/// announcements before and again after, and puts the bytes back if one has come meanwhile. So
/// either the remover sees the keeper, or the keeper comes after the removal and puts them anew.
final class SharedBlobs {

  private final EventStore store;
  private final BlobStore blobs;
  private final Map<String, Integer> announced = new ConcurrentHashMap<>();

  SharedBlobs(EventStore store, BlobStore blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  /// Keeps bytes for a file.
  ///
  /// @param record makes the row of the file durable, given the digest
  <T> T keep(byte[] bytes, Function<String, T> record) {
    String digest = digest(bytes);
    announced.merge(digest, 1, Integer::sum);
    try {
      return record.apply(blobs.put(bytes));
    } finally {
      announced.computeIfPresent(digest, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  Optional<byte[]> find(String digest) {
    return blobs.find(digest);
  }

  /// Removes bytes unless another file has the same.
  void release(String digest) {
    if (isWanted(digest)) {
      return;
    }
    Optional<byte[]> bytes = blobs.find(digest);
    blobs.remove(digest);
    if (isWanted(digest)) {
      bytes.ifPresent(blobs::put);
    }
  }

  private boolean isWanted(String digest) {
    var query = RowQuery.of(Rows.ARTIFACT, 1).withSubject(digest);
    return announced.containsKey(digest) || !store.rows(query).isEmpty();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
