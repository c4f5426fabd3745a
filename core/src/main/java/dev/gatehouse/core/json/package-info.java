/// JSON as values, and the one codec between records and JSON.
///
/// The log is JSON, digests are taken over JSON and tool arguments are JSON, so the core owns a
/// small strict implementation instead of depending on a library. Start with
/// [dev.gatehouse.core.json.Json]; events are turned to and from it by
/// [dev.gatehouse.core.json.RecordCodec].
@NullMarked
package dev.gatehouse.core.json;

import org.jspecify.annotations.NullMarked;
