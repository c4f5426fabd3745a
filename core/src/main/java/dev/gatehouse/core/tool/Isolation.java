package dev.gatehouse.core.tool;

/// What stood between a call and this machine.
///
/// @param backend the sandbox the call ran in, such as `wasm`
/// @param level how strong it is, from `none` to `gvisor`
public record Isolation(String backend, String level) {}
