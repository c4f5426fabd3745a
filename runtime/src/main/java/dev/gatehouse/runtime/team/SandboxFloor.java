package dev.gatehouse.runtime.team;

import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.runtime.catalog.Catalog;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The weakest sandbox for the programs of a run that another one starts: whichever is stronger of
/// what it asks for itself, what the run above it needs, and what its agent needs on their channel.
/// So no run gets a weaker one by handing its work down.
final class SandboxFloor {

  private SandboxFloor() {}

  static AgentProfile under(RunSpec above, AgentProfile child, Catalog catalog) {
    return Stream.of(
            child.bounds().floor(),
            above.agent().bounds().floor(),
            above.owner().channel().flatMap(channel -> catalog.floor(child.name(), channel)))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder())
        .map(child::withSandboxFloor)
        .orElse(child);
  }
}
