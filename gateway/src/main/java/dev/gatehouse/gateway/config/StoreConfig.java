package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.util.Optional;

/// Where the log, blobs and keys lie.
@Later("type")
public record StoreConfig(
    @Doc("The data folder; --data and GATEHOUSE_DATA come before it.") Optional<String> dir) {

  /// The usual folder.
  public static final StoreConfig STANDARD = new StoreConfig(Optional.empty());

  /// Refuses a folder without a name.
  public StoreConfig {
    dir.ifPresent(name -> Require.notBlank("dir", name));
  }
}
