package dev.gatehouse.core.session;
/// Placeholder.
public record SessionState() {}
