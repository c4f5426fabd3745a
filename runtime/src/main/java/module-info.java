import org.jspecify.annotations.NullMarked;

/// Performs what the core decides.
@NullMarked
module dev.gatehouse.runtime {
  requires transitive dev.gatehouse.core;

  exports dev.gatehouse.runtime;
  exports dev.gatehouse.runtime.artifact;
  exports dev.gatehouse.runtime.approval;
  exports dev.gatehouse.runtime.catalog;
  exports dev.gatehouse.runtime.delivery;
  exports dev.gatehouse.runtime.engine;
  exports dev.gatehouse.runtime.feed;
  exports dev.gatehouse.runtime.routing;
  exports dev.gatehouse.runtime.schedule;
  exports dev.gatehouse.runtime.seat;
  exports dev.gatehouse.runtime.stream;
  exports dev.gatehouse.runtime.team;
}
