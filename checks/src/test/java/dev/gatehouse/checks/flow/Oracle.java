package dev.gatehouse.checks.flow;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.NodeOutcome;
import dev.gatehouse.core.json.Json;

/// What agents answer: it follows from the node and its attempt alone, whenever they are asked.
///
/// @param percent how many of a hundred attempts fail
record Oracle(long seed, int percent) {

  NodeOutcome answer(String path, int attempt) {
    long mixed = (seed ^ (path + "#" + attempt).hashCode()) * 0x9E3779B97F4A7C15L;
    boolean fails = Math.floorMod(mixed >>> 17, 100) < percent;
    return fails
        ? new NodeOutcome.Broken(Failure.of(Failure.Code.AUTH, path + " failed"))
        : new NodeOutcome.Yielded(Json.of(path + " of attempt " + attempt));
  }
}
