/// Gatehouse's own face: chat over server-sent events, sessions, runs, questions.
///
/// It speaks the wire of the Python package `ai-agent-gateway` 0.14 and extends it. Start with
/// [dev.gatehouse.protocols.api.ApiServer]; [dev.gatehouse.protocols.api.NativeFace] is what a run
/// looks like on the wire.
@NullMarked
package dev.gatehouse.protocols.api;

import org.jspecify.annotations.NullMarked;
