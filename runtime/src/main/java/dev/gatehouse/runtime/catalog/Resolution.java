package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import java.util.Optional;

/// What a model's name stands for.
public sealed interface Resolution {

  /// A model that can be asked.
  ///
  /// @param name the deployment, `provider/name`
  /// @param wireName the provider's own name of the model
  /// @param facts its price and sizes; a model without a known price cannot be held to a budget
  /// @param credential the caller's own credential
  record Found(
      String name,
      String wireName,
      Model model,
      Optional<ModelFacts> facts,
      Optional<Credential> credential)
      implements Resolution {

    /// {@return what a call with this usage cost, nothing when the price is unknown}
    public Cost cost(Usage usage) {
      return facts.map(known -> known.cost(usage)).orElse(Cost.ZERO);
    }

    /// {@return the most a call may cost, nothing when the price is unknown}
    public Cost worstCase(long input, long output) {
      return facts.map(known -> known.worstCase(input, output)).orElse(Cost.ZERO);
    }

    /// {@return the most tokens an answer may have, of those that were asked for}
    public int atMost(long asked) {
      long most = facts.map(known -> Math.min(asked, known.maxOutput())).orElse(asked);
      return Math.clamp(most, 1, Integer.MAX_VALUE);
    }
  }

  /// A model that cannot be asked, and why.
  record Missing(Failure failure) implements Resolution {}
}
