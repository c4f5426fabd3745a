package dev.gatehouse.gateway;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpSources;
import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.state.StateException;
import dev.gatehouse.gateway.state.StateFolder;
import java.time.InstantSource;
import java.util.Optional;

/// What a gateway holds open outside of itself: files, connections, child processes. It is opened
/// first and closed last, also when the start fails half-way.
record Outside(SqliteStore store, Upstream upstream, McpSources mcp, Optional<StateFolder> state)
    implements AutoCloseable {

  static Outside open(GatewayPlan plan, GatehouseConfig config) {
    McpBook servers = McpBook.of(config, plan.environment());
    SqliteStore store = SqliteStore.open(plan.data());
    Optional<StateFolder> state = state(plan, store);
    Upstream upstream = Upstream.open();
    return new Outside(store, upstream, servers.open(upstream), state);
  }

  /// The state lies beside the log and is read under its lock, so that no other process changes it.
  private static Optional<StateFolder> state(GatewayPlan plan, SqliteStore store) {
    try {
      return plan.state()
          .map(asked ->
              StateFolder.open(
                  asked.folder(),
                  asked.schema(),
                  new NetworkntValidator(),
                  InstantSource.system()));
    } catch (StateException unusable) {
      store.close();
      throw unusable;
    }
  }

  @Override
  public void close() {
    mcp.close();
    upstream.close();
    state.ifPresent(StateFolder::close);
    store.close();
  }
}
