package dev.gatehouse.gateway;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpSources;
import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.gateway.config.GatehouseConfig;

/// What a gateway holds open outside of itself: files, connections, child processes. It is opened
/// first and closed last, also when the start fails half-way.
record Outside(SqliteStore store, Upstream upstream, McpSources mcp) implements AutoCloseable {

  static Outside open(GatewayPlan plan, GatehouseConfig config) {
    McpBook servers = McpBook.of(config, plan.environment());
    SqliteStore store = SqliteStore.open(plan.data());
    Upstream upstream = Upstream.open();
    return new Outside(store, upstream, servers.open(upstream));
  }

  @Override
  public void close() {
    mcp.close();
    upstream.close();
    store.close();
  }
}
