package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import java.util.Optional;

/// What a model's name stands for.
public sealed interface Resolution {

  /// A model that can be asked.
  ///
  /// @param name the deployment, `provider/name`
  /// @param wireName the provider's own name of the model
  /// @param price what it costs; a model without a known price cannot be held to a budget
  /// @param maxOutput the most tokens it can write
  /// @param credential the caller's own credential
  record Found(
      String name,
      String wireName,
      Model model,
      Optional<Price> price,
      int maxOutput,
      Optional<Credential> credential)
      implements Resolution {}

  /// A model that cannot be asked, and why.
  record Missing(Failure failure) implements Resolution {}
}
