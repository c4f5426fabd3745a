package dev.gatehouse.core.delivery;

import java.util.List;
import java.util.Optional;

/// Who is told about a run besides those who look on.
///
/// @param targets the names of the configured deliveries that get its result when it has ended
/// @param callbackUrl where its states are posted to while it goes on
/// @param quiet when its result is not worth a delivery; without it, it always is
public record Handover(List<String> targets, Optional<String> callbackUrl, Optional<Quiet> quiet) {

  /// Nobody is told.
  public static final Handover NONE = new Handover(List.of(), Optional.empty(), Optional.empty());

  /// Names each target once, in the order they were named in.
  public Handover {
    targets = targets.stream().distinct().toList();
  }

  /// The result goes to these deliveries, whatever it says.
  public static Handover to(List<String> targets) {
    return NONE.withTargets(targets);
  }

  /// {@return this with other deliveries}
  public Handover withTargets(List<String> names) {
    return new Handover(names, callbackUrl, quiet);
  }

  /// {@return this with the states of the run posted to a URL}
  public Handover withCallbackUrl(String url) {
    return new Handover(targets, Optional.of(url), quiet);
  }

  /// {@return this with results that say nothing left out}
  public Handover withQuiet(Quiet rule) {
    return new Handover(targets, callbackUrl, Optional.of(rule));
  }

  /// {@return whether nobody is told anything}
  public boolean isNone() {
    return targets.isEmpty() && callbackUrl.isEmpty();
  }
}
