package dev.gatehouse.core.routing;

/// How one of several deployments that can stand in for each other is chosen.
public enum Strategy {
  /// The first of the chain that can be asked.
  PRIORITY,
  /// At random, in proportion to the weights.
  WEIGHTED,
  /// The one with the fewest calls in flight.
  LEAST_BUSY,
  /// The one that answered soonest of late.
  LATENCY,
  /// The one with the lowest price.
  COST
}
