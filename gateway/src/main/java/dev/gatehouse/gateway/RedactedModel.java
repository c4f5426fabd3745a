package dev.gatehouse.gateway;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;

/// A model whose failures are cleaned of secrets: providers quote keys and headers in their errors.
record RedactedModel(Model model, Redaction redaction) implements Model {

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    ModelOutcome outcome;
    try {
      outcome = model.call(request, listener, cancel);
    } catch (RuntimeException broken) {
      outcome =
          new ModelOutcome.Failed(
              Failure.of(Failure.Code.INTERNAL, "the adapter of the model broke: " + broken),
              Usage.NONE);
    }
    return outcome instanceof ModelOutcome.Failed failed
        ? new ModelOutcome.Failed(redaction.clean(failed.failure()), failed.usage())
        : outcome;
  }
}
