package dev.gatehouse.core.routing;

import java.util.List;

/// How a deployment was chosen for a model call, as it is recorded.
///
/// @param of the name the choice was made for
/// @param strategy how
/// @param candidates all that were looked at, in the order of the chain
public record Selection(String of, Strategy strategy, List<Score> candidates) {

  /// Copies the candidates.
  public Selection {
    candidates = List.copyOf(candidates);
  }
}
