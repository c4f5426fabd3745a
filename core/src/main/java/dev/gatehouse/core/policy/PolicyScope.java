package dev.gatehouse.core.policy;

import java.util.List;
import java.util.Optional;

/// Which interceptors and rules a run is bound by.
///
/// @param agents the agents whose rules of approval apply, from the top of the tree down
/// @param interceptors the codes of the interceptors; all when absent
public record PolicyScope(List<String> agents, Optional<List<String>> interceptors) {

  /// Copies the lists.
  public PolicyScope {
    agents = List.copyOf(agents);
    interceptors = interceptors.map(List::copyOf);
  }
}
