/// What all adapters that speak HTTP share: one client, one watchdog, a splitter for server-sent
/// events, and the rules that turn everything a provider or a network can do into a
/// [dev.gatehouse.core.Failure]. Start with [dev.gatehouse.adapters.http.Upstream].
@NullMarked
package dev.gatehouse.adapters.http;

import org.jspecify.annotations.NullMarked;
