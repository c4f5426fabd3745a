package dev.gatehouse.protocols.api;

import dev.gatehouse.protocols.http.CallerRole;
import java.util.List;
import java.util.Optional;

/// Who may be told about a run at a request's wish.
public interface Handovers {

  /// Nobody.
  Handovers NONE =
      new Handovers() {
        @Override
        public List<String> names(CallerRole role) {
          return List.of();
        }

        @Override
        public Optional<String> refusal(String callbackUrl) {
          return Optional.of("is not served here; leave it out");
        }
      };

  /// {@return the deliveries that a caller of this role may name}
  List<String> names(CallerRole role);

  /// {@return why the states of a run must not be posted to a URL; empty when they may}
  Optional<String> refusal(String callbackUrl);
}
