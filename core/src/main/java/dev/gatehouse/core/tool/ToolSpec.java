package dev.gatehouse.core.tool;

import dev.gatehouse.core.json.Json;

/// What a model is told about a tool.
///
/// @param name `[a-zA-Z0-9_.:/-]{1,128}`; adapters rewrite it to what their wire allows and map it
///   back
/// @param description what it does and when to use it, for the model
/// @param inputSchema a JSON Schema whose top level is an object
public record ToolSpec(String name, String description, Json inputSchema) {}
