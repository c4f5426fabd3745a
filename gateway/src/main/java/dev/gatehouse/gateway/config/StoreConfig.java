package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.Optional;

/// Where the log, blobs and keys lie.
@Later("type")
public record StoreConfig(
    @Doc("The data folder; --data and GATEHOUSE_DATA come before it.") Optional<String> dir,
    @Doc("How long the list of deliveries remembers what has arrived or was dropped.")
        Duration deliveryRetention) {

  /// The usual folder, and a week of deliveries.
  public static final StoreConfig STANDARD = new StoreConfig(Optional.empty(), Duration.ofDays(7));

  /// Refuses a folder without a name, and no time at all.
  public StoreConfig {
    dir.ifPresent(name -> Require.notBlank("dir", name));
    Require.positive("delivery-retention", deliveryRetention);
  }
}
