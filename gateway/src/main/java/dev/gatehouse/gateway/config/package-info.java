/// The configuration: one tree of immutable records, which `gatehouse.yaml` fills or code does.
///
/// Start with [dev.gatehouse.gateway.config.GatehouseConfig];
/// [dev.gatehouse.gateway.config.ConfigFile] reads the file,
/// [dev.gatehouse.gateway.config.ConfigSchema] describes it to editors. Both walk the records, so a
/// new component is a new key and nothing else need change.
@NullMarked
package dev.gatehouse.gateway.config;

import org.jspecify.annotations.NullMarked;
