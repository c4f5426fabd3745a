package dev.gatehouse.testkit;

import dev.gatehouse.core.spi.RecordStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Records in a map.
final class InMemoryRecords implements RecordStore {

  private final Map<Place, Kept> records = new HashMap<>();

  @Override
  public synchronized Optional<byte[]> find(String space, String key, Instant now) {
    return Optional.ofNullable(records.get(new Place(space, key)))
        .filter(kept -> kept.liveAt(now))
        .map(kept -> kept.value().clone());
  }

  @Override
  public synchronized void put(String space, String key, byte[] value, Optional<Instant> expires) {
    records.put(new Place(space, key), new Kept(value.clone(), expires.orElse(Instant.MAX)));
  }

  @Override
  public synchronized Optional<byte[]> claim(
      String space, String key, byte[] value, Instant now, Instant expires) {
    var present = find(space, key, now);
    if (present.isEmpty()) {
      put(space, key, value, Optional.of(expires));
    }
    return present;
  }

  @Override
  public synchronized void remove(String space, String key) {
    records.remove(new Place(space, key));
  }

  @Override
  public synchronized int sweep(Instant now) {
    int before = records.size();
    records.values().removeIf(kept -> !kept.liveAt(now));
    return before - records.size();
  }

  private record Place(String space, String key) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(byte[] value, Instant expires) {

    boolean liveAt(Instant now) {
      return now.isBefore(expires);
    }
  }
}
