package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which sandboxes may be used, and which of them is preferred.
///
/// @param floor none weaker is ever used
/// @param order the names in order of preference; others are not used. Empty: the strongest first
/// @param confinement whether a program may run with no sandbox at all
public record SandboxPolicy(Level floor, List<String> order, Confinement confinement) {

  /// Whether a program may run with no sandbox at all.
  public enum Confinement {
    /// Never.
    REQUIRED,
    /// When the operator accepted that programs do to this machine what the gateway could do.
    WAIVED
  }

  /// Anything from WebAssembly upwards, the strongest first.
  public static final SandboxPolicy STANDARD =
      new SandboxPolicy(Level.WASM, List.of(), Confinement.REQUIRED);

  /// Copies the names.
  public SandboxPolicy {
    order = List.copyOf(order);
  }

  /// {@return the candidates in order of preference}
  List<Sandbox> sorted(List<Sandbox> candidates) {
    Comparator<Sandbox> strongest = Comparator.comparing(Sandbox::level).reversed();
    Comparator<Sandbox> wanted = Comparator.comparingInt(each -> place(each.name()));
    return candidates.stream().sorted(wanted.thenComparing(strongest)).toList();
  }

  private int place(String name) {
    int at = order.indexOf(name);
    return at < 0 ? order.size() : at;
  }

  /// {@return why this one must not be used, if it must not}
  Optional<String> objection(Sandbox sandbox) {
    if (sandbox.level() == Level.NONE) {
      return confinement == Confinement.WAIVED
          ? Optional.empty()
          : Optional.of("it confines nothing, and sandbox.unconfined does not accept that");
    }
    if (sandbox.level().compareTo(floor) < 0) {
      return Optional.of("it is weaker than the floor, " + floor);
    }
    return order.isEmpty() || order.contains(sandbox.name())
        ? Optional.empty()
        : Optional.of("sandbox.backends does not name it");
  }
}
