package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.util.Optional;

/// Where the log, blobs and keys lie.
public record StoreConfig(
    @Doc("The kind of store.") Kind type,
    @Doc("The data folder; --data and GATEHOUSE_DATA come before it.") Optional<String> dir) {

  /// SQLite in the usual folder.
  public static final StoreConfig STANDARD = new StoreConfig(Kind.SQLITE, Optional.empty());

  /// Refuses a folder without a name.
  public StoreConfig {
    dir.ifPresent(name -> Require.notBlank("dir", name));
  }

  /// The kinds of store.
  public enum Kind {
    /// One file, durable.
    SQLITE,
    /// Nothing outlives the process.
    MEMORY
  }
}
